"""What every benchmark shares: describing the machine and keeping the result."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
VERSIONED = ("duijie", "numpy", "scipy", "scikit-learn", "ortools", "typst")
"""Packages whose version can change a figure."""


def describe_machine() -> dict[str, Any]:
    """Return cores, processor, Python and the versions of the packages that matter."""
    return {
        "cores": os.cpu_count(),
        "cpu": _cpu_model(),
        "python": platform.python_version(),
        "versions": {name: metadata.version(name) for name in VERSIONED},
    }


def write_result(name: str, data: dict[str, Any]) -> Path:
    """Write `data` with the date and the machine to ``benchmarks/results/NAME.json``.

    Every script keeps its last run there, so that figures in the documentation can be traced.
    """
    record = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": describe_machine(),
        **data,
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def _cpu_model() -> str:
    """Return the processor's name where the system tells it, else its architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
