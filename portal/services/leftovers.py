"""What a killed command left in the data folder: half-written files, and runs that no row names."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.settlement import Run

FOLDERS = ("archive", "counts", "runs")
RUNS = "runs"
KEPT = timedelta(days=1)
"""No command writes for as long: what is older belongs to none that still runs."""


def remove(session: Session, data_dir: Path, now: datetime) -> int:
    """Removes what is left over and older than a day; returns how many files and folders."""
    found = [*_half_written(data_dir), *_unnamed_runs(session, data_dir)]
    old = [path for path in found if _changed(path) < (now - KEPT).timestamp()]
    for path in old:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(old)


def _half_written(data_dir: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (data_dir / folder).glob("*.part")


def _unnamed_runs(session: Session, data_dir: Path) -> Iterator[Path]:
    # The folders first: a run that ends in between has its row by the time rows are asked.
    folders = [path for path in (data_dir / RUNS).glob("*") if path.suffix != ".part"]
    named = set(session.scalars(select(Run.snapshot_path)))
    yield from (path for path in folders if f"{RUNS}/{path.name}" not in named)


def _changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except FileNotFoundError:
        return float("inf")
