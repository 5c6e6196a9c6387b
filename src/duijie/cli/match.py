"""``duijie match``: rank experts for every need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from duijie import flow
from duijie.cli.console import Console, with_console
from duijie.cli.encoder import takes_encoder
from duijie.cli.summary import say_nobody
from duijie.cli.values import PATH
from duijie.domain.text import Text, join, same
from duijie.language.choice import EncoderChoice

_BY_EXPERT = Text("每位专家适合的需求", "needs of each expert")
_SIMILAR = Text("相近的需求", "needs that are alike")
_TEAMS = Text("互补的专家小组", "teams")
LEAST_SHARE = 0.05
"""Smaller shares are left to --json."""
PARTS = {
    "base": Text("基准", "base   "),
    "words": Text("词语", "words  "),
    "topics": Text("主题", "topics "),
    "meaning": Text("语义", "meaning"),
    "chemistry": Text("化学", "chemistry"),
    "spread": Text("分散", "spread "),
    "decisions": Text("决定", "decided"),
    "missing": Text("缺少", "missing"),
}


@click.command(name="match")
@click.argument("needs", type=PATH)
@click.argument("evidence", type=PATH)
@click.option("--experts", type=PATH, help="Sheet of experts; default: all named in EVIDENCE.")
@click.option("--pairs", type=PATH, help="Write only the listed need_id,expert_id pairs.")
@click.option("--top", type=click.IntRange(min=1), help="Write only the best so many per need.")
@click.option(
    "--decisions", type=PATH, help="Sheet of what was accepted, declined or met; moves the ranking."
)
@click.option("--by-expert", type=PATH, help="Write also the needs of each expert, best first.")
@click.option("--similar", type=PATH, help="Write also which needs are alike, or filed twice.")
@click.option(
    "--teams", type=PATH, help="Write also up to 3 experts a need who complement each other."
)
@click.option("--explain", is_flag=True, help="Print what each written affinity is made of.")
@click.option("--no-chemistry", is_flag=True, help="Compare words and meaning only.")
@click.option(
    "--index",
    type=PATH,
    help="Folder for the search index of more than 20,000 experts; made and kept up to date by "
    "itself. Default: in the user's cache.",
)
@click.option("-o", "--out", type=PATH, default="affinity.csv", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print a summary as one JSON object.")
@takes_encoder
@with_console
def command(
    console: Console,
    needs: Path,
    evidence: Path,
    experts: Path | None,
    pairs: Path | None,
    top: int | None,
    decisions: Path | None,
    by_expert: Path | None,
    similar: Path | None,
    teams: Path | None,
    explain: bool,
    encoder: EncoderChoice,
    no_chemistry: bool,
    index: Path | None,
    out: Path,
    as_json: bool,
) -> None:
    """匹配: score every expert for every need, by what EVIDENCE shows.

    Writes need_id, expert_id, affinity in [0,1], rank and a reason. Sheets may be messy. --explain
    also prints the passages behind each written pair and their shares, which add up to the logit
    of the affinity.

    \b
    Example:
      duijie match examples/sample/needs.xlsx examples/sample/evidence.csv \\
        --experts examples/sample/experts.xlsx --top 5 -o out/affinity.csv
    """
    outcome = flow.match_files(
        needs,
        evidence,
        out,
        experts=experts,
        pairs=pairs,
        top=top,
        decisions=decisions,
        beside=flow.Beside(by_expert, similar, teams),
        chemistry=not no_chemistry,
        language=console.language,
        encoder=encoder,
        index=index,
        steps=console.step,
    )
    language = console.language
    n_needs, n_experts = outcome.result.affinity.values.shape
    explained = outcome.explain(language) if explain else ()
    if as_json:
        summary = {
            "needs": n_needs,
            "experts": n_experts,
            "rows": len(outcome.pairs),
            "nobody": outcome.nobody,
            "notices": [notice.in_(language) for notice in outcome.result.notices],
            "out": str(out),
        }
        console.print_json(summary | ({"pairs": list(explained)} if explain else {}))
        return
    for pair in explained:
        console.answer(_say_pair(pair))
    console.show_diagnoses(outcome.diagnoses)
    for notice in outcome.result.notices:
        console.say(notice)
    if outcome.nobody:
        console.say(say_nobody(outcome.nobody))
    rows = len(outcome.pairs)
    console.say(
        Text(
            f"{n_needs} 项需求 × {n_experts} 位专家，{rows} 行 → {out}",
            f"{n_needs} needs x {n_experts} experts, {rows} rows -> {out}",
        )
    )
    for words, path in ((_BY_EXPERT, by_expert), (_SIMILAR, similar), (_TEAMS, teams)):
        if path:
            console.say(words + Text(f" → {path}", f" -> {path}"))


def _say_pair(pair: dict[str, Any]) -> Text:
    """Lay out one explained pair: a sentence, then each share that matters with its passage."""
    head = f"{pair['need_id']} – {pair['expert_id']}  {pair['affinity']:.2f}  {pair['reason']}"
    lines = [same(head)]
    for one in pair["reasons"]:
        if abs(one["share"]) >= LEAST_SHARE or one["part"] == "missing":
            texts = (one[name] for name in ("need_text", "evidence_text", "note"))
            words = same("  ".join(str(text) for text in texts if text))
            share = f"{one['share']:+6.2f}" if one["share"] else " " * 6
            lines.append(same(f"  {share}  ") + PARTS[one["part"]] + same("  ") + words)
    return join(lines, zh="\n", en="\n")
