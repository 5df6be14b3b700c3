"""Loans by library system: made after an import, one file for each import that counts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.counts.counts_files import file_digest
from portal.store.matching import AssignedCounts
from portal.store.usage import UsageCoverage, UsageImport
from portal.usage import assigned, libraries
from portal.usage.errors import CountsMissing


@dataclass(frozen=True)
class Uncounted:
    """An import whose loans by library system are not counted yet."""

    import_id: int
    refused_path: str


@dataclass(frozen=True)
class Counted:
    """The file that was made for an import, and its digest."""

    import_id: int
    path: str
    sha256: str


@dataclass(frozen=True)
class LibraryFiles:
    """The files of all imports that count; `waiting` are loan years of imports without one."""

    paths: tuple[str, ...]
    waiting: frozenset[int]


def uncounted(session: Session) -> tuple[Uncounted, ...]:
    """The imports that count and have no file yet, in their order."""
    rows = session.execute(
        select(UsageImport.id, UsageImport.refused_path)
        .where(UsageImport.superseded_by_id.is_(None), UsageImport.libraries_path.is_(None))
        .order_by(UsageImport.id)
    )
    return tuple(Uncounted(row.id, row.refused_path) for row in rows)


def count(data_dir: Path, one: Uncounted) -> Counted:
    """Counts one import out of the archive, outside of any transaction; raises usage file faults.

    Nothing refers to the file until `keep` has said so.
    """
    path = libraries.count(data_dir, one.refused_path)
    return Counted(one.import_id, path, file_digest(data_dir / path))


def keep(session: Session, counted: Counted, actor: Actor) -> bool:
    """Lets the pages use a file; False when another one was quicker, which then counts."""
    locks.usage(session)
    row = session.get_one(UsageImport, counted.import_id, populate_existing=True)
    if row.libraries_path is not None:
        return False
    row.libraries_path, row.libraries_sha256 = counted.path, counted.sha256
    session.flush()
    audit.record(session, actor, "libraries_counted", **{"import": row.id})
    return True


def drop(data_dir: Path, counted: Counted) -> None:
    """Removes a file that nothing refers to."""
    (data_dir / counted.path).unlink(missing_ok=True)


def files(session: Session) -> LibraryFiles:
    """The files to look into, and the loan years that they do not tell of in full."""
    rows = session.execute(
        select(UsageImport.libraries_path, UsageCoverage.loan_year, AssignedCounts.counts_path)
        .outerjoin(UsageCoverage, UsageCoverage.import_id == UsageImport.id)
        .outerjoin(AssignedCounts, AssignedCounts.import_id == UsageImport.id)
        .where(UsageImport.superseded_by_id.is_(None))
        .distinct()
    ).all()
    paths = {path for path, _year, _given in rows if path is not None}
    paths |= {assigned.by_library(given) for _path, _year, given in rows if given is not None}
    waiting = {year for path, year, _given in rows if path is None and year is not None}
    return LibraryFiles(tuple(sorted(paths)), frozenset(waiting))


def looked_at(session: Session, data_dir: Path) -> tuple[int, list[str]]:
    """How many files there are, and which are gone, changed or say other sums than the counts."""
    rows = session.execute(
        select(UsageImport.counts_path, UsageImport.libraries_path, UsageImport.libraries_sha256)
        .where(UsageImport.superseded_by_id.is_(None), UsageImport.libraries_path.is_not(None))
        .order_by(UsageImport.id)
    ).all()
    problems = []
    for counts_path, written, sha256 in rows:
        path = str(written)
        try:
            if file_digest(data_dir / path) != sha256:
                problems.append(path)
            elif differing := libraries.differing(data_dir, counts_path, path):
                problems.append(f"{path}: {differing}")
        except (OSError, CountsMissing):
            problems.append(path)
    return len(rows), problems
