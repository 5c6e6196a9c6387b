"""``python -m duijie`` is ``duijie``."""

from __future__ import annotations

from duijie.cli.main import main

if __name__ == "__main__":
    main()
