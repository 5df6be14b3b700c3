"""What the matching compares lent titles with: the catalogue, and records of bibliographies.

An item is an edition under one of its writers' names, or a record under its first author's; the
editions of a work, and the records that name one of their ISBNs, are the same work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.bibliography import EDITION
from portal.kernel.catalogue import TEXT_ROLES, WRITER_ROLES
from portal.kernel.title_parts import name_parts, title_parts
from portal.store.catalogue import Claim, Edition, Work
from portal.store.models import metadata
from portal.store.people import Party, PartyName
from portal.usage.matching import KNOWN_ISBN, Known

_RECORD = metadata.tables["bibliographic_record"].c
_ISBN = metadata.tables["record_isbn"].c
_NAME = metadata.tables["record_name"].c


@dataclass
class _Items:
    """Rows on their way into columns."""

    rows: list[tuple[str, int | None, str, str, int]] = field(default_factory=list)
    isbns: list[tuple[int, int, str]] = field(default_factory=list)

    def add(
        self,
        work: str,
        title: str,
        names: Iterable[str],
        isbns: Iterable[tuple[int, str]],
        year: int | None,
    ) -> None:
        """An item for each name, or one without; all under the same ISBNs."""
        numbers = sorted(isbns)
        own = next((isbn for isbn, kind in numbers if kind == EDITION), None)
        for name in sorted(set(names)) or [""]:
            item = len(self.rows)
            self.rows.append((work, own, title, name, year or 0))
            self.isbns += [(item, isbn, kind) for isbn, kind in numbers]

    def known(self) -> Known:
        """The columns."""
        work, isbn, title, author, year = zip(*self.rows, strict=True) if self.rows else [()] * 5
        table = pa.table(
            {
                "item": pa.array(range(len(self.rows)), pa.int64()),
                "work": pa.array(work, pa.string()),
                "isbn": pa.array(isbn, pa.int64()),
                "title": pa.array(title, pa.string()),
                "author": pa.array(author, pa.string()),
                "year": pa.array(year, pa.int32()),
            }
        )
        columns = zip(*self.isbns, strict=True) if self.isbns else [()] * 3
        return Known(table, pa.table([list(c) for c in columns], schema=KNOWN_ISBN))


def known(session: Session, *, named: bool = True) -> Known:
    """Everything that a lent title may be; `named`: also under whose name, which keys compare."""
    items = _Items()
    works: dict[int, str] = {}
    writers = _writers(session) if named else defaultdict(set)
    for edition in session.execute(
        select(Edition.id, Edition.isbn, Edition.work_id, Edition.title, Work.title.label("of"))
        .join(Work, Work.id == Edition.work_id)
        .order_by(Edition.id)
    ):
        work = f"work:{edition.work_id}"
        own = [(edition.isbn, EDITION)] if edition.isbn is not None else []
        works.update((isbn, work) for isbn, _ in own)
        # The year of an edition says nothing of when the work could first be lent.
        items.add(work, edition.title or edition.of, writers[edition.work_id], own, None)
    for record in _records(session):
        work = next((works[isbn] for isbn, kind in record.isbns
                     if kind == EDITION and isbn in works), "")  # fmt: skip
        items.add(work or record.work, record.title, record.names, record.isbns, record.year)
    return items.known()


def claimed_works(session: Session) -> list[str]:
    """The works whose text somebody claims, as `known` names them."""
    query = (
        select(Edition.work_id)
        .join(Claim, Claim.edition_id == Edition.id)
        .where(Claim.withdrawn_on.is_(None), Claim.role.in_(TEXT_ROLES))
        .distinct()
    )
    return sorted(f"work:{work_id}" for work_id in session.scalars(query))


def _writers(session: Session) -> defaultdict[int, set[str]]:
    """The names of those who claim to have written a work, other names too.

    A library enters a book under its writer: a translator's name is none of its keys.
    """
    claimed = (
        select(Edition.work_id, Claim.party_id)
        .join(Claim, Claim.edition_id == Edition.id)
        .where(Claim.withdrawn_on.is_(None), Claim.role.in_(WRITER_ROLES))
        .distinct()
    ).subquery()
    own = select(claimed.c.work_id, Party.name).join(Party, Party.id == claimed.c.party_id)
    other = (
        select(claimed.c.work_id, PartyName.name)
        .join(PartyName, PartyName.party_id == claimed.c.party_id)
        .where(PartyName.state == "confirmed")
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for work_id, name in (*session.execute(own), *session.execute(other)):
        found[work_id].add(name)
    return found


@dataclass(frozen=True)
class _Record:
    title: str
    year: int | None
    names: tuple[str, ...]
    isbns: tuple[tuple[int, str], ...]
    work: str
    """Of no edition of the catalogue: the same title, first author and language."""


def _records(session: Session) -> Iterator[_Record]:
    isbns, names = _isbns_of(session), _names_of(session)
    query = select(_RECORD.id, _RECORD.title, _RECORD.language, _RECORD.year)
    for row in session.execute(query.order_by(_RECORD.id)):
        said = names.get(row.id, ())
        parts, first = title_parts(row.title), name_parts(said[0] if said else "")
        work = f"record:{parts.whole}|{parts.volume}|{first.key}|{row.language}"
        yield _Record(row.title, row.year, said, isbns.get(row.id, ()), work)


def _isbns_of(session: Session) -> dict[int, tuple[tuple[int, str], ...]]:
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    query = select(_ISBN.record_id, _ISBN.isbn, _ISBN.kind).order_by(_ISBN.record_id, _ISBN.id)
    for record_id, isbn, kind in session.execute(query):
        found[record_id] = (*found.get(record_id, ()), (isbn, kind))
    return found


def _names_of(session: Session) -> dict[int, tuple[str, ...]]:
    """Of each record its writers' names; the first name where nobody has said who wrote it."""
    writers: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    first: dict[int, str] = {}
    query = select(_NAME.record_id, _NAME.name, _NAME.role)
    for record_id, name, role in session.execute(
        query.order_by(_NAME.record_id, _NAME.position, _NAME.id)
    ):
        first.setdefault(record_id, name)
        if role in WRITER_ROLES:
            writers[record_id][name] = None
    return {key: tuple(writers.get(key) or [name]) for key, name in first.items()}
