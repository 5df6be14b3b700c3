"""What a killed command left in the data folder: halves of files, and what no row names."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.services.usage import usage_uploads
from portal.store import document_files
from portal.store.documents import Document
from portal.store.matching import AssignedCounts, MatchRun
from portal.store.settlement import Run
from portal.store.usage import UsageImport
from portal.usage import assigned, lookups, match_run, unmatched
from portal.usage.libraries import ENDING

FOLDERS = ("archive", "counts", "runs", document_files.FOLDER, usage_uploads.FOLDER)
RUNS, COUNTS = "runs", "counts"
LAID_OUT = str(Path(assigned.ENDING).with_suffix(lookups.ENDING))
KEPT = timedelta(days=1)
"""No command writes for as long: what is older belongs to none that still runs."""


def remove(session: Session, data_dir: Path, now: datetime) -> int:
    """Removes what is left over and older than a day; returns how many files and folders."""
    unnamed = (
        *_unnamed_runs(session, data_dir),
        *_unnamed_libraries(session, data_dir),
        *_unnamed_assigned(session, data_dir),
        *_unnamed_unmatched(session, data_dir),
        *_unnamed_evidence(session, data_dir),
        *_unnamed_documents(session, data_dir),
        *_unnamed_counts(session, data_dir),
        *usage_uploads.unnamed(session, data_dir),
    )
    found = [*_half_written(data_dir), *unnamed]
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


def _unnamed_counts(session: Session, data_dir: Path) -> Iterator[Path]:
    """What an import had written when it was killed, before its row."""
    endings = ("-counts.parquet", "-refused.parquet", "-titles.parquet")
    files = [path for ending in endings for path in (data_dir / COUNTS).glob(f"*{ending}")]
    columns = (UsageImport.counts_path, UsageImport.refused_path, UsageImport.titles_path)
    named = {path for row in session.execute(select(*columns)) for path in row} if files else set()
    yield from (path for path in files if f"{COUNTS}/{path.name}" not in named)


def _unnamed_libraries(session: Session, data_dir: Path) -> Iterator[Path]:
    # The same order here.
    files = list((data_dir / COUNTS).glob(f"*{ENDING}"))
    named = set(session.scalars(select(UsageImport.libraries_path)))
    yield from (path for path in files if f"{COUNTS}/{path.name}" not in named)


def _unnamed_assigned(session: Session, data_dir: Path) -> Iterator[Path]:
    """Counts of decisions that were written anew since, and what pages looked up of them."""
    endings = (assigned.ENDING, assigned.BY_LIBRARY, LAID_OUT)
    files = [path for ending in endings for path in (data_dir / COUNTS).glob(f"*{ending}")]
    named = {Path(path).stem for path in session.scalars(select(AssignedCounts.counts_path))}
    named |= {Path(assigned.by_library(f"{stem}.parquet")).stem for stem in named}
    yield from (path for path in files if path.stem not in named)


def _unnamed_unmatched(session: Session, data_dir: Path) -> Iterator[Path]:
    files = list((data_dir / COUNTS).glob(f"*{unmatched.ENDING}"))
    named = set(session.scalars(select(UsageImport.unmatched_path)))
    yield from (path for path in files if f"{COUNTS}/{path.name}" not in named)


def _unnamed_evidence(session: Session, data_dir: Path) -> Iterator[Path]:
    files = list((data_dir / COUNTS).glob(f"*{match_run.ENDING}"))
    named = set(session.scalars(select(MatchRun.evidence_path)))
    yield from (path for path in files if f"{COUNTS}/{path.name}" not in named)


def _unnamed_documents(session: Session, data_dir: Path) -> Iterator[Path]:
    """Bytes whose row was deleted, or whose page failed after it had written them."""
    folder = data_dir / document_files.FOLDER
    files = [path for path in folder.glob("*") if path.suffix != ".part"]
    named = set(session.scalars(select(Document.sha256))) if files else set()
    yield from (path for path in files if path.name not in named)


def _changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except FileNotFoundError:
        return float("inf")
