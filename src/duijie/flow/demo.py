"""The sample event, computed on this machine: ``duijie demo``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from duijie.domain.errors import BadData
from duijie.domain.progress import Steps, silent_steps
from duijie.domain.text import Language, Text
from duijie.flow.event import EventOutcome, run_event

_PLACES = (
    Path(__file__).parents[1] / "examples" / "sample",  # in an installed package
    Path(__file__).parents[3] / "examples" / "sample",  # in a checkout
)


def find_sample() -> Path:
    """Return the folder of the sample event.

    Raises
    ------
    BadData
        When the installation came without it.
    """
    for folder in _PLACES:
        if folder.is_dir():
            return folder
    raise BadData(
        Text("安装中没有样例活动", "this installation came without the sample event"),
        [Text("请重新安装 duijie", "install duijie again, or run it from a checkout")],
    )


def run_demo(
    out: Path,
    *,
    language: Language = "en",
    now: datetime | None = None,
    steps: Steps = silent_steps,
) -> EventOutcome:
    """Run the invented sample event of 26 experts and 30 companies into the folder `out`.

    Raises
    ------
    BadData
        When the installation came without the sample.
    """
    return run_event(find_sample(), out, language=language, now=now, steps=steps)
