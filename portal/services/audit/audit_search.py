"""The audit as the office reads it: who did what, for whom, when; found by what it names."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, false, func, select
from sqlalchemy.orm import Session

from portal.kernel.cells import harmless
from portal.services.audit.audit import EVENTS
from portal.store.people import Party, Staff
from portal.store.records import AuditEvent

A_PAGE = 50
MOST_ROWS = 100_000
"""Of a file; whoever needs more asks for fewer days."""
COLUMNS = ("number", "at", "event", "actor", "staff", "person_id", "visit", "details", "sha256")
_NAMES_OF_PROVIDERS = {"subject"}
_ZONE = ZoneInfo("Europe/Helsinki")
_LAST = date(9998, 12, 31)


@dataclass(frozen=True)
class Asked:
    """What is looked for; empty fields ask nothing. Days are Helsinki's, both included."""

    person: str = ""
    staff: str = ""
    event: str = ""
    first: date | None = None
    last: date | None = None
    run: str = ""
    visit: int | None = None


@dataclass(frozen=True)
class Event:
    """One row of the chain; `staff` and `person` are codes, empty where there is none."""

    number: int
    at: datetime
    event: str
    actor: str
    staff: str
    person: str
    person_name: str
    visit: int | None
    details: dict[str, Any]
    sha256: str


@dataclass(frozen=True)
class Found:
    """A page of events, the newest first, and how many there are in all."""

    events: tuple[Event, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // A_PAGE))


def search(session: Session, asked: Asked, page: int = 1) -> Found:
    """A page of what was looked for; a page beyond the last is the last."""
    conditions = list(_conditions(session, asked))
    total = session.scalar(select(func.count(AuditEvent.id)).where(*conditions)) or 0
    page = min(max(1, page), max(1, -(-total // A_PAGE)))
    rows = session.execute(
        _query(conditions).order_by(AuditEvent.id.desc()).limit(A_PAGE).offset((page - 1) * A_PAGE)
    )
    return Found(tuple(_event(*row) for row in rows), total, page)


def table(session: Session, asked: Asked) -> str:
    """The same as CSV, oldest first; no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    query = _query(list(_conditions(session, asked))).order_by(AuditEvent.id).limit(MOST_ROWS)
    for row in session.execute(query):
        one = _event(*row)
        cells = (
            one.number, one.at.astimezone(UTC).isoformat(), one.event, one.actor, one.staff,
            one.person, "" if one.visit is None else one.visit,
            json.dumps(one.details, ensure_ascii=False, sort_keys=True), one.sha256,
        )  # fmt: skip
        writer.writerow([harmless(str(cell)) for cell in cells])
    return text.getvalue()


def _query(conditions: list[ColumnElement[bool]]) -> Select[AuditEvent, str, str, str]:
    return (
        select(AuditEvent, Staff.code, Party.code, Party.name)
        .outerjoin(Staff, Staff.id == AuditEvent.actor_staff_id)
        .outerjoin(Party, Party.id == AuditEvent.subject_id)
        .where(*conditions)
    )


def _conditions(session: Session, asked: Asked) -> Iterator[ColumnElement[bool]]:
    """What is not there matches nothing, rather than everything."""
    if asked.person:
        party = session.scalar(select(Party.id).where(Party.code == asked.person))
        yield false() if party is None else AuditEvent.subject_id == party
    if asked.staff:
        member = session.scalar(select(Staff.id).where(Staff.code == asked.staff))
        yield false() if member is None else AuditEvent.actor_staff_id == member
    if asked.event:
        yield AuditEvent.event == asked.event if asked.event in EVENTS else false()
    if asked.first:
        yield AuditEvent.at >= _midnight(asked.first)
    if asked.last and asked.last < _LAST:
        yield AuditEvent.at < _midnight(asked.last + timedelta(days=1))
    if asked.run:
        said = json.dumps({"run": asked.run}, ensure_ascii=False)[1:-1]
        yield AuditEvent.details.contains(said, autoescape=True)
    if asked.visit is not None:
        yield AuditEvent.visit_id == asked.visit


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), _ZONE).astimezone(UTC)


def _event(row: AuditEvent, staff: str | None, person: str | None, name: str | None) -> Event:
    return Event(
        number=row.id,
        at=row.at,
        event=row.event,
        actor=row.actor,
        staff=staff or "",
        person=person or "",
        person_name=name or "",
        visit=row.visit_id,
        details={key: _masked(key, value) for key, value in json.loads(row.details).items()},
        sha256=row.sha256,
    )


def _masked(key: str, value: Any) -> Any:
    """The name by which an identity provider knows somebody is shown by its last signs alone."""
    if key in _NAMES_OF_PROVIDERS and isinstance(value, str):
        return f"•••{value[-2:]}"
    return value
