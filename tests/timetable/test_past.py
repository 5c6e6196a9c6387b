"""A date in the past is warned of, by a clock that is passed in."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from duijie.timetable.past import notice_past
from tests.timetable.events import make_event

USABLE = [slot for slot in make_event().slots if slot.usable]


def test_slots_to_come_are_no_matter() -> None:
    first_end = USABLE[0].end
    assert not list(notice_past(make_event(), first_end - timedelta(minutes=1)))


@pytest.mark.parametrize(
    ("now", "zh", "en"),
    [
        (USABLE[0].end, f"{len(USABLE)} 个约谈时段中", f" 1 of its {len(USABLE)} slots were over"),
        (USABLE[-1].end, "全部结束", f"all of its {len(USABLE)} slots were over"),
        (datetime(2099, 1, 1), "请核对活动日期", "is the date right?"),
    ],
)
def test_slots_that_are_over_are_warned_of_once(now: datetime, zh: str, en: str) -> None:
    (warning,) = notice_past(make_event(), now, "plan.toml")
    assert warning.severity == "warning"
    assert zh in warning.describe("zh")
    assert en in warning.describe("en")
    assert warning.file == "plan.toml"
