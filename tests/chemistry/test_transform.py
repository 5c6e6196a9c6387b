import pytest

from duijie.chemistry.mention import Kind, Mention
from duijie.chemistry.transform import find_transformations
from tests.chemistry.conftest import recognise

# text, reactant, product, the reaction inferred from the structures
TOLD = [
    (
        "寻求对硝基苯胺连续加氢制对苯二胺的高选择性催化剂",
        "对硝基苯胺",
        "对苯二胺",
        "nitro_reduction",
    ),
    ("由甲苯氧化制苯甲醛", "甲苯", "苯甲醛", "side_chain_oxidation"),
    ("以硝基苯为原料，Pd/C催化加氢合成苯胺", "硝基苯", "苯胺", "nitro_reduction"),
    ("以硝基苯为原料合成苯胺的工艺", "硝基苯", "苯胺", "nitro_reduction"),
    ("用苯酚加氢生产环己酮", "苯酚", "环己酮", "ring_hydrogenation"),
    ("从糠醛制备糠醇", "糠醛", "糠醇", "carbonyl_reduction"),
    ("将苯甲醛氧化为苯甲酸", "苯甲醛", "苯甲酸", "oxidation"),
    ("甲苯经液相氧化得到苯甲酸", "甲苯", "苯甲酸", "side_chain_oxidation"),
    ("乙酸和乙醇酯化制乙酸乙酯", "乙酸", "乙酸乙酯", "esterification"),
    ("丙烯氨氧化制丙烯腈", "丙烯", "丙烯腈", "ammoxidation"),
    ("二氧化碳加氢制甲醇催化剂", "二氧化碳", "甲醇", "co2_hydrogenation"),
    ("CO2转化为甲醇", "CO2", "甲醇", "co2_hydrogenation"),
    ("硝基苯→苯胺", "硝基苯", "苯胺", "nitro_reduction"),
    ("苯胺的合成：以硝基苯为原料", "硝基苯", "苯胺", "nitro_reduction"),
    ("苯胺的制备方法，采用硝基苯为起始原料", "硝基苯", "苯胺", "nitro_reduction"),
    ("硝基苯在乙醇中加氢制苯胺", "硝基苯", "苯胺", "nitro_reduction"),
    ("硝基苯在Pd/C催化下高选择性生成苯胺", "硝基苯", "苯胺", "nitro_reduction"),
    ("苯乙烯聚合制聚苯乙烯", "苯乙烯", "聚苯乙烯", "polymerisation"),
    (
        "Conversion of nitrobenzene to aniline over Pd/C",
        "nitrobenzene",
        "aniline",
        "nitro_reduction",
    ),
    (
        "Selective hydrogenation of phenol in water to cyclohexanone",
        "phenol",
        "cyclohexanone",
        "ring_hydrogenation",
    ),
    ("aniline from nitrobenzene", "nitrobenzene", "aniline", "nitro_reduction"),
    (
        "Synthesis of aniline from nitrobenzene in ethanol",
        "nitrobenzene",
        "aniline",
        "nitro_reduction",
    ),
    (
        "furfural hydrogenation to furfuryl alcohol",
        "furfural",
        "furfuryl alcohol",
        "carbonyl_reduction",
    ),
    (
        "toluene is oxidized to benzaldehyde by air",
        "toluene",
        "benzaldehyde",
        "side_chain_oxidation",
    ),
    ("we convert toluene into benzaldehyde", "toluene", "benzaldehyde", "side_chain_oxidation"),
    ("CO2-to-methanol", "CO2", "methanol", "co2_hydrogenation"),
    ("CO2 hydrogenation to methanol", "CO2", "methanol", "co2_hydrogenation"),
    ("Reduction of nitrobenzene to aniline", "nitrobenzene", "aniline", "nitro_reduction"),
    ("polystyrene from styrene", "styrene", "polystyrene", "polymerisation"),
    ("phenol -> cyclohexanone", "phenol", "cyclohexanone", "ring_hydrogenation"),
]

# Two substances and no transformation between them.
NOT_TOLD = [
    "以乙醇为溶剂合成苯胺",
    "从甲苯中分离得到苯",
    "从苯酚和水的混合物中提取得到苯酚",
    "苯胺的制备和苯酚的分离",
    "苯胺、苯酚和甲苯",
    "甲苯催化合成苯甲醛",
    "苯胺的合成与苯酚的检测",
    "乙醇中合成苯胺",
    "苯酚废水处理。甲苯回收",
    "separation of benzene from toluene",
    "removal of phenol from water",
    "recovery of ethanol from water by distillation",
    "ratio of ethanol to water",
    "comparison of benzene and toluene",
    "solubility of phenol in water. Hydrogenation to aniline",
    "selectivity to aniline and phenol",
    "苯酚",
    "苯胺 苯胺的制备",
]


@pytest.mark.parametrize(("text", "reactant", "product", "reaction"), TOLD)
def test_what_becomes_what_is_read_and_named(
    text: str, reactant: str, product: str, reaction: str
) -> None:
    (found,) = find_transformations(text, recognise(text))
    assert (found.reactant.text, found.product.text) == (reactant, product)
    assert found.change is not None
    assert found.change.reactions[0] == reaction


@pytest.mark.parametrize("text", NOT_TOLD)
def test_solvents_mixtures_and_separations_are_no_transformations(text: str) -> None:
    assert find_transformations(text, recognise(text)) == ()


def test_what_is_said_and_what_is_inferred_are_kept_apart() -> None:
    text = "由对硝基苯胺加氢制对苯二胺"
    (found,) = find_transformations(text, recognise(text))
    assert found.stated == ("hydrogenation",)
    assert found.reactions == ("hydrogenation", "nitro_reduction")


def test_without_structures_the_pair_is_kept_and_nothing_inferred() -> None:
    text = "由树脂甲加氢制树脂乙"
    mentions = [
        Mention(start, start + 3, text[start : start + 3], Kind.MATERIAL, "by hand")
        for start in (1, 7)
    ]
    (found,) = find_transformations(text, mentions)
    assert (found.change, found.reactions) == (None, ("hydrogenation",))


def test_each_clause_has_its_own() -> None:
    text = "Hydrogenation of nitrobenzene to aniline and phenol to cyclohexanone."
    (found,) = find_transformations(text, recognise(text))
    assert (found.reactant.text, found.product.text) == ("nitrobenzene", "aniline")


def test_several_products_have_one_reactant_each() -> None:
    text = "甲苯氧化制苯甲醛和苯甲酸"
    found = find_transformations(text, recognise(text))
    assert [(one.reactant.text, one.product.text) for one in found] == [
        ("甲苯", "苯甲醛"),
        ("甲苯", "苯甲酸"),
    ]


def test_a_very_long_text_ends_in_time() -> None:
    text = "苯酚、" * 1500 + "由苯酚加氢制环己酮，" * 150 + "of phenol to water " * 150
    assert find_transformations(text, recognise(text))
