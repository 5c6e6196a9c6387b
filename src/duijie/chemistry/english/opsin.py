"""Systematic English names by OPSIN, in one Java process that is kept alive.

OPSIN (Lowe et al., J. Chem. Inf. Model. 51, 739, 2011; MIT) comes as a jar inside the package
``py2opsin``; only the jar is used. The process starts with the first name, reads names from a
pipe and answers line by line, is ended and begun anew when an answer is late, and ends by itself
when its pipe closes: with this object, with this program, however that ends.
"""

from __future__ import annotations

import queue
import re
import shutil
import subprocess
import threading
import weakref
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from duijie.domain.text import Text

MISSING = Text(
    "未找到 Java，系统命名法的英文名称只能查表（安装 Java 8 以上即可解析）",
    "no Java here: systematic English names are only looked up, not parsed "
    "(install Java 8 or newer)",
)
BROKEN = Text(
    "OPSIN 多次启动失败，系统命名法的英文名称只能查表",
    "OPSIN failed to start several times: systematic English names are only looked up",
)
LONGEST_NAME = 250
START_S = 20.0
ANSWER_S = 5.0
_MOST_FAILURES = 3
_LOCANTS = re.compile(r"(?<![a-z])(?:[nos](?:['′]*,[nos]?['′]*)*)-(?=[a-z(])")
_ALIVE = "methane"
_OPTIONS = ("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+UseSerialGC")


def find_jar() -> Path | None:
    """Return OPSIN's jar, or None without the package."""
    spec = find_spec("py2opsin")
    for place in spec.submodule_search_locations or () if spec else ():
        for jar in sorted(Path(place).glob("opsin*.jar")):
            return jar
    return None


def restore_case(name: str) -> str:
    """Return a name whose locants N, O and S are capitals again.

    >>> restore_case("n,n-dimethylformamide"), restore_case("propan-1-ol")
    ('N,N-dimethylformamide', 'propan-1-ol')
    """
    return _LOCANTS.sub(lambda found: found[0].upper(), name)


class Opsin:
    """Reads systematic names; nothing is started before the first one.

    Parameters
    ----------
    java, jar
        The program and OPSIN; by default what is found on this machine.
    answer_s
        Seconds after which an answer is late.
    """

    def __init__(
        self, java: str | None = None, jar: Path | None = None, answer_s: float = ANSWER_S
    ) -> None:
        self._java = java or shutil.which("java")
        self._jar = jar or find_jar()
        self._answer_s = answer_s
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._failures = 0

    @property
    def problem(self) -> Text | None:
        """Why names cannot be parsed here; None while they can."""
        if not self._java or not self._jar:
            return MISSING
        return BROKEN if self._failures >= _MOST_FAILURES else None

    @property
    def process_id(self) -> int | None:
        """The number of the process, None while none runs."""
        return self._process.child.pid if self._process else None

    def read(self, name: str) -> str | None:
        """Return the SMILES of a name; None when OPSIN cannot read it or is not here."""
        name = " ".join(name.split())
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
            return None
        with self._lock:
            answer = None if self.problem else self._ask(restore_case(name))
        return answer or None

    def close(self) -> None:
        """End the process, if one runs; the next name starts another."""
        with self._lock:
            self._stop()

    def _ask(self, name: str) -> str | None:
        for _ in range(2):  # a process that died since the last name gets one successor
            process = self._process or self._start()
            if process is None:
                return None
            try:
                answer = process.ask(name, self._answer_s)
            except _EndedError:
                self._stop()
                continue
            if answer is None:
                self._stop()
            else:
                self._failures = 0
            return answer
        return None

    def _start(self) -> _Process | None:
        process = None
        try:
            process = _Process([str(self._java), *_OPTIONS, "-jar", str(self._jar), "-osmi"])
            if process.ask(_ALIVE, START_S) == "C":
                self._process = process
                return process
        except (OSError, _EndedError):
            pass
        self._failures += 1
        if process:
            process.end()
        return None

    def _stop(self) -> None:
        if self._process:
            self._process.end()
            self._process = None


class _EndedError(Exception):
    """The process has ended, of its own or by somebody else."""


class _Process:
    """One running OPSIN: a line in, a line out."""

    def __init__(self, command: list[str]) -> None:
        self.child = subprocess.Popen(  # noqa: S603 - the java of this machine, our own arguments
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # Ctrl-C is for us to act on
        )
        self._answers: queue.Queue[str | None] = queue.Queue()
        threading.Thread(
            target=_listen, args=(self.child.stdout, self._answers), daemon=True
        ).start()
        self.end = weakref.finalize(self, _end, self.child)

    def ask(self, name: str, limit_s: float) -> str | None:
        """Return the answer, empty when the name is not understood; None when it is late.

        Raises
        ------
        _EndedError
            When the process has ended.
        """
        try:
            assert self.child.stdin  # noqa: S101 - it was asked for as a pipe
            self.child.stdin.write(f"{name}\n")
            self.child.stdin.flush()
            answer = self._answers.get(timeout=limit_s)
        except queue.Empty:
            return None
        except (OSError, ValueError):
            raise _EndedError from None
        if answer is None:
            raise _EndedError
        return answer.strip()


def _listen(answers: IO[str] | None, into: queue.Queue[str | None]) -> None:
    with suppress(ValueError):  # closed while we waited
        for line in answers or ():
            into.put(line)
    into.put(None)


def _end(child: subprocess.Popen[str]) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe:
            with suppress(OSError, ValueError):
                pipe.close()
