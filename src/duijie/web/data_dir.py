"""The folder that holds everything an installation keeps: database, secret key, files."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import platformdirs

VARIABLE = "DUIJIE_DATA"


@dataclass(frozen=True)
class DataDir:
    """Where an installation keeps its data; made on first use, readable by its owner only."""

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite database."""
        return self.root / "duijie.sqlite3"

    @property
    def static(self) -> Path:
        """Style sheets and scripts, collected for serving."""
        return self.root / "static"

    @property
    def cache(self) -> Path:
        """Encoded texts and the index of chemical names; may be deleted, is made again."""
        return self.root / "cache"

    def create(self) -> None:
        """Make the folder if it is not there."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)

    def secret_key(self) -> str:
        """Return the key that signs sessions and links; made once and kept."""
        path = self.root / "secret_key"
        self.create()
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            key = secrets.token_urlsafe(50)
            file.write(key + "\n")
        return key


def chosen_data_dir() -> DataDir:
    """Return the folder that ``DUIJIE_DATA`` names, else the user's own."""
    named = os.environ.get(VARIABLE)
    return DataDir(Path(named) if named else platformdirs.user_data_path("duijie"))
