"""Make the sheets of the sample event from their clean source in ``tools/sample``.

    .venv/bin/python -m tools.make_sample [FOLDER]

Without FOLDER the sheets in ``examples/sample`` are replaced. ``event.toml`` there is written by
hand and left alone. The same source gives the same bytes in every run.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.sample.firm_books import write_companies, write_conflicts, write_pins
from tools.sample.needs_book import write_needs
from tools.sample.people_books import write_evidence, write_experts
from tools.sample.source import load_decisions, load_firms, load_people

SAMPLE = Path(__file__).parents[1] / "examples" / "sample"


def make(folder: Path) -> None:
    """Write every sheet of the sample event into `folder`."""
    people, firms, decisions = load_people(), load_firms(), load_decisions()
    write_needs(folder / "needs.xlsx", firms)
    write_experts(folder / "experts.xlsx", people)
    write_evidence(folder / "evidence.csv", people)
    write_companies(folder / "companies.xlsx", firms)
    write_conflicts(folder / "conflicts.csv", decisions)
    write_pins(folder / "pins.xlsx", decisions)
    pieces = sum(len(person.evidence) for person in people)
    needs = sum(len(firm.needs) for firm in firms)
    print(f"{folder}: {len(people)} experts, {pieces} pieces of evidence, ", end="")
    print(f"{len(firms)} companies, {needs} needs")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
