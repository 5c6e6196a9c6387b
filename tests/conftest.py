"""How hypothesis looks for examples."""

from __future__ import annotations

import os

from hypothesis import settings

# Shared machines are slow at times: a deadline would measure them, not duijie. In CI the
# examples are the same in every run, so that a change is judged by what it changed; new ones
# are looked for while people work.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
