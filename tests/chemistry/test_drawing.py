from xml.etree import ElementTree as ET

import pytest

from duijie.chemistry.drawing import PANEL_HEIGHT_PX, PANEL_WIDTH_PX, Drawing, draw_molecules

NITROANILINE = "Nc1ccc([N+](=O)[O-])cc1"
DICHLORONITROBENZENE = "O=[N+]([O-])c1ccc(Cl)c(Cl)c1"
SVG = "{http://www.w3.org/2000/svg}"


def _draw(first: str, second: str = "", *, group: str = "") -> Drawing:
    drawing = draw_molecules(first, second, group=group)
    assert drawing is not None
    return drawing


def _read(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def _marked(drawing: Drawing) -> int:
    """Return the number of marked atoms."""
    group = _read(drawing.svg).find(f"{SVG}g")
    return 0 if group is None else len(group.findall(f"{SVG}ellipse"))


def test_two_molecules_with_a_marked_group() -> None:
    drawing = _draw(NITROANILINE, DICHLORONITROBENZENE, group="nitro")
    assert (drawing.width_px, drawing.height_px) == (2 * PANEL_WIDTH_PX, PANEL_HEIGHT_PX)
    assert _marked(drawing) == 2 * 4  # the group and the carbon it is on


def test_without_a_group_the_largest_common_part_is_marked() -> None:
    assert _marked(_draw(NITROANILINE, DICHLORONITROBENZENE)) == 2 * 9
    assert _marked(_draw(NITROANILINE, DICHLORONITROBENZENE, group="nitrile")) == 2 * 9
    assert _marked(_draw(NITROANILINE, DICHLORONITROBENZENE, group="arene")) == 2 * 9


def test_where_nothing_is_shared_nothing_is_marked() -> None:
    assert _marked(_draw("CCO", "c1ccccc1")) == 0
    assert _marked(_draw("N", "O")) == 0
    assert _marked(_draw("CCO")) == 0


def test_one_molecule_and_its_group() -> None:
    drawing = _draw(NITROANILINE, group="nitro")
    assert drawing.width_px == PANEL_WIDTH_PX
    assert _marked(drawing) == 4


def test_the_drawing_is_plain_svg_in_the_colour_of_the_text_and_always_the_same() -> None:
    drawing = _draw(NITROANILINE, DICHLORONITROBENZENE)
    root = _read(drawing.svg)
    assert root.tag == f"{SVG}svg"
    assert "currentColor" in drawing.svg
    assert "#000000" not in drawing.svg
    assert "<rect" not in drawing.svg  # no ground
    assert "<text" not in drawing.svg  # no font needed
    assert drawing == _draw(NITROANILINE, DICHLORONITROBENZENE)


def test_a_file_of_its_own_follows_light_and_dark() -> None:
    text = _draw("CCO").as_file()
    _read(text)
    assert "prefers-color-scheme:dark" in text
    assert text.endswith("</svg>\n")


@pytest.mark.parametrize(
    ("first", "second"), [("nonsense", ""), ("CCO", "nonsense"), ("", ""), ("C" * 700, "CCO")]
)
def test_what_is_no_molecule_is_not_drawn(first: str, second: str) -> None:
    assert draw_molecules(first, second) is None


def test_large_molecules_are_drawn_without_looking_for_a_common_part() -> None:
    assert _marked(_draw("C" * 70, "C" * 70)) == 0


def test_the_second_molecule_is_turned_like_the_first() -> None:
    drawing = _draw("Nc1ccccc1", "Oc1ccccc1")
    rings = [
        path.get("d", "")
        for path in _read(drawing.svg).iter(f"{SVG}path")
        if "bond-1 " in path.get("class", "") and "currentColor" in path.get("style", "")
    ]
    slopes = {round(_slope(path), 1) for path in rings}
    assert len(slopes) == 1


def _slope(path: str) -> float:
    numbers = [float(number) for point in path[2:].split(" L ") for number in point.split(",")]
    return (numbers[3] - numbers[1]) / (numbers[2] - numbers[0] or 1e-9)
