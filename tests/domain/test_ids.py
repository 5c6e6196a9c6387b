from duijie.domain.ids import make_id


def test_ids_ignore_width_case_and_space_but_not_words() -> None:
    assert make_id("N", "ＰＶＤＦ 膜") == make_id("N", "pvdf膜")
    assert make_id("N", "膜") != make_id("N", "膜2")
    assert make_id("N", "a", "b") != make_id("N", "ab")
