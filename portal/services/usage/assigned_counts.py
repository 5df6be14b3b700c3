"""Counts that decisions gave to editions: a file beside the counts of each import they touch.

They follow from the decisions in force alone: made twice they are the same, and a change of one
decision writes anew what it touches. Source: decisions/0010.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.services.counts.counts_files import file_digest
from portal.store.catalogue import Edition
from portal.store.matching import AssignedCounts, UnmatchedDecision
from portal.store.usage import UsageImport
from portal.usage import assigned
from portal.usage.assigned import Tables
from portal.usage.errors import CountsMissing


def links(session: Session) -> dict[str, int]:
    """Key of an unmatched work → ISBN of the edition that its loans are counted for."""
    query = (
        select(UnmatchedDecision.unmatched_key, Edition.isbn)
        .join(Edition, Edition.id == UnmatchedDecision.edition_id)
        .where(UnmatchedDecision.undone_at.is_(None), Edition.isbn.is_not(None))
        .order_by(UnmatchedDecision.id)
    )
    return {key: isbn for key, isbn in session.execute(query) if isbn is not None}


def rebuild(session: Session, data_dir: Path, keys: Collection[str]) -> None:
    """Writes anew the counts of every import that has loans under one of the keys.

    Under `locks.usage`. Files that no longer count stay until the leftovers are removed.
    """
    imports = {str(row.unmatched_path): row.id for row in _imports(session)}
    now = links(session)
    for path in sorted(assigned.holding(data_dir, list(imports), sorted(keys))):
        _rewrite(session, data_dir, imports[path], assigned.tables(data_dir, path, now))


def rebuild_import(session: Session, data_dir: Path, import_id: int, unmatched_path: str) -> None:
    """Writes the counts of one import, which is new or has its unmatched works only now."""
    found = links(session)
    if found:
        wanted = assigned.tables(data_dir, unmatched_path, found)
        _rewrite(session, data_dir, import_id, wanted)


def looked_at(session: Session, data_dir: Path) -> tuple[int, list[str]]:
    """How many imports keep unmatched works, and which files are gone, changed or say otherwise
    than the decisions.
    """
    rows = _imports(session)
    found = {row.import_id: row for row in session.scalars(select(AssignedCounts))}
    now = links(session)
    problems: list[str] = []
    for row in rows:
        problems += _problems(data_dir, row, found.get(row.id), now)
    return len(rows), problems


def _problems(
    data_dir: Path, row: UsageImport, kept: AssignedCounts | None, now: dict[str, int]
) -> Iterator[str]:
    path = str(row.unmatched_path)
    try:
        if file_digest(data_dir / path) != row.unmatched_sha256:
            yield path
            return
        wanted = assigned.tables(data_dir, path, now)
    except (OSError, CountsMissing):
        yield path
        return
    if kept is None:
        if wanted.counts.num_rows:
            yield f"{path}: decided, but not counted"
    elif _changed(data_dir, kept) or assigned.differs(data_dir, kept.counts_path, wanted):
        yield kept.counts_path


def _changed(data_dir: Path, kept: AssignedCounts) -> bool:
    path = data_dir / kept.counts_path
    return not path.is_file() or file_digest(path) != kept.counts_sha256


def _imports(session: Session) -> list[UsageImport]:
    query = select(UsageImport).where(
        UsageImport.superseded_by_id.is_(None), UsageImport.unmatched_path.is_not(None)
    )
    return list(session.scalars(query.order_by(UsageImport.id)))


def _rewrite(session: Session, data_dir: Path, import_id: int, wanted: Tables) -> None:
    row = session.get(AssignedCounts, import_id)
    if not wanted.counts.num_rows:
        if row is not None:
            session.delete(row)
            session.flush()
        return
    if row is not None and not assigned.differs(data_dir, row.counts_path, wanted):
        return
    if row is None:
        row = AssignedCounts(import_id=import_id)
        session.add(row)
    row.counts_path = assigned.write(data_dir, wanted)
    row.counts_sha256 = file_digest(data_dir / row.counts_path)
    row.made_at = datetime.now(UTC)
    session.flush()
