from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.chemistry import identify
from duijie.chemistry.english.abbreviations import LIFE, ShortForms
from duijie.chemistry.english.build import build_index
from duijie.chemistry.english.index import NameIndex
from duijie.chemistry.english.opsin import MISSING, Opsin
from duijie.chemistry.identify import NO_RDKIT
from duijie.chemistry.mention import Kind
from duijie.chemistry.recognise import MOST_AT_ONCE, UNKNOWN, Recogniser
from tests.chemistry.english.tables import write_tables


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Recogniser:
    folder = tmp_path_factory.mktemp("names")
    build_index(write_tables(folder / "tables"), folder / "index", "1")
    return Recogniser(NameIndex(folder / "index"))


def found(reader: Recogniser, text: str) -> list[str]:
    return [mention.text for mention in reader(text)]


@pytest.mark.parametrize(
    "text",
    [
        "They lead the green team as I said.",
        "In May the radar is the gold standard",
        "a lead engineer, a silver lining, mercury rising, a tin ear, salt and pepper",
        "PET scans and ABS brakes; an AC motor; No. 5; He and I",
        "design machine marine discipline cyclone milestone gasoline baseline headline",
        "IP 10.0.0.1, ISO 9001-2015, 2024-05-01, 13800138000, 1234-56-7",
        "胆碱酯酶抑制剂与丁腈橡胶手套",
    ],
)
def test_ordinary_words_and_numbers_are_no_chemicals(reader: Recogniser, text: str) -> None:
    assert [m for m in reader(text) if m.kind in {Kind.COMPOUND, Kind.ELEMENT}] == []


@pytest.mark.parametrize("name", ["Amine", "amines", "diamine"])
def test_a_class_is_not_the_compound_that_somebody_calls_so(reader: Recogniser, name: str) -> None:
    assert reader.read_name(name).smiles is None
    assert [(m.kind, m.smiles) for m in reader(f"{name} degradation")] == [(Kind.CLASS, None)]


def test_a_class_may_mean_the_compound_known_by_it_first(reader: Recogniser) -> None:
    assert reader.read_name("hydrazine").smiles == "NN"


def test_support_makes_an_everyday_word_a_chemical(reader: Recogniser) -> None:
    assert found(reader, "removal of lead from water; gold nanoparticles lead the field") == [
        "lead",
        "gold",
    ]


@pytest.mark.parametrize(
    ("text", "name", "key"),
    [
        ("washed with CAS 100-01-6.", "100-01-6", "TYMLOMAKGOJONV"),
        ("ＣＡＳ：７１－４３－２", "７１－４３－２", "UHOVQNZJYSORNB"),
        ("2,2′-Bipyridine as ligand", "2,2′-Bipyridine", "ROFVEXUMMXZLPA"),
        ("of 1,2-dichloro-\nbenzene, dried", "1,2-dichloro-\nbenzene", "RFFLAFLAYFXFSW"),
        ("of 1,2 - dichlorobenzene , dried", "1,2 - dichlorobenzene", "RFFLAFLAYFXFSW"),
        ("given as c1ccccc1[N+](=O)[O-].", "c1ccccc1[N+](=O)[O-]", "LQNUZADURLCDLV"),
        ("纳米TiO₂光催化", "TiO₂", "GWEVSGVZZGPLCZ"),
        ("crystals of CuSO₄·5H₂O", "CuSO₄·5H₂O", "JZCCFEFSEZPSOG"),
    ],
)
def test_a_name_is_found_as_it_is_written(
    reader: Recogniser, text: str, name: str, key: str
) -> None:
    [mention] = [one for one in reader(text) if one.text == name]
    assert text[mention.start : mention.end] == name
    assert (mention.inchikey or "").startswith(key)


def test_a_name_without_locant_is_a_class_and_ambiguous(reader: Recogniser) -> None:
    [mention] = reader("effluent with xylene")
    assert mention.kind is Kind.CLASS
    assert mention.ambiguous
    assert reader.read_name("xylene").ambiguous
    assert not reader.read_name("p-xylene").ambiguous


def test_catalysts_polymers_and_materials_have_no_structure(reader: Recogniser) -> None:
    text = "Pd/C、Ni基催化剂、聚 PVDF 膜、ZSM-5 and polypropylene fibres"
    kinds = {one.text: (one.kind, one.smiles) for one in reader(text)}
    assert kinds == {
        "Pd/C": (Kind.CATALYST, None),
        "Ni基催化剂": (Kind.CATALYST, None),
        "PVDF": (Kind.POLYMER, None),
        "ZSM-5": (Kind.MATERIAL, None),
        "polypropylene": (Kind.POLYMER, None),
    }


def test_a_comma_parts_two_names(reader: Recogniser) -> None:
    assert found(reader, "benzene, formaldehyde and p-xylene") == [
        "benzene",
        "formaldehyde",
        "p-xylene",
    ]


def test_short_forms_hold_from_their_definition_on(reader: Recogniser) -> None:
    forms = ShortForms()
    assert not reader.recognise("DOX first", forms)
    [long, short, again] = reader.recognise("doxorubicin (DOX) and later DOX", forms)
    assert long.smiles is not None
    assert long.smiles == short.smiles == again.smiles
    assert [one.text for one in reader.recognise("more DOX, no DOXX", forms)] == ["DOX"]
    reader.recognise("a department of oxen (DOX) here", forms)
    assert not reader.recognise("DOX again", forms)


