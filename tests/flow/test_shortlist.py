"""Long lists: the index finds whom to compare, and the result is that of comparing everybody."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from duijie.flow import shortlist
from duijie.flow.match import MatchOutcome, match_files
from duijie.language.choice import EncoderChoice
from tests.flow.small import FILES, write_event

PLAIN = EncoderChoice("none")
SAMPLE = Path(__file__).parents[2] / "examples" / "sample"


def match(folder: Path, out: Path, **more: object) -> MatchOutcome:
    return match_files(
        folder / "needs.csv",
        folder / "evidence.csv",
        out,
        experts=folder / "experts.csv",
        encoder=PLAIN,
        chemistry=False,
        **more,  # type: ignore[arg-type]
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortlist, "EXACT_UP_TO", 2)


def index_notices(made: MatchOutcome) -> list[str]:
    return [one.en for one in made.result.notices if "index" in one.en]


def test_both_paths_give_the_same_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short_lists: None
) -> None:
    folder = write_event(tmp_path / "in")
    found = match(folder, tmp_path / "found.csv", cache=tmp_path / "cache")
    monkeypatch.undo()
    exact = match(folder, tmp_path / "exact.csv", cache=tmp_path / "cache")
    assert index_notices(exact) == []
    assert "of 3, the 3 whom the index found" in index_notices(found)[0]
    assert rows(tmp_path / "found.csv") == rows(tmp_path / "exact.csv")
    assert [*found.explain("zh")] == [*exact.explain("zh")]
    assert len([*(tmp_path / "cache" / "experts").glob("*/CURRENT")]) == 1


@pytest.mark.slow
@pytest.mark.parametrize("words", ["minilm", "none"])
def test_the_first_of_the_sample_event_are_found_among_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short_lists: None, words: str
) -> None:
    """Words weigh the same; topics, which are those of the people compared, differ a little."""

    def first(name: str) -> dict[str, str]:
        match_files(
            SAMPLE / "needs.xlsx",
            SAMPLE / "evidence.csv",
            tmp_path / name,
            experts=SAMPLE / "experts.xlsx",
            top=1,
            encoder=EncoderChoice(words),
            chemistry=False,
            index=tmp_path / "index",
        )
        best = [row for row in rows(tmp_path / name) if float(row["affinity"]) >= 0.1]
        return {row["need_id"]: row["expert_id"] for row in best}

    monkeypatch.setattr(shortlist, "CANDIDATES", 2)
    found = first("found.csv")
    monkeypatch.undo()
    assert found == first("exact.csv")
    assert len(found) > 40


def test_the_index_follows_the_sheets(tmp_path: Path, short_lists: None) -> None:
    folder = write_event(tmp_path / "in")
    out, index = tmp_path / "out.csv", tmp_path / "index"
    match(folder, out, index=index)
    more = FILES["evidence.csv"] + "E3,paper,对硝基苯胺连续加氢催化剂,钯炭催化剂选择性,2025\n"
    (folder / "evidence.csv").write_text(more, "utf-8")
    match(folder, out, index=index, top=1)
    assert next(row["expert_id"] for row in rows(out) if row["need_id"] == "N1") == "E3"
    assert [path.name for path in index.glob("gen-*")] == ["gen-000001"]


def test_a_damaged_index_is_rebuilt_and_that_is_said(tmp_path: Path, short_lists: None) -> None:
    folder = write_event(tmp_path / "in")
    out, index = tmp_path / "out.csv", tmp_path / "index"
    match(folder, out, index=index)
    before = rows(out)
    (index / "gen-000001" / "experts.json").write_text("{}", "utf-8")
    made = match(folder, out, index=index)
    assert "experts.json" in index_notices(made)[0]
    assert "rebuilt from the sheets" in index_notices(made)[0]
    assert rows(out) == before


def test_listed_pairs_are_compared_though_nobody_found_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short_lists: None
) -> None:
    monkeypatch.setattr(shortlist, "CANDIDATES", 1)
    folder = write_event(tmp_path / "in", needs_csv="need_id,title\nN2,高盐废水脱盐\n")
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("need_id,expert_id\nN2,E1\n", "utf-8")
    out = tmp_path / "out.csv"
    made = match(folder, out, index=tmp_path / "index", pairs=pairs)
    assert made.pairs == (("N2", "E1"),)
    assert made.result.affinity.expert_ids == ("E1", "E2")
    assert made.result.affinity.values[0].argmax() == 1
