"""Write whole or not at all: a temporary name first, then one move."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duijie.domain.errors import BadUsage
from duijie.domain.text import Text
from duijie.io.oserrors import describe_os_error


@contextmanager
def refusing_unwritable(path: Path) -> Iterator[None]:
    """Turn what the system says against writing `path` into BadUsage.

    Raises
    ------
    BadUsage
        When a folder is a file, or the other way round, or nothing may be written there.
    """
    try:
        yield
    except OSError as error:
        reason = describe_os_error(error)
        raise BadUsage(
            Text(f"写不了 {path}（", f"cannot write {path} (") + reason + Text("）", ")"),
            [Text("请换一个位置，或腾出这个位置", "choose another place, or make room there")],
        ) from None


@contextmanager
def write_atomically(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; move it there when the block ends well.

    When the block raises, the temporary file is removed and `path` is as it was.

    Raises
    ------
    BadUsage
        When `path` cannot be written.
    """
    with refusing_unwritable(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    """Return the process's file mode mask: mkstemp makes files private, results are not."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
