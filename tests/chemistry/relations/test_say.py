from duijie.chemistry.relations.compare import compare_texts
from tests.chemistry.conftest import recognise
from tests.chemistry.relations.test_compare import NEED, PAPER


def test_the_example_of_the_issue_says_why_in_both_languages_and_draws_both() -> None:
    found = compare_texts([NEED], ["Deep learning of proteins", PAPER], recognise)
    assert found.shares[0, 1] > found.shares[0, 0] == 0
    said = found.say(0, 1)
    assert said.zh == (
        "同一基团参与反应（硝基，还原）：对硝基苯胺 与 3,4-dichloronitrobenzene；同类反应：加氢"
    )
    assert said.en == (
        "same reacting group (nitro group, reduction): 对硝基苯胺 and 3,4-dichloronitrobenzene; "
        "same class of reaction: hydrogenation"
    )
    assert found.warn(0).zh == "涉及重点监管的危险化工工艺：加氢工艺（安监总管三〔2009〕116号）"
    assert found.warn(0).en == (
        "process under key supervision in China: hydrogenation (安监总管三〔2009〕116号)"
    )
    picture = found.draw(0, 1)
    assert picture is not None
    assert picture.caption.zh.startswith("同一基团参与反应（硝基，还原）")
    assert 'width="440"' in picture.svg
    assert picture.svg.count("<svg") == 1
    assert "<g opacity" in picture.svg


def test_other_sentences() -> None:
    def say(need: str, passage: str) -> str:
        return compare_texts([need], [passage], recognise).say(0, 0).en

    assert say("phenol", "phenol") == "same compound: phenol"
    assert say("苯酚", "Phenol and phenol") == "same compound: 苯酚 and phenol"
    assert say("硝基苯→苯胺", "对硝基苯胺→对苯二胺").startswith(
        "same transformation (nitro group to primary amine): 硝基苯→苯胺 and 对硝基苯胺→对苯二胺"
    )
    assert say("铂基催化剂", "Pt/C") == "same catalyst metal: Pt"
    assert say("苯的硝化", "nitration of toluene") == (
        "same reacting group (aromatic ring, nitration): 苯 and toluene; "
        "same class of reaction: nitration"
    )


def test_several_supervised_processes_are_named_with_both_lists() -> None:
    found = compare_texts(["苯硝化、磺化和苯胺的偶氮化"], [""], recognise)
    assert found.warn(0).zh == (
        "涉及重点监管的危险化工工艺：硝化工艺、磺化工艺、偶氮化工艺"
        "（安监总管三〔2009〕116号、安监总管三〔2013〕3号）"
    )
    assert not compare_texts(["精馏"], [""], recognise).warn(0)


def test_a_relation_without_two_structures_is_not_drawn() -> None:
    found = compare_texts(["硝基化合物", "苯酚"], ["nitrobenzene", "phenol", ""], recognise)
    assert found.draw(0, 0) is None
    assert found.draw(1, 2) is None
    picture = found.draw(1, 1)
    assert picture is not None
    assert picture.caption.en == "same compound: 苯酚 and phenol"
