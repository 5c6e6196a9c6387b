import pytest

from duijie.match.problem import Passage, Writing
from duijie.match.terms import shared_terms


@pytest.mark.parametrize(
    ("need", "passage", "terms"),
    [
        # the rarest first, a title's word before a body's
        (Writing("hot brine", "zinc"), Passage("zinc in brine is hot"), ("brine", "hot", "zinc")),
        # the need's own spelling, each word once
        (Writing("Membranes", "membrane"), Passage("MEMBRANE"), ("Membranes",)),
        # words inside others are no hits, nor are stop words
        (Writing("of tin and zin"), Passage("the zinc of tin"), ("tin",)),
        # a piece of a longer shared phrase is not repeated
        (Writing("抗污染膜", "污染"), Passage("抗污染膜"), ("抗污染膜",)),
        (Writing("含氟废水处理"), Passage("含氟尾气与废水处置"), ("废水处", "含氟")),
        (Writing("膜"), Passage("膜"), ()),
        # units are nothing to quote
        (Writing("zinc below 5 mg"), Passage("mg of tin"), ()),
    ],
)
def test_shared_terms(need: Writing, passage: Passage, terms: tuple[str, ...]) -> None:
    terms_of_one = ("hot", "zinc", "membrane", "tin", "含氟", "废水", "水处", "污染", "抗污")
    rarity = {**dict.fromkeys(terms_of_one, 1.0), "brine": 2.0}
    assert shared_terms(need, passage, rarity, limit=9) == terms
    assert shared_terms(need, passage, rarity, limit=1) == terms[:1]
