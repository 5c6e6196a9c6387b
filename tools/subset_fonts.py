"""Build the fonts that duijie prints with: subsets of Noto, small enough to ship.

    python tools/subset_fonts.py CJK_FOLDER NOTO_FOLDER OUT_FOLDER

CJK_FOLDER holds NotoSansCJK-Regular.ttc, NotoSansCJK-Medium.ttc and NotoSerifCJK-SemiBold.ttc
(Debian: fonts-noto-cjk and fonts-noto-cjk-extra); NOTO_FOLDER NotoSans-Regular.ttf,
NotoSansMath-Regular.ttf and NotoSansSymbols2-Regular.ttf (Debian: fonts-noto-core). What is
covered, and why these faces: docs/algorithms/report.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

# The 1,467 characters of 通用规范汉字表 (2013) that GB 2312 lacks.
STANDARD = Path(__file__).with_name("standard_characters.txt")
HANGUL = ((0x1100, 0x1200), (0x3130, 0x3190), (0xA960, 0xA980), (0xAC00, 0xD800))
HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x40000))
# Full width in the Chinese fonts, which is wrong between English words.
WESTERN_POINTS = frozenset(map(ord, "‘’“”–—…·"))
FEATURES = ["kern", "mark", "ccmp", "palt", "halt"]
VERTICAL_TABLES = ["vhea", "vmtx", "VORG", "BASE", "DSIG"]


def main(cjk: Path, noto: Path, out: Path) -> None:
    """Write every subset into `out` and print its size."""
    out.mkdir(parents=True, exist_ok=True)
    regular = _open_chinese(cjk / "NotoSansCJK-Regular.ttc")
    covered = {code for code in regular.getBestCmap() if not _within(code, HANGUL)}
    _write(regular, covered, "Duijie Text", out)
    usual = {code for code in covered if not _within(code, HAN)} | common_characters()
    medium = _open_chinese(cjk / "NotoSansCJK-Medium.ttc")
    _write(medium, usual, "Duijie Strong", out)
    serif = _open_chinese(cjk / "NotoSerifCJK-SemiBold.ttc")
    _write(serif, usual, "Duijie Title", out)
    # What the Chinese fonts lack of Latin, Greek, Cyrillic, sub- and superscripts, signs.
    for family, source in (("Latin", "Sans"), ("Math", "SansMath"), ("Symbols", "SansSymbols2")):
        font = TTFont(noto / f"Noto{source}-Regular.ttf")
        lacking = set(font.getBestCmap()) - covered
        covered |= lacking
        western = WESTERN_POINTS if family == "Latin" else frozenset()
        _write(font, lacking | western, f"Duijie {family}", out)


def common_characters() -> set[int]:
    """Return the code points of GB 2312 and of 通用规范汉字表, Chinese characters only."""
    pairs = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    gb2312 = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    return {ord(mark) for mark in gb2312 + STANDARD.read_text(encoding="utf-8") if mark != "\n"}


def _open_chinese(path: Path) -> TTFont:
    """Return the face of a collection that is drawn for simplified Chinese."""
    fonts = TTCollection(path).fonts
    return next(font for font in fonts if "CJK SC" in font["name"].getDebugName(4))


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code < end for first, end in ranges)


def _write(font: TTFont, codes: set[int], family: str, out: Path) -> None:
    options = subset.Options(hinting=False, layout_features=FEATURES, notdef_outline=True)
    options.drop_tables += VERTICAL_TABLES
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    _rename(font, family)
    font["head"].modified = font["head"].created  # the same input gives the same file
    font.recalcTimestamp = False
    path = out / f"{family.replace(' ', '')}.{'otf' if 'CFF ' in font else 'ttf'}"
    font.save(path)
    print(f"{path.name}: {len(codes)} characters, {path.stat().st_size / 1e6:.1f} MB")


def _rename(font: TTFont, family: str) -> None:
    """Give the subset a family of its own, so that an installed Noto is never mistaken for it.

    Every weight is a family too: what the heavier ones lack then falls back to "Duijie Text" by
    name, not to whatever a machine has installed.
    """
    names = font["name"]
    for number in (16, 17, 21, 22, 25):
        names.removeNames(nameID=number)
    postscript = family.replace(" ", "")
    for number, words in {1: family, 2: "Regular", 4: family, 6: postscript}.items():
        names.setName(words, number, 3, 1, 0x409)
    if "CFF " in font:
        font["CFF "].cff.fontNames = [postscript]
        top = font["CFF "].cff.topDictIndex[0]
        top.FamilyName = top.FullName = family


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
