"""Receipts: what one form changed, kept with the change and looked up for ever by its number."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel import receipt_numbers
from portal.kernel.errors import NotFound
from portal.kernel.identity import Identity
from portal.services.audit import audit
from portal.store.catalogue import Edition, Work
from portal.store.receipts import Receipt
from portal.store.records import AuditEvent

_OF_WORKS = ("claim_added", "claim_changed", "claim_withdrawn", "edition_changed")
_MOST = 2_000
_Named = tuple[int | None, str, str | None]
A_PAGE = 25


@dataclass(frozen=True)
class ReceiptLine:
    """One change: an event of the audit, what it was about, and what was said."""

    event: str
    isbn: int | None
    work_id: int | None
    title: str
    role: str
    heads: int | None
    language: str | None
    """The title's own."""
    details: Mapping[str, Any]
    """What the event's declared keys say."""


@dataclass(frozen=True)
class WrittenReceipt:
    """A receipt: its number, what was sent, the day it counts from, when, and its changes.

    `number` has ten signs, or is an event's id where an old address names events.
    """

    number: str
    subject: str
    day: date
    at: datetime
    lines: tuple[ReceiptLine, ...]


@dataclass(frozen=True)
class ListedReceipt:
    """A receipt in the list: how many changes it holds."""

    number: str
    subject: str
    day: date
    at: datetime
    changes: int


@dataclass(frozen=True)
class CheckedReceipt:
    """What anybody may know of a receipt: when, what kind of form, how many changes, and whether
    the record of them is still what it was.
    """

    number: str
    subject: str
    day: date
    at: datetime
    changes: int
    unchanged: bool


def give(
    session: Session,
    identity: Identity,
    subject: str,
    first_event: int,
    last_event: int,
    day: date,
    number: str | None = None,
) -> str:
    """Gives a sent form its receipt, in the caller's transaction; returns the number's ten signs.

    `subject` says what was sent (works, question, names, contact, referral …); `first_event` and
    `last_event` are the ids of the audit events that the form wrote, which must be its own and
    without another's between them, as they are within one transaction. `number` is drawn unless
    the thing has one already. A form that changed nothing gets none: do not call this.
    Raises NotFound when nobody is acted for.
    """
    if identity.subject_id is None:
        raise NotFound
    signs = number or draw()
    hashes = [row.sha256 for row in _events(session, first_event, last_event)]
    session.add(
        Receipt(
            number=signs,
            party_id=identity.subject_id,
            subject=subject,
            first_event=first_event,
            last_event=last_event,
            day=day,
            at=datetime.now(UTC),
            sha256=seal(signs, identity.subject_id, hashes),
        )
    )
    session.flush()
    return signs


def draw() -> str:
    """A number that nobody can guess."""
    return receipt_numbers.number_of(secrets.randbelow(receipt_numbers.POSSIBLE))


def seal(number: str, party_id: int, hashes: Sequence[str]) -> str:
    """The hash of a receipt over its number, its party and the hashes of its events."""
    return hashlib.sha256(json.dumps([number, party_id, list(hashes)]).encode()).hexdigest()


def of_party(session: Session, party_id: int, number: str) -> WrittenReceipt:
    """A receipt of the party's own; raises ReceiptNumberWrong, and NotFound for another's."""
    row = _row(session, number)
    if row is None or row.party_id != party_id:
        raise NotFound
    events = _events(session, row.first_event, row.last_event)
    return WrittenReceipt(row.number, row.subject, row.day, row.at, _lines(session, events))


def listed(session: Session, party_id: int, page: int = 1) -> tuple[tuple[ListedReceipt, ...], int]:
    """A page of the party's receipts, the newest first, and how many there are in all."""
    query = select(Receipt).where(Receipt.party_id == party_id)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    on_page = query.order_by(Receipt.id.desc()).limit(A_PAGE).offset((page - 1) * A_PAGE)
    return tuple(
        ListedReceipt(row.number, row.subject, row.day, row.at, _changes(row))
        for row in session.scalars(on_page)
    ), total


def checked(session: Session, number: str) -> CheckedReceipt:
    """What everybody may know of a receipt; raises ReceiptNumberWrong, and NotFound."""
    row = _row(session, number)
    if row is None:
        raise NotFound(what="receipt", name=receipt_numbers.written(receipt_numbers.parse(number)))
    return CheckedReceipt(
        row.number, row.subject, row.day, row.at, _changes(row), _stands(session, row)
    )


def broken(session: Session) -> tuple[int, list[str]]:
    """How many receipts there are, and the numbers of those whose record is not what it was."""
    rows = session.scalars(select(Receipt).order_by(Receipt.id).execution_options(yield_per=1000))
    found = [(row.number, _stands(session, row)) for row in rows]
    return len(found), [number for number, stands in found if not stands]


def number_between(session: Session, party_id: int, first: int, last: int) -> str | None:
    """The number of the party's receipt for exactly these events, where it has one."""
    same = (Receipt.party_id == party_id, Receipt.first_event == first, Receipt.last_event == last)
    return session.scalar(select(Receipt.number).where(*same))


def receipt(session: Session, party_id: int, first: int, last: int) -> WrittenReceipt:
    """The changes of a party between two events of the audit; raises NotFound for another's."""
    rows = [
        row
        for row in _events(session, first, min(last, first + _MOST))
        if row.subject_id == party_id and row.event in _OF_WORKS
    ]
    if not rows:
        raise NotFound
    day = date.fromisoformat(json.loads(rows[0].details)["day"])
    return WrittenReceipt(str(rows[0].id), "works", day, rows[0].at, _lines(session, rows))


def _row(session: Session, number: str) -> Receipt | None:
    signs = receipt_numbers.parse(number)
    return session.scalar(select(Receipt).where(Receipt.number == signs))


def _changes(row: Receipt) -> int:
    return row.last_event - row.first_event + 1


def _stands(session: Session, row: Receipt) -> bool:
    """Whether the events are all there, each as it was hashed, and the receipt names them."""
    events = _events(session, row.first_event, row.last_event)
    whole = len(events) == _changes(row) and all(one.sha256 == audit.link(one) for one in events)
    return whole and row.sha256 == seal(row.number, row.party_id, [one.sha256 for one in events])


def _events(session: Session, first: int, last: int) -> Sequence[AuditEvent]:
    query = select(AuditEvent).where(AuditEvent.id.between(first, last)).order_by(AuditEvent.id)
    return session.scalars(query).all()


def _lines(session: Session, rows: Iterable[AuditEvent]) -> tuple[ReceiptLine, ...]:
    said = [(row.event, json.loads(row.details)) for row in rows]
    isbns = {details["isbn"] for _, details in said if details.get("isbn")}
    editions = _editions(session, isbns) if isbns else {}
    return tuple(_line(event, details, editions) for event, details in said)


def _line(
    event: str, details: Mapping[str, Any], editions: Mapping[int | None, _Named]
) -> ReceiptLine:
    work_id, title, language = editions.get(details.get("isbn"), (None, "", None))
    return ReceiptLine(
        event=event,
        isbn=details.get("isbn"),
        work_id=work_id,
        title=title,
        role=details.get("role", ""),
        heads=details.get("heads"),
        language=language,
        details=details,
    )


def _editions(session: Session, isbns: set[int]) -> dict[int | None, _Named]:
    columns = (Edition.isbn, Edition.work_id, Edition.title, Work.language)
    query = select(*columns).join(Work, Work.id == Edition.work_id)
    rows = session.execute(query.where(Edition.isbn.in_(isbns)))
    return {row.isbn: (row.work_id, row.title, row.language) for row in rows}
