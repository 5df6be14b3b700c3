"""Loans without a usable ISBN, by title, author and form: what they are, and whose they may be.

What a person decides of them: services/matching/unmatched_decisions. Source: decisions/0010.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.names import folded
from portal.services.base import kept
from portal.store.matching import UnmatchedDecision
from portal.store.usage import UsageImport
from portal.usage import unmatched_by_name, unmatched_works
from portal.usage.unmatched_by_name import ByName

_A_BATCH = 900


@dataclass(frozen=True)
class UnmatchedWork:
    """Loans that the libraries' files count under a title and author, without a usable ISBN.

    `key` names it in every file, `medium` is as the file says (physical where it says nothing),
    `loans` are by loan year, `rows` how many rows of the files.
    """

    key: str
    title: str
    author: str
    medium: str
    loans: Mapping[int, int]
    rows: int

    @property
    def total(self) -> int:
        """The loans of all years."""
        return sum(self.loans.values())


@kept.for_all
def paths(session: Session) -> tuple[str, ...]:
    """The files of unmatched works of the imports that count, in their order."""
    found = session.scalars(
        select(UsageImport.unmatched_path)
        .where(UsageImport.superseded_by_id.is_(None), UsageImport.unmatched_path.is_not(None))
        .order_by(UsageImport.id)
    )
    return tuple(path for path in found if path is not None)


def by_loans(
    session: Session, data_dir: Path, *, limit: int, offset: int = 0
) -> tuple[UnmatchedWork, ...]:
    """Those of which nobody has decided, most lent first; raises CountsMissing."""
    files, decided = paths(session), _decided(session)
    return _works(unmatched_works.by_loans(data_dir, files, decided, limit=limit, offset=offset))


def sought(
    session: Session,
    data_dir: Path,
    *,
    text: str = "",
    year: int | None = None,
    library: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[tuple[UnmatchedWork, ...], int]:
    """A page of those of which nobody has decided, most lent first, and how many there are.

    Only those with every word of `text` in title or author, loans in `year`, and loans of a
    library system, where these are given. Raises CountsMissing.
    """
    what = unmatched_works.Asked(tuple(folded(text).split()), year, library or None)
    files, decided = paths(session), _decided(session)
    rows, total = unmatched_works.sought(
        data_dir, files, decided, what, limit=limit, offset=offset
    )  # fmt: skip
    return _works(rows), total


def naming(
    session: Session, data_dir: Path, name_keys: Collection[str]
) -> tuple[UnmatchedWork, ...]:
    """Those whose author has one of these keys (kernel.names.name_key), most lent first.

    Only those of which nobody has decided. Raises CountsMissing.
    """
    files, decided = paths(session), _decided(session)
    return _works(unmatched_works.naming(data_dir, files, decided, sorted(set(name_keys))))


Naming = Callable[[Session, Collection[str]], tuple[UnmatchedWork, ...]]
"""Answers as `naming` does, of the data folder that it was made for."""


def reading(data_dir: Path) -> Naming:
    """`naming`, which reads the files at every question: for one person or a few."""
    return lambda session, name_keys: naming(session, data_dir, name_keys)


def read_once(data_dir: Path) -> Naming:
    """`naming` for very many people: reads the files at the first question, and again when they
    are others; what is decided meanwhile counts. It holds all of them in memory while it lives."""
    kept: list[ByName] = []

    def named(session: Session, name_keys: Collection[str]) -> tuple[UnmatchedWork, ...]:
        files = paths(session)
        if not files:
            return ()
        if not kept or kept[0].paths != files:
            kept.clear()
            kept.append(unmatched_by_name.by_name(data_dir, files))
        found = kept[0].naming(name_keys)
        decided = _decided_of(session, [one.key for one in found])
        return _works([one for one in found if one.key not in decided])

    return named


def under_keys(session: Session, data_dir: Path, keys: Collection[str]) -> dict[str, UnmatchedWork]:
    """The unmatched works of these keys, decided or not; a key that no file has is missing."""
    found = _works(unmatched_works.under_keys(data_dir, paths(session), sorted(set(keys))))
    return {one.key: one for one in found}


def _decided(session: Session) -> tuple[str, ...]:
    """The keys of which somebody has decided, and it was not undone."""
    query = select(UnmatchedDecision.unmatched_key).where(UnmatchedDecision.undone_at.is_(None))
    return tuple(sorted(session.scalars(query)))


def _decided_of(session: Session, keys: Sequence[str]) -> set[str]:
    """Those of the keys of which somebody has decided."""
    query = select(UnmatchedDecision.unmatched_key).where(UnmatchedDecision.undone_at.is_(None))
    found: set[str] = set()
    for start in range(0, len(keys), _A_BATCH):
        some = keys[start : start + _A_BATCH]
        found |= set(session.scalars(query.where(UnmatchedDecision.unmatched_key.in_(some))))
    return found


def _works(rows: Sequence[unmatched_works.Row]) -> tuple[UnmatchedWork, ...]:
    return tuple(
        UnmatchedWork(one.key, one.title, one.author, one.medium, dict(one.loans), one.rows)
        for one in rows
    )
