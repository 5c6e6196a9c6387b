"""The tutorial is true: every command in it runs, in its order."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("duijie")


def commands(page: str) -> list[tuple[str, str]]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(r"^    \$ duijie (.*?)(?:\s+# exits with (\d))?$", text, re.MULTILINE)


def test_both_languages_teach_the_same_commands() -> None:
    assert commands("tutorial.md") == commands("tutorial.zh.md")


@pytest.mark.slow
def test_the_tutorial_runs(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    lines = commands("tutorial.md")
    assert len(lines) > 8
    for line, code in lines:
        done = subprocess.run(
            [COMMAND, *shlex.split(line)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == int(code or 0), f"{line}\n{done.stdout[-2000:]}{done.stderr}"
