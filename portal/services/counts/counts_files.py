"""The count files that count, and whether they are still the ones that were written.

Assigned counts, which people's decisions gave to editions, stand among them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.services.counts.reports import imports
from portal.store.matching import AssignedCounts
from portal.store.usage import UsageImport
from portal.usage import lookups


class CountsChanged(Refusal):
    """A file of counts is missing or is not the one that the import wrote; `path`."""

    code = "counts_changed"


def active_counts(session: Session) -> list[str]:
    """The count files that count: those of imports that no later one superseded."""
    if session.info.get("only_reads"):  # a page has asked for more of the imports, or will
        return [path for one in imports(session) for path in one.all_counts]
    return [path for path, _sha256 in written(session)]


def intact_counts(session: Session, data_dir: Path) -> list[str]:
    """The same, each looked at: no run is made of counts that somebody changed."""
    for path in changed_counts(session, data_dir):
        raise CountsChanged(path=path)
    return active_counts(session)


def changed_counts(session: Session, data_dir: Path) -> Iterator[str]:
    """Count files that count and are missing or changed."""
    for path, sha256 in written(session):
        if not (data_dir / path).is_file() or file_digest(data_dir / path) != sha256:
            yield path


def changed_lookups(session: Session, data_dir: Path) -> Iterator[str]:
    """Copies that pages look up and that say otherwise than the count file; each may be deleted."""
    for path in active_counts(session):
        if lookups.differs(data_dir, path):
            yield str(Path(path).with_suffix(lookups.ENDING))


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def written(session: Session) -> list[tuple[str, str]]:
    """Path and digest of the files that count, in their order."""
    rows = session.execute(
        select(
            UsageImport.counts_path, UsageImport.counts_sha256,
            AssignedCounts.counts_path.label("more"), AssignedCounts.counts_sha256.label("sha256"),
        )
        .outerjoin(AssignedCounts, AssignedCounts.import_id == UsageImport.id)
        .where(UsageImport.superseded_by_id.is_(None))
        .order_by(UsageImport.id)
    )  # fmt: skip
    found: list[tuple[str, str]] = []
    for row in rows:
        found.append((row.counts_path, row.counts_sha256))
        if row.more is not None:
            found.append((row.more, row.sha256))
    return found
