"""What is printed: each document's name, its template, its data. Another room compiles them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from duijie.report.badges import badges
from duijie.report.cards import cards
from duijie.report.handbook import handbook
from duijie.report.personal import personal
from duijie.report.programme import Programme
from duijie.report.rows import Data
from duijie.report.runsheet import runsheet
from duijie.report.signin import signin

HERE = Path(__file__).parent
FONTS = HERE / "fonts"


@dataclass(frozen=True)
class Document:
    """One printed piece: ``NAME.pdf`` out of a template and the data that `build` makes."""

    name: str
    build: Callable[[Programme], Data]

    @property
    def template(self) -> Path:
        """The Typst file."""
        return HERE / "templates" / f"{self.name}.typ"


DOCUMENTS = (
    Document("handbook", handbook),
    Document("cards", cards),
    Document("badges", badges),
    Document("signin", signin),
    Document("personal", personal),
    Document("runsheet", runsheet),
)
