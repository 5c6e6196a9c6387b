"""Write ``docs/benchmarks.md`` from ``benchmarks/results``: ``python benchmarks/table.py``.

Every figure in the documentation comes from a result file, and every result file is shown.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Made by `python benchmarks/table.py` from `benchmarks/results/*.json`; do not edit by hand.
Each script prints its own peer in the same run. Shared machines are noisy: read times as an order
of size, quality figures as exact.
"""


def render(results: dict[str, dict[str, Any]]) -> str:
    """Return the page for the results, by name of script."""
    return HEAD + "".join(_section(name, results[name]) for name in sorted(results))


def read_results() -> dict[str, dict[str, Any]]:
    """Return every kept result, by name of script."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in RESULTS.glob("*.json")
    }


def _section(name: str, result: dict[str, Any]) -> str:
    machine = result["machine"]
    place = f"{machine['cores']} cores, {machine['cpu']}, Python {machine['python']}"
    lines = [
        f"\n## {result.get('title', name)}\n",
        f"`benchmarks/{name}.py`, {result['date']}, {place}.\n",
    ]
    if "note" in result:
        lines.append(f"{result['note']}\n")
    lines += [f"{_table(table)}\n" for table in result["tables"]]
    return "\n".join(lines)


def _table(table: dict[str, Any]) -> str:
    rows = [table["columns"], ["---"] * len(table["columns"]), *table["rows"]]
    body = "\n".join("| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows)
    return f"**{table['name']}**\n\n{body}"


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def main() -> None:
    """Read every result and write the page."""
    results = read_results()
    PAGE.write_text(render(results), encoding="utf-8")
    print(f"{PAGE.name}: {len(results)} benchmarks")


if __name__ == "__main__":
    main()
