"""The records that bibliographies gave: keeping them, and finding them by ISBN or by name."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from portal.kernel.bibliography import NONE, ROLE_OF_TERM, Contributor, Record, from_data
from portal.kernel.names import name_key, title_key
from portal.services.base import locks
from portal.store.models import metadata

_A_BATCH = 400
_ISBNS = metadata.tables["record_isbn"]
_NAMES = metadata.tables["record_name"]
_Thing = TypeVar("_Thing")
_TABLE = metadata.tables["bibliographic_record"]
_KEPT = ("title", "title_key", "language", "year", "medium", "data", "sha256")


@dataclass(frozen=True)
class Kept:
    """How many records were new, said something else, or said the same."""

    added: int
    changed: int
    same: int


@dataclass(frozen=True)
class Found:
    """A record with where it comes from and the day on which the source said it."""

    record_id: int
    source: str
    fetched_on: date
    record: Record


def keep(
    session: Session, source: str, records: Iterable[Record], today: date, *, moment: datetime
) -> Kept:
    """Keeps records of one source, a later one of the same id in place of the earlier."""
    locks.records(session)
    added = changed = same = 0
    for some in _batches(records, _A_BATCH):
        latest = {one.source_id: one for one in some}
        rows = {one.source_id: _row(source, one, today, moment) for one in latest.values()}
        before = {
            row.source_id: row
            for row in session.execute(
                select(_TABLE.c.id, _TABLE.c.source_id, _TABLE.c.sha256).where(
                    _TABLE.c.source == source, _TABLE.c.source_id.in_(list(rows))
                )
            )
        }
        fresh = [row for key, row in rows.items() if key not in before]
        other = {
            before[key].id: row
            for key, row in rows.items()
            if key in before and before[key].sha256 != row["sha256"]
        }
        seen = {before[key].id for key in rows if key in before}
        if seen:
            said = {"fetched_on": today, "fetched_at": moment}
            session.execute(update(_TABLE).where(_TABLE.c.id.in_(seen)).values(said))
        for record_id, row in other.items():
            values = {name: row[name] for name in _KEPT}
            session.execute(update(_TABLE).where(_TABLE.c.id == record_id).values(values))
            for table in (_ISBNS, _NAMES):
                session.execute(delete(table).where(table.c.record_id == record_id))
        if fresh:
            session.execute(insert(_TABLE), fresh)
        _keep_parts(session, source, latest, [row["source_id"] for row in fresh], other)
        added, changed = added + len(fresh), changed + len(other)
        same += len(rows) - len(fresh) - len(other)
    return Kept(added, changed, same)


def for_isbns(session: Session, isbns: Sequence[int]) -> dict[int, tuple[Found, ...]]:
    """The records of each ISBN that some source has, the latest fetched first."""
    part = _ISBNS.c
    found: dict[int, list[Found]] = defaultdict(list)
    for some in _batches(dict.fromkeys(isbns), _A_BATCH):
        rows = session.execute(
            _whole(part.isbn)
            .join_from(_TABLE, _ISBNS, part.record_id == _TABLE.c.id)
            .where(part.isbn.in_(some), part.kind == "edition")
            .order_by(_TABLE.c.fetched_at.desc(), _TABLE.c.id)
        )
        for isbn, *row in rows:
            found[isbn].append(_found(row))
    return {isbn: tuple(records) for isbn, records in found.items()}


def naming(
    session: Session, name_keys: Sequence[str], identifiers: Sequence[str] = ()
) -> tuple[Found, ...]:
    """The records that name somebody with one of these keys or identifiers, whatever he did."""
    part = _NAMES.c
    named = or_(part.name_key.in_(list(name_keys)), part.identifier.in_(list(identifiers)))
    ids = select(part.record_id).where(named)
    rows = session.execute(_whole().where(_TABLE.c.id.in_(ids)).order_by(_TABLE.c.id))
    return tuple(_found(row) for row in rows)


def titled(session: Session, title_keys: Sequence[str]) -> tuple[Found, ...]:
    """The records of these titles (kernel.names.title_key), whoever wrote them."""
    found: list[Found] = []
    for some in _batches(dict.fromkeys(title_keys), _A_BATCH):
        rows = session.execute(_whole().where(_TABLE.c.title_key.in_(some)).order_by(_TABLE.c.id))
        found += [_found(row) for row in rows]
    return tuple(found)


def sought(session: Session, title: str, author: str, most: int) -> tuple[Found, ...]:
    """Records whose title begins with these words and that name this author, at most so many.

    Either may be empty, not both: then nothing is found.
    """
    begins, person = title_key(title), name_key(author)
    query = _whole().order_by(_TABLE.c.title_key, _TABLE.c.year, _TABLE.c.id).limit(most)
    if begins:
        query = query.where(_TABLE.c.title_key.startswith(begins, autoescape=True))
    if person:
        words = [_NAMES.c.name_key.contains(word, autoescape=True) for word in person.split()]
        query = query.where(_TABLE.c.id.in_(select(_NAMES.c.record_id).where(*words)))
    if not begins and not person:
        return ()
    return tuple(_found(row) for row in session.execute(query))


def _whole(*first: Any) -> Any:
    return select(*first, _TABLE.c.id, _TABLE.c.source, _TABLE.c.fetched_on, _TABLE.c.data)


def _found(row: Sequence[Any]) -> Found:
    record_id, source, fetched_on, data = row
    return Found(record_id, source, fetched_on, from_data(json.loads(data)))


def _row(source: str, record: Record, today: date, moment: datetime) -> dict[str, Any]:
    data = json.dumps(record.as_data(), sort_keys=True, ensure_ascii=False)
    title = " ".join(part for part in (record.title, record.part) if part)
    return {
        "source": source,
        "source_id": record.source_id[:120],
        "fetched_on": today,
        "fetched_at": moment.astimezone(UTC),
        "title": title[:500],
        "title_key": title_key(title),
        "language": record.language[:16],
        "year": record.year,
        "medium": record.medium,
        "data": data,
        "sha256": hashlib.sha256(data.encode()).hexdigest(),
    }


def _keep_parts(
    session: Session,
    source: str,
    records: dict[str, Record],
    fresh: Sequence[str],
    changed: Iterable[int],
) -> None:
    query = select(_TABLE.c.id, _TABLE.c.source_id).where(_TABLE.c.source == source)
    wanted = _TABLE.c.source_id.in_(list(fresh)) | _TABLE.c.id.in_(list(changed))
    isbns: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    for record_id, source_id in session.execute(query.where(wanted)):
        record = records[source_id]
        isbns += [
            {"record_id": record_id, "isbn": one.isbn, "kind": one.kind} for one in record.isbns
        ]
        names += [
            {"record_id": record_id, **row}
            for position, one in enumerate(record.contributors)
            for row in _names(position, one)
        ]
    if isbns:
        session.execute(insert(_ISBNS), isbns)
    if names:
        session.execute(insert(_NAMES), names)


def _names(position: int, one: Contributor) -> Iterator[dict[str, Any]]:
    """A row for each role of a name; one without a role where nobody has said any."""
    row = {
        "position": position,
        "name": one.name[:200],
        "name_key": name_key(one.name),
        "dates": one.dates[:40],
        "identifier": next(iter(sorted(one.identifiers, reverse=True)), "")[:64],
    }
    for said in one.roles:
        role = ROLE_OF_TERM.get(said.term)
        yield {**row, "term": said.term[:8], "role": role, "basis": said.basis}
    if not one.roles:
        yield {**row, "term": "", "role": None, "basis": NONE}


def _batches(things: Iterable[_Thing], size: int) -> Iterator[list[_Thing]]:
    left = iter(things)
    while some := list(islice(left, size)):
        yield some
