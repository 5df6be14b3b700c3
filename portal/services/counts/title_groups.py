"""Which ISBNs stand in one library record: whose pages a claim on one of them changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from portal.services.counts.counts_files import active_counts
from portal.usage import lookups

DATA_DIR = "data_dir"


def together(session: Session, isbn: int | None) -> tuple[int, ...] | None:
    """The ISBNs of every record that has `isbn`, itself too; None where nobody can tell.

    A session whose transaction was begun without the data folder cannot look into the counts.
    """
    if isbn is None:
        return ()
    paths = active_counts(session)
    if not paths:
        return (isbn,)
    data_dir: Path | None = session.info.get(DATA_DIR)
    if data_dir is None or not all((data_dir / path).is_file() for path in paths):
        return None
    groups = (row[1] for row in lookups.rows(data_dir, paths, [isbn]) if row[1] is not None)
    return tuple(sorted({isbn, *(int(one) for members in groups for one in members.split())}))


def members(session: Session, isbns: Collection[int]) -> dict[int, tuple[int, ...]]:
    """The ISBNs of the library records that have several, by each ISBN asked for.

    Nothing where the counts cannot be looked into.
    """
    return dict(_groups(session, isbns))


def records(session: Session, isbns: Collection[int]) -> set[tuple[int, ...]]:
    """The ISBNs of every library record that has several, one of these among them.

    Nothing where the counts cannot be looked into.
    """
    return {several for _isbn, several in _groups(session, isbns)}


def _groups(session: Session, isbns: Collection[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each ISBN asked for beside each record of several that has it."""
    paths = active_counts(session)
    data_dir: Path | None = session.info.get(DATA_DIR)
    if not isbns or data_dir is None or not all((data_dir / path).is_file() for path in paths):
        return
    for row in lookups.rows(data_dir, paths, sorted(isbns)):
        several = tuple(sorted(int(one) for one in (row[1] or "").split()))
        if len(several) > 1:
            yield row[0], several
