"""What the benchmark's data is called and where it is kept; no library is needed to say so."""

from __future__ import annotations

from pathlib import Path

SEED = 1
YEAR = 2025
MILLION = 1_000_000
DATA = Path(__file__).parent / "data"


def folder_of(rows: int) -> Path:
    """Where the data of `rows` rows is kept."""
    return DATA / f"{rows}-seed-{SEED}"
