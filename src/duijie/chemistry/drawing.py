"""Molecules as SVG, side by side, what they share marked.

Lines take the colour of the text around them (``currentColor``) on no ground, so that one drawing
serves light pages, dark pages and print; letters are outlines and need no font. Equal input gives
equal bytes. Captions belong outside: RDKit draws no Chinese.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from duijie.chemistry import toolkit as rd
from duijie.chemistry.groups import find_group, read_groups
from duijie.chemistry.skeletons import common_part
from duijie.chemistry.structure import read_structure
from duijie.chemistry.toolkit import Molecule
from duijie.domain.text import Text

MISSING = Text(
    "没有安装 RDKit，分子结构图从略；可安装：pip install rdkit",
    "RDKit is not installed, so no molecules are drawn; to add it: pip install rdkit",
)
PANEL_WIDTH_PX = 220
PANEL_HEIGHT_PX = 150
_ACCENT = "#c77700"
_ACCENT_OPACITY = "0.35"
_MARK = (0.9, 0.5, 0.1)
"""The colour that RDKit is told to mark with, replaced by the accent afterwards."""
_MARK_HEX = "#E57F19"
_LEAST_SHARED = 3
"""Atoms; a smaller common part is not worth marking."""
_DARK = "<style>svg{color:#1a1a1a}@media (prefers-color-scheme:dark){svg{color:#ececec}}</style>"


@dataclass(frozen=True)
class Drawing:
    """An SVG of one molecule or two, to be set into a page; see `as_file` for one by itself."""

    svg: str
    width_px: int
    height_px: int

    def as_file(self) -> str:
        """Return the SVG for a file of its own, which follows the reader's light or dark."""
        opening, closing = self.svg.split(">", 1)
        return f"{opening}>{_DARK}{closing}\n"


def draw_molecules(first: str, second: str = "", *, group: str = "") -> Drawing | None:
    """Draw one or two molecules, given as SMILES.

    Marked is the functional group `group` (a key of ``groups.csv``) where every molecule has it,
    else the largest common part of two molecules.

    Returns
    -------
    None when RDKit is missing or a SMILES cannot be read; see `duijie.chemistry.structure`.
    """
    given = [smiles for smiles in (first, second) if smiles]
    molecules = [molecule for molecule in map(read_structure, given) if molecule is not None]
    if not molecules or len(molecules) < len(given):
        return None
    copies = [rd.Chem.Mol(molecule) for molecule in molecules]
    part = common_part(*copies) if len(copies) > 1 else None
    _lay_out(copies, part)
    return Drawing(
        _render(copies, _marks(copies, part, group)),
        PANEL_WIDTH_PX * len(copies),
        PANEL_HEIGHT_PX,
    )


def _lay_out(molecules: Sequence[Molecule], part: Molecule | None) -> None:
    """Give every molecule its places on the plane, the second turned like the first."""
    for molecule in molecules:
        rd.rdDepictor.Compute2DCoords(molecule)
    if part is not None and part.GetNumAtoms() >= _LEAST_SHARED:
        rd.rdDepictor.GenerateDepictionMatching2DStructure(
            molecules[1], molecules[0], refPatt=part, acceptFailure=True
        )


def _marks(
    molecules: Sequence[Molecule], part: Molecule | None, group: str
) -> list[tuple[int, ...]]:
    """Return the atoms to be marked in each molecule."""
    if group in read_groups():
        found = [
            tuple(sorted({atom for place in find_group(molecule, group) for atom in place}))
            for molecule in molecules
        ]
        if all(found):
            return found
    if part is None or part.GetNumAtoms() < _LEAST_SHARED:
        return [() for _ in molecules]
    return [molecule.GetSubstructMatch(part) for molecule in molecules]


def _render(molecules: Sequence[Molecule], marks: Sequence[Sequence[int]]) -> str:
    bonds = [
        [
            bond.GetIdx()
            for bond in molecule.GetBonds()
            if {bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()} <= set(atoms)
        ]
        for molecule, atoms in zip(molecules, marks, strict=True)
    ]
    width = PANEL_WIDTH_PX * len(molecules)
    drawer = rd.rdMolDraw2D.MolDraw2DSVG(width, PANEL_HEIGHT_PX, PANEL_WIDTH_PX, PANEL_HEIGHT_PX)
    options: Any = drawer.drawOptions()
    options.clearBackground = False
    options.useBWAtomPalette()
    options.setHighlightColour(_MARK)
    options.fixedBondLength = 26
    options.padding = 0.08
    options.prepareMolsBeforeDrawing = True
    drawer.DrawMolecules(
        list(molecules),
        highlightAtoms=[list(atoms) for atoms in marks],
        highlightBonds=bonds,
    )
    drawer.FinishDrawing()
    return _restyle(drawer.GetDrawingText(), width)


def _restyle(text: str, width: int) -> str:
    """Return the drawing as one plain ``svg`` element in the reader's colours.

    The marks go behind everything, in one group, so that they do not darken where they overlap.
    """
    lines = text.split("<!-- END OF HEADER -->", 1)[1].replace("</svg>", "").strip().splitlines()
    marks = [line.replace(_MARK_HEX, _ACCENT) for line in lines if _MARK_HEX in line]
    strokes = [line.replace("#000000", "currentColor") for line in lines if _MARK_HEX not in line]
    group = [f'<g opacity="{_ACCENT_OPACITY}">', *marks, "</g>"] if marks else []
    size = f'width="{width}" height="{PANEL_HEIGHT_PX}" viewBox="0 0 {width} {PANEL_HEIGHT_PX}"'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>'
    return "\n".join([opening, *group, *strokes, "</svg>"])
