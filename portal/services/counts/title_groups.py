"""Which ISBNs stand in one library record: whose pages a claim on one of them changes."""

from __future__ import annotations

from collections.abc import Collection
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
    paths = active_counts(session)
    data_dir: Path | None = session.info.get(DATA_DIR)
    if not isbns or data_dir is None or not all((data_dir / path).is_file() for path in paths):
        return {}
    found: dict[int, tuple[int, ...]] = {}
    for row in lookups.rows(data_dir, paths, sorted(isbns)):
        if row[1] is not None:
            found[row[0]] = tuple(sorted(int(one) for one in row[1].split()))
    return {isbn: several for isbn, several in found.items() if len(several) > 1}
