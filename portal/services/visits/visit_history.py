"""Visits as they are shown: to the author, whose pages they were, and to the office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from portal.kernel.identity import Actor, Identity
from portal.kernel.visits import APPROVAL_HOLDS
from portal.services.access.visitors import token_sha256
from portal.services.visits.visit_eligibility import approvers
from portal.services.visits.visit_views import OWN_EVENTS
from portal.store.access import SupportVisit, VisitView
from portal.store.people import Party, Staff
from portal.store.records import AuditEvent

GOING_ON, ENDED, WAITING, AGREED, REFUSED, TOO_OLD = (
    "going_on", "ended", "waiting", "agreed", "refused", "too_old",
)  # fmt: skip
A_PAGE = 50
# Made once: every page that is refused to the office asks it, and mostly there is none.
_ENDED_HERE = (
    select(SupportVisit.id)
    .where(
        SupportVisit.staff_id == bindparam("staff"),
        SupportVisit.token_sha256 == bindparam("token"),
        SupportVisit.ended_at.is_not(None),
    )
    .order_by(SupportVisit.id.desc())
    .limit(1)
)


@dataclass(frozen=True)
class SeenVisit:
    """One visit: who, whose pages, why, by whose leave, when, and what came of it.

    `endpoints` are those of the pages that were seen, `pages` how many times; `changes` counts
    what was changed. `colleague` agreed to it, empty where the author did. `may_decide` says
    whether who looks may agree to it, or say no.
    """

    handle: str
    person: str
    name: str
    staff: str
    reason: str
    note: str
    consent: str
    colleague: str
    mode: str
    state: str
    asked_at: datetime
    started_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    endpoints: tuple[str, ...] = ()
    pages: int = 0
    changes: int = 0
    own: bool = False
    may_decide: bool = False


@dataclass(frozen=True)
class Office:
    """The office's visits: going on, waiting for a colleague, agreed and not begun, and a page of
    those that are over, the latest first."""

    going_on: tuple[SeenVisit, ...]
    waiting: tuple[SeenVisit, ...]
    agreed: tuple[SeenVisit, ...]
    over: tuple[SeenVisit, ...]
    number: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.number // A_PAGE))


def of_party(
    session: Session, identity: Identity, now: datetime, most: int = A_PAGE
) -> tuple[SeenVisit, ...]:
    """The visits to the party's pages that have begun, the latest first."""
    begun = SupportVisit.started_at.is_not(None)
    query = _query().where(SupportVisit.party_id == (identity.subject_id or 0), begun)
    rows = session.execute(query.order_by(SupportVisit.id.desc()).limit(most)).all()
    return _seen(session, rows, identity.actor, now)


def ended_here(session: Session, who: Actor, token: str, now: datetime) -> SeenVisit | None:
    """The latest visit that this staff member had in this very session, once it is over."""
    asked = {"staff": who.staff_id or 0, "token": token_sha256(token)}
    latest = session.scalar(_ENDED_HERE, asked)
    if latest is None:
        return None
    rows = session.execute(_query().where(SupportVisit.id == latest)).all()
    return _seen(session, rows, who, now)[0]


def of_office(session: Session, who: Actor, now: datetime, page: int = 1) -> Office:
    """What the page of visits shows to a staff member."""
    young = SupportVisit.asked_at > now - APPROVAL_HOLDS
    running = (SupportVisit.started_at.is_not(None) & SupportVisit.ended_at.is_(None)) | (
        SupportVisit.started_at.is_(None) & SupportVisit.refused_at.is_(None) & young
    )
    number = session.scalar(select(func.count()).select_from(SupportVisit).where(~running)) or 0
    page = min(max(1, page), max(1, -(-number // A_PAGE)))
    latest = _query().order_by(SupportVisit.id.desc())
    open_rows = session.execute(latest.where(running)).all()
    old = latest.where(~running).limit(A_PAGE).offset((page - 1) * A_PAGE)
    rows = [*open_rows, *session.execute(old).all()]
    seen = _seen(session, rows, who, now)
    by_state: dict[str, list[SeenVisit]] = defaultdict(list)
    for one in seen:
        by_state[one.state].append(one)
    over = [one for one in seen if one.state in (ENDED, REFUSED, TOO_OLD)]
    return Office(
        tuple(by_state[GOING_ON]), tuple(by_state[WAITING]), tuple(by_state[AGREED]),
        tuple(over), number, page,
    )  # fmt: skip


def _query() -> Any:
    colleague = aliased(Staff)
    return (
        select(SupportVisit, Staff.name, colleague.name, Party.code, Party.name)
        .join(Staff, Staff.id == SupportVisit.staff_id)
        .join(Party, Party.id == SupportVisit.party_id)
        .outerjoin(colleague, colleague.id == SupportVisit.approved_by_id)
    )


def _seen(
    session: Session, rows: Sequence[Any], who: Actor, now: datetime
) -> tuple[SeenVisit, ...]:
    """Three statements for any number of visits."""
    ids = [row[0].id for row in rows]
    endpoints: dict[int, dict[str, int]] = defaultdict(dict)
    pages = (
        select(VisitView.visit_id, VisitView.endpoint, func.count())
        .where(VisitView.visit_id.in_(ids), VisitView.sent.is_(False), VisitView.status < 300)
        .group_by(VisitView.visit_id, VisitView.endpoint)
        .order_by(VisitView.visit_id, func.min(VisitView.id))
    )
    for visit_id, endpoint, count in session.execute(pages):
        endpoints[visit_id][endpoint] = count
    changed = (
        select(AuditEvent.visit_id, func.count())
        .where(AuditEvent.visit_id.in_(ids), AuditEvent.event.not_in(OWN_EVENTS))
        .group_by(AuditEvent.visit_id)
    )
    changes = {row[0]: row[1] for row in session.execute(changed)}
    return tuple(
        _visit(row, who, now, endpoints[row[0].id], changes.get(row[0].id, 0)) for row in rows
    )


def _visit(
    row: Any, who: Actor, now: datetime, endpoints: dict[str, int], changes: int
) -> SeenVisit:
    visit, staff, colleague, code, name = row
    return SeenVisit(
        handle=visit.handle, person=code, name=name, staff=staff, reason=visit.reason,
        note=visit.note, consent=visit.consent, colleague=colleague or "", mode=visit.mode,
        state=_state(visit, now), asked_at=visit.asked_at, started_at=visit.started_at,
        ends_at=visit.ends_at, ended_at=visit.ended_at or _over_at(visit, now),
        ended_by=visit.ended_by or "", endpoints=tuple(endpoints), pages=sum(endpoints.values()),
        changes=changes, own=visit.staff_id == who.staff_id,
        may_decide=visit.staff_id != who.staff_id and who.staff_role in approvers(visit.consent),
    )  # fmt: skip


def _over_at(visit: SupportVisit, now: datetime) -> datetime | None:
    return visit.ends_at if visit.ends_at is not None and visit.ends_at <= now else None


def _state(visit: SupportVisit, now: datetime) -> str:
    if visit.started_at is not None:
        over = visit.ended_at is not None or _over_at(visit, now) is not None
        return ENDED if over else GOING_ON
    if visit.refused_at is not None:
        return REFUSED
    if visit.asked_at + APPROVAL_HOLDS <= now:
        return TOO_OLD
    return WAITING if visit.approved_at is None else AGREED
