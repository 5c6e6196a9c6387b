"""Whatever goes wrong ends in words of one language and an exit code, never in a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from duijie.cli import main as module
from duijie.cli.main import cli, main

COMMAND = Path(sys.executable).with_name("duijie")
NEEDS = "need_id,title,text\nN1,膜,堵\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("DUIJIE_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "needs.csv").write_text(NEEDS, "utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, catch_exceptions=False)


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which ``duijie`` is the command."""
    variables = {"PATH": f"{COMMAND.parent}:{os.environ['PATH']}", "DUIJIE_LANG": "en"}
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, check=False, env=variables
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["regster"], "没有命令 regster，是不是 register？"),
        (["register", "chek", "x"], "没有命令 chek，是不是 check？"),
        (["register", "check"], "缺少 FILES..."),
        (["register", "check", "x", "--jsn"], "没有选项 --jsn，是不是 --json？"),
        (["match", "a", "b", "--top", "0"], "--top 的值不对：应为不小于 1 的整数"),
        (["match", "a", "b", "--top"], "选项 --top 的写法不对"),
        (["event", "a", "b", "-o", "c"], "多余的参数：b"),
        (["event", "a", "-o", "c", "--seed", "x"], "--seed 的值不对：应为整数"),
        (["event", "a", "-o", "c", "--time-limit", "nan"], "应为大于 0 的秒数"),
        (["event", "a", "-o", "c", "--time-limit", "soon"], "应为大于 0 的秒数"),
        (["assign", "a", "--per-need", "3:1"], "请写成 2"),
    ],
)
def test_usage_errors_speak_chinese(words: list[str], said: str) -> None:
    done = run("--lang", "zh", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert re.findall(r"Error|Usage|Try|Invalid|Missing|No such|Did you", done.stderr) == []


def test_usage_errors_speak_english_and_suggest() -> None:
    done = run("regster")
    assert done.exit_code == 2
    assert "Did you mean 'register'?" in done.stderr
    assert "Help: duijie" in done.stderr


def test_an_unknown_language_is_refused_in_the_environment_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DUIJIE_LANG", "zh")
    assert "应为其中之一：zh、en" in run("--lang", "fr", "demo").stderr


def test_the_language_may_follow_the_verb() -> None:
    assert run("register", "check", "needs.csv", "--lang", "zh").stdout.startswith("读到")
    assert run("--lang", "zh", "register", "check", "needs.csv", "--lang", "en").stdout.startswith(
        "Read"
    )


@pytest.mark.parametrize("out", ["needs.csv", "needs.csv/sub"])
def test_an_out_folder_that_is_a_file_is_a_usage_error(out: str, folder: Path) -> None:
    done = run("register", "read", "needs.csv", "-o", out)
    assert done.exit_code == 2
    assert "cannot write" in done.stderr
    assert (folder / "needs.csv").read_text("utf-8") == NEEDS
    assert run("event", ".", "-o", out).exit_code == 2


def test_a_wrong_cell_is_named_once(folder: Path) -> None:
    (folder / "a.csv").write_text("need_id,expert_id,affinity\nN1,E1,2\n", "utf-8")
    (folder / "b.xlsx").write_bytes(b"%PDF-1.7")
    assert run("assign", "a.csv").stderr.count("a number from 0 to 1") == 1
    assert run("assign", "b.xlsx").stderr.count("a PDF") == 1


@pytest.mark.parametrize("end", ["| true", ">&-", "2>&-", ">&- 2>&-"])
def test_a_reader_that_has_gone_and_closed_streams_are_no_error(end: str) -> None:
    done = shell(f"set -o pipefail; duijie register check needs.csv {end}")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Traceback" not in shell(f"duijie --help {end}").stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_for_the_output_is_said() -> None:
    done = shell("duijie register check needs.csv > /dev/full")
    assert (done.returncode, done.stderr.strip()) == (1, "the disk is full")


def test_a_stop_from_the_keyboard_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("importlib.import_module", stop)
    done = run("--lang", "zh", "demo")
    assert (done.exit_code, "已停止" in done.stderr) == (130, True)


def test_a_defect_ends_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(module, "cli", fail)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 70
    assert "ZeroDivisionError('a defect')" in capsys.readouterr().err
    monkeypatch.setenv("DUIJIE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main()
