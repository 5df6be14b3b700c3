"""The audit chain walked along, and its head: the one line that proves all before it.

Whoever wrote a head down outside of the portal can ask whether the chain still holds it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.services.audit import audit
from portal.store.records import AuditEvent

MOST_NAMED = 20


@dataclass(frozen=True)
class Head:
    """The last event: its number, its hash, and when it was (UTC); no event has no moment."""

    number: int
    sha256: str
    at: datetime | None

    @property
    def written(self) -> str:
        """As somebody writes it down: the number and the hash."""
        return f"{self.number}:{self.sha256}"


@dataclass(frozen=True)
class Walked:
    """A walk along the chain: how many rows, how many broken links, the first of them, the head."""

    rows: int
    broken: int
    problems: tuple[tuple[int, str], ...]
    head: str

    def said(self) -> dict[str, Any]:
        """The same as plain values."""
        return {**asdict(self), "problems": [list(one) for one in self.problems]}


def head(session: Session) -> Head:
    """The head of the chain as it stands now."""
    row = session.execute(
        select(AuditEvent.id, AuditEvent.sha256, AuditEvent.at)
        .order_by(AuditEvent.id.desc())
        .limit(1)
    ).first()
    return Head(row.id, row.sha256, row.at) if row else Head(0, audit.FIRST, None)


def walked(session: Session, report: Callable[[int, int], None] = lambda _d, _a: None) -> Walked:
    """Every link looked at; `report` hears how many of how many."""
    end = head(session)
    report(0, end.number)
    problems = [(link.event_id, link.problem) for link in audit.broken_links(session)]
    report(end.number, end.number)
    return Walked(end.number, len(problems), tuple(problems[:MOST_NAMED]), end.written)


def record_check(session: Session, who: Actor, found: Walked) -> None:
    """Writes down that somebody looked, and what was found."""
    audit.record(
        session, who, "chain_checked", rows=found.rows, broken=found.broken, head=found.head
    )


def holds(session: Session, noted: str) -> bool:
    """Whether a head that was written down outside is still in the chain."""
    number, _colon, sha256 = noted.strip().partition(":")
    if not number.isascii() or not number.isdecimal() or len(number) > 9:
        return False
    if int(number) == 0:
        return sha256 == audit.FIRST
    found = session.scalar(select(AuditEvent.sha256).where(AuditEvent.id == int(number)))
    return found is not None and found == sha256
