"""Receipts: what one form changed, read back from the audit under the number it was given."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.store.catalogue import Edition
from portal.store.records import AuditEvent

_EVENTS = ("claim_added", "claim_changed", "claim_withdrawn", "edition_changed")
_MOST = 2_000


@dataclass(frozen=True)
class ReceiptLine:
    """One change: an event of the audit, what it was about, and what was said."""

    event: str
    isbn: int | None
    work_id: int | None
    title: str
    role: str
    heads: int | None


@dataclass(frozen=True)
class WrittenReceipt:
    """A receipt: its number, the day it counts from, when it was written down, its changes."""

    number: int
    day: date
    at: datetime
    lines: tuple[ReceiptLine, ...]


def receipt(session: Session, party_id: int, first: int, last: int) -> WrittenReceipt:
    """The changes of a party between two events of the audit; raises NotFound for another's."""
    query = select(AuditEvent).where(
        AuditEvent.id.between(first, min(last, first + _MOST)),
        AuditEvent.subject_id == party_id,
        AuditEvent.event.in_(_EVENTS),
    )
    rows = session.scalars(query.order_by(AuditEvent.id)).all()
    if not rows:
        raise NotFound
    said = [(row.event, json.loads(row.details)) for row in rows]
    editions = _editions(session, {details["isbn"] for _, details in said})
    lines = tuple(
        ReceiptLine(
            event=event,
            isbn=details["isbn"],
            work_id=editions.get(details["isbn"], (None, ""))[0],
            title=editions.get(details["isbn"], (None, ""))[1],
            role=details.get("role", ""),
            heads=details.get("heads"),
        )
        for event, details in said
    )
    day = date.fromisoformat(said[0][1]["day"])
    return WrittenReceipt(rows[0].id, day, rows[0].at, lines)


def _editions(session: Session, isbns: set[int]) -> dict[int, tuple[int, str]]:
    columns = (Edition.isbn, Edition.work_id, Edition.title)
    rows = session.execute(select(*columns).where(Edition.isbn.in_(isbns)))
    return {row.isbn: (row.work_id, row.title) for row in rows if row.isbn is not None}
