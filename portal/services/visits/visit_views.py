"""Each page that is looked at in a support visit, as a row; and what the rows of a visit say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.store.access import SupportVisit, VisitView
from portal.store.records import AuditEvent

OWN_EVENTS = ("visit_asked", "visit_approved", "visit_refused", "visit_started", "visit_ended")
"""Events about a visit itself: all others of a visit are changes that were made in it."""


def log(
    session: Session, visit_id: int, endpoint: str, *, sent: bool, status: int, now: datetime
) -> bool:
    """Writes down one page or one sent form; False when the visit has ended meanwhile.

    What was not written down is not to be shown.
    """
    going_on = (
        select(SupportVisit.id)
        .where(SupportVisit.id == visit_id, SupportVisit.ended_at.is_(None))
        .with_for_update()
    )
    if session.scalar(going_on) is None:
        return False
    session.add(
        VisitView(visit_id=visit_id, at=now, endpoint=endpoint[:200], sent=sent, status=status)
    )
    session.flush()
    return True


def views_of(session: Session, visit_id: int) -> Sequence[VisitView]:
    """The rows of a visit in their order."""
    query = select(VisitView).where(VisitView.visit_id == visit_id).order_by(VisitView.id)
    return session.scalars(query).all()


def digest(views: Sequence[VisitView]) -> str:
    """SHA-256 over all that the rows of a visit say, hexadecimal."""
    said = [
        (one.at.astimezone(UTC).isoformat(), one.endpoint, one.sent, one.status) for one in views
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def is_page(view: VisitView) -> bool:
    """Whether a row is a page that was seen: not a form, a redirect or a refusal."""
    return not view.sent and view.status < 300


def changes(session: Session, visit_id: int) -> int:
    """How many events of the audit say that something was changed in the visit."""
    query = (
        select(func.count())
        .select_from(AuditEvent)
        .where(AuditEvent.visit_id == visit_id, AuditEvent.event.not_in(OWN_EVENTS))
    )
    return session.scalar(query) or 0
