"""Unmatched works of imports that were read before such works were kept: out of the archive."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.counts.counts_files import file_digest
from portal.services.usage import assigned_counts
from portal.store.usage import UsageImport
from portal.usage import unmatched, unmatched_again


@dataclass(frozen=True)
class Unkept:
    """An import whose files name titles, without a file of its unmatched works."""

    import_id: int
    refused_path: str


@dataclass(frozen=True)
class Made:
    """The file that was made for an import, and its digest."""

    import_id: int
    path: str
    sha256: str


def unkept(session: Session) -> tuple[Unkept, ...]:
    """The imports that count and wait for it, in their order."""
    rows = session.execute(
        select(UsageImport.id, UsageImport.refused_path)
        .where(
            UsageImport.superseded_by_id.is_(None),
            UsageImport.unmatched_path.is_(None),
            UsageImport.format.in_(unmatched.NAMING),
        )
        .order_by(UsageImport.id)
    )
    return tuple(Unkept(row.id, row.refused_path) for row in rows)


def make(data_dir: Path, one: Unkept) -> Made:
    """Reads an import again, outside of any transaction; raises usage file faults."""
    path = unmatched_again.again(data_dir, one.refused_path)
    return Made(one.import_id, path, file_digest(data_dir / path))


def keep(session: Session, data_dir: Path, made: Made, actor: Actor) -> bool:
    """Lets the office and the authors see them; False when another one was quicker.

    Decisions that are in force count for this import too from now on.
    """
    locks.usage(session)
    row = session.get_one(UsageImport, made.import_id, populate_existing=True)
    if row.unmatched_path is not None:
        (data_dir / made.path).unlink(missing_ok=True)
        return False
    row.unmatched_path, row.unmatched_sha256 = made.path, made.sha256
    session.flush()
    assigned_counts.rebuild_import(session, data_dir, row.id, made.path)
    audit.record(session, actor, "unmatched_kept", **{"import": row.id})
    return True
