"""The chemist who compares needs and evidence, as far as this machine has what he needs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from duijie.chemistry import chinese
from duijie.chemistry.english.index import IndexUnavailable, open_index
from duijie.chemistry.english.opsin import Opsin
from duijie.chemistry.identify import NO_RDKIT, has_rdkit
from duijie.chemistry.recognise import Recogniser
from duijie.chemistry.relations.compare import Comparison, compare_texts
from duijie.chemistry.relations.facts import Facts
from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text
from duijie.flow.chem import FOLDER


class ChemistryUnavailable(Exception):
    """Needs and evidence cannot be compared chemically here; `reason` says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class NameChemist:
    """Compares texts by the names in them; see `duijie.match.chemical.Chemist`.

    What the texts of the last comparison say is remembered.
    """

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser
        self._known: dict[str, Facts] = {}

    def __call__(
        self, needs: Sequence[str], passages: Sequence[str], progress: Progress = silent
    ) -> Comparison:
        """Return what each need and passage have in common."""
        try:
            return compare_texts(needs, passages, self._recogniser, progress, self._known)
        finally:
            self._recogniser.close()

    @property
    def notices(self) -> list[Text]:
        """What was missing in the comparison and what that cost."""
        return self._recogniser.notices


def make_chemist(cache: Path, progress: Progress = silent) -> NameChemist:
    """Return who compares needs and evidence chemically.

    Raises
    ------
    ChemistryUnavailable
        Without RDKit or the index: names without structures would make the ranking depend on
        how a substance is called.
    """
    if not has_rdkit():
        raise ChemistryUnavailable(_WITHOUT + NO_RDKIT)
    try:
        return NameChemist(Recogniser(open_index(cache / FOLDER, progress), Opsin(), chinese))
    except IndexUnavailable as error:
        raise ChemistryUnavailable(_WITHOUT + error.reason) from None


_WITHOUT = Text("匹配未计入化学关系：", "matched without chemistry: ")