def test_a_short_form_that_nobody_uses_is_forgotten(reader: Recogniser) -> None:
    forms = ShortForms()
    reader.recognise("doxorubicin (DOX)", forms)
    for _ in range(LIFE):
        reader.recognise("nothing", forms)
    assert not reader.recognise("DOX", forms)


@pytest.mark.parametrize(
    "name",
    [
        "", " ", "x" * 1000, "methyl" * 200, "C" * 1000, "C1" * 300, "C%10" * 150,
        "C12" + "C12" * 100, "(" * 500, "(((((C)))))" * 50, "[[[[", "N" * 1000 + "苯",
        "C1CC", "HOSPITAL", "7732-18-4", "green", "c1ccccc", "a\0b",
    ],
)  # fmt: skip
def test_bombs_and_nonsense_are_unknown(reader: Recogniser, name: str) -> None:
    assert reader.read_name(name) == UNKNOWN


@pytest.mark.parametrize("piece", ["C1", "C%10", "(C)", "[C]", "methyl", "1,", "苯", "(", "Na"])
def test_endless_names_in_a_text_are_passed_over(reader: Recogniser, piece: str) -> None:
    text = f"before {piece * 2000} and benzene"
    assert "benzene" in found(reader, text)
    assert all(len(one) <= 700 for one in found(reader, text))


def test_a_long_text_is_read_in_pieces(reader: Recogniser) -> None:
    text = "benzene is wet. " * (MOST_AT_ONCE // 14)
    mentions = reader(text)
    assert len(mentions) == MOST_AT_ONCE // 14
    assert {text[one.start : one.end] for one in mentions} == {"benzene"}


@given(
    st.text(
        st.sampled_from("abceilnoryz0159-,'()[]=#% \nCNOPSαβ苯硝（－１Ti′"), max_size=60
    )
    | st.lists(
        st.sampled_from(
            ["benzene", "p-xylene", "doxorubicin", "(DOX)", "DOX", "Pd/C", "TiO2", "lead", "ions",
             "4-", ", ", " and ", "-\n", "100-01-6", "c1ccccc1", "acid", "，", "2,2'-"],
        )
    ).map("".join)
)  # fmt: skip
def test_mentions_stand_in_the_text_in_order_without_overlap(reader: Recogniser, text: str) -> None:
    mentions = reader(text)
    assert [text[one.start : one.end] for one in mentions] == [one.text for one in mentions]
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert all(0 < one.confidence <= 1 and one.text.strip() for one in mentions)
    assert mentions == reader(text)


def test_without_index_words_built_like_names_are_found_without_structure() -> None:
    [one, two] = Recogniser()("dichloronitrobenzene and TiO2")
    assert (one.text, one.smiles, two.text) == ("dichloronitrobenzene", None, "TiO2")
    assert Recogniser().read_name("benzene") == UNKNOWN
    assert Recogniser().read_name("100-01-6").route == "cas"
    assert Recogniser().read_name("100-01-6").smiles is None


def test_without_java_systematic_names_are_missed_and_that_is_told_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    reader = Recogniser(opsin=Opsin())
    assert reader.notices == []
    assert reader.read_name("2-chloro-4-fluorotoluene") == UNKNOWN
    assert reader.read_name("3-chloro-4-fluorotoluene") == UNKNOWN
    assert reader.notices == [MISSING]
    reader.close()


def test_without_rdkit_structures_are_those_of_the_source(
    reader: Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    identify.identify.cache_clear()
    monkeypatch.setattr(identify, "has_rdkit", lambda: False)
    monkeypatch.setattr("duijie.chemistry.recognise.has_rdkit", lambda: False)
    bare = Recogniser(reader._index)
    read = bare.read_name("4-nitroaniline")
    identify.identify.cache_clear()
    assert (read.smiles, read.inchikey) == (
        "Nc1ccc([N+](=O)[O-])cc1",
        "TYMLOMAKGOJONV-UHFFFAOYSA-N",
    )
    assert bare.notices == [NO_RDKIT]


@dataclass(frozen=True)
class Reading:
    smiles: str | None
    inchikey: str | None = None
    route: str = "zh-common"
    confidence: float = 0.9
    ambiguous: bool = False


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    text: str
    kind: Kind
    reading: Reading | None


class OneChineseName:
    """A reader of Chinese names that knows benzene, and that 硝基化合物 are a class."""

    def read_name(self, name: str) -> Reading | None:
        return Reading("c1ccccc1") if name == "苯" else None

    def find_names(self, text: str) -> list[Found]:
        kinds = {"苯": Kind.COMPOUND, "硝基化合物": Kind.CLASS}
        return [
            Found(place, place + len(name), name, kind, self.read_name(name))
            for name, kind in kinds.items()
            if (place := text.find(name)) >= 0
        ]


def test_a_reader_of_chinese_names_is_asked_for_chinese_names() -> None:
    reader = Recogniser(chinese=OneChineseName())
    assert reader.read_name("苯").smiles == "c1ccccc1"
    assert reader.read_name("甲苯") == UNKNOWN
    mentions = reader("苯与硝基化合物在Pd/C上")
    assert [(one.text, one.smiles) for one in mentions] == [
        ("苯", "c1ccccc1"),
        ("硝基化合物", None),
        ("Pd/C", None),
    ]
