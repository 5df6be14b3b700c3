"""How visits end: by the visitor, the author, time, lost rights or a session that is gone.

However it ends, it is sealed in the audit, and the party is told in the same transaction.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.kernel.identity import SYSTEM, Actor, Identity, Visit
from portal.services.access.visitors import VISITORS, WORKS_HERE
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.messages import notices
from portal.services.visits import visit_views
from portal.store.access import SupportVisit
from portal.store.people import Party, SignedIn, Staff

RUNNING = (SupportVisit.started_at.is_not(None), SupportVisit.ended_at.is_(None))
ENDED = "visit_ended"


def end_own(session: Session, who: Actor, now: datetime, today: date) -> bool:
    """Ends the visit of a staff member, whichever session it is in; False when none goes on."""
    row = _running(session, SupportVisit.staff_id == (who.staff_id or 0))
    return row is not None and close(session, row, "staff", who, now, today)


def end_by_author(session: Session, identity: Identity, now: datetime, today: date) -> int:
    """Ends every visit to the party's own pages; returns how many went on."""
    query = select(SupportVisit).where(
        SupportVisit.party_id == (identity.subject_id or 0), *RUNNING
    )
    rows = session.scalars(query.order_by(SupportVisit.id)).all()
    return sum(close(session, row, "author", identity.actor, now, today) for row in rows)


def end_all(session: Session, who: Actor, now: datetime, today: date) -> int:
    """Ends every visit that goes on, for an emergency; returns how many."""
    rows = session.scalars(select(SupportVisit).where(*RUNNING).order_by(SupportVisit.id)).all()
    return sum(close(session, row, "rights", who, now, today) for row in rows)


def close_lapsed(session: Session, now: datetime, today: date) -> int:
    """Ends the visits whose time is over, whose visitor has lost the right, or whose session is
    gone; returns how many.
    """
    gone = ~exists().where(SignedIn.token_sha256 == SupportVisit.token_sha256)
    query = (
        select(SupportVisit, Staff, Party, gone.label("gone"), WORKS_HERE.label("works_here"))
        .join(Staff, Staff.id == SupportVisit.staff_id)
        .join(Party, Party.id == SupportVisit.party_id)
        .where(*RUNNING)
        .order_by(SupportVisit.id)
    )
    ended = 0
    for visit, staff, party, session_gone, works_here in session.execute(query).all():
        reason = _lapsed(visit, staff, party, now, today) or ("rights" if works_here else None)
        reason = reason or ("session" if session_gone else None)
        if reason is not None:
            ended += close(session, visit, reason, SYSTEM, now, today)
    return ended


def close(
    session: Session, visit: SupportVisit, by: str, who: Actor, now: datetime, today: date
) -> bool:
    """Ends one visit, seals what was looked at, and tells the party; False when it had ended."""
    locks.audit(session)
    session.refresh(visit, with_for_update=True)
    if visit.ended_at is not None or visit.started_at is None or visit.ends_at is None:
        return False
    views = visit_views.views_of(session, visit.id)
    visit.ended_at, visit.ended_by = min(now, visit.ends_at), by
    visit.told_at = now
    session.flush()
    seen = {
        "visit": visit.handle,
        "pages": sum(visit_views.is_page(view) for view in views),
        "changes": visit_views.changes(session, visit.id),
    }
    party = Identity(who, visit.party_id, visit=as_visit(visit))
    ended = visit.ended_at.astimezone(UTC).isoformat()
    audit.record(
        session, party, ENDED, **seen, by=by, ended=ended,
        views=len(views), sha256=visit_views.digest(views),
    )  # fmt: skip
    facts = {**seen, "name": _name(session, visit), "from": visit.started_at.isoformat()}
    notices.notify(session, who, visit.party_id, ENDED, today, **facts, until=ended)
    return True


def as_visit(row: SupportVisit) -> Visit | None:
    """A visit that has begun, as an identity carries it."""
    if row.ends_at is None:
        return None
    return Visit(row.id, row.mode, row.ends_at)  # type: ignore[arg-type]


def _lapsed(
    visit: SupportVisit, staff: Staff, party: Party, now: datetime, today: date
) -> str | None:
    if visit.ends_at is not None and visit.ends_at <= now:
        return "time"
    left = staff.ended_on is not None and staff.ended_on < today
    gone = (party.closed_on, party.death_year, party.merged_into_id) != (None, None, None)
    return "rights" if left or gone or staff.role not in VISITORS else None


def _running(session: Session, *where: object) -> SupportVisit | None:
    query = select(SupportVisit).where(*RUNNING, *where)  # type: ignore[arg-type]
    return session.scalars(query.limit(1)).first()


def _name(session: Session, visit: SupportVisit) -> str:
    return session.get_one(Staff, visit.staff_id).name
