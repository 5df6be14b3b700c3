"""The office's day: what waits for this staff member, the next days, and what needs a look."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.kernel.periods import expires_on
from portal.services import (
    calendar,
    disagreements,
    dispute_decisions,
    name_decisions,
    office_letters,
    parameters,
    support_visits,
)
from portal.services.coverage import coverage
from portal.services.outgoing import ADDRESS_REFUSED
from portal.services.settlement.history import approvals_so_far
from portal.store.access import SupportVisit
from portal.store.messages import Outgoing
from portal.store.office import ParameterProposal, WorkOrder
from portal.store.records import AuditEvent
from portal.store.settlement import Run, RunPeriod
from portal.store.sharing import Dispute

LATELY = timedelta(days=14)
"""How long what went wrong stays on the page."""
NEXT_DAYS = 4

Counted = tuple[int, datetime | None]
"""How many wait, and since when the oldest does."""


@dataclass(frozen=True)
class Item:
    """Something that waits, or needs a look: its code, how many, and the oldest moment."""

    code: str
    number: int
    oldest: datetime | None


@dataclass(frozen=True)
class NextDay:
    """A day that comes: its code, and what it is about (a payment's kind, a year, a number)."""

    code: str
    day: date
    kind: str = ""
    loan_year: int = 0
    number: int = 0
    cents: int | None = None


@dataclass(frozen=True)
class Today:
    """The page: only what is there, in the order of work."""

    queue: tuple[Item, ...]
    days: tuple[NextDay, ...]
    alarms: tuple[Item, ...]
    chain_checked_at: datetime | None


def today(session: Session, who: Actor, day: date) -> Today:
    """What waits for the office, what comes next, and what went wrong lately."""
    checked = _last_check(session)
    broken = [] if checked is None or not checked[1] else [Item("chain", checked[1], checked[0])]
    return Today(
        queue=_waiting(session, who),
        days=_days(session, day),
        alarms=(*broken, *_alarms(session)),
        chain_checked_at=checked[0] if checked else None,
    )


def _waiting(session: Session, who: Actor) -> tuple[Item, ...]:
    counts: dict[str, Callable[[], Counted]] = {
        "questions": lambda: office_letters.open_questions_count(session),
        "names": lambda: name_decisions.names_waiting_count(session),
        "disputes": lambda: dispute_decisions.disputes_with_staff_count(session),
        "disagreeing": lambda: disagreements.disagreeing_editions_count(session),
        "visits": lambda: support_visits.waiting_for_colleague(session, who),
        "proposals": lambda: _proposals(session),
        "runs": lambda: _runs(session),
    }
    items = (Item(code, *count()) for code, count in counts.items())
    return tuple(one for one in items if one.number)


def _proposals(session: Session) -> Counted:
    row = ParameterProposal
    query = select(func.count(), func.min(row.proposed_at)).where(row.state == "proposed")
    return _counted(session, query)


def _runs(session: Session) -> Counted:
    """Runs that two people may approve now: not a preview, and no other was approved since."""
    query = select(func.count(), func.min(Run.calculated_at)).where(
        Run.state == "draft",
        Run.preview.is_(False),
        Run.after_approvals == approvals_so_far(session),
    )
    return _counted(session, query)


def _alarms(session: Session) -> tuple[Item, ...]:
    since = datetime.now(UTC) - LATELY
    failed = select(func.count(), func.min(WorkOrder.ended_at)).where(
        WorkOrder.state == "failed", WorkOrder.ended_at >= since
    )
    broken_glass = select(func.count(), func.min(SupportVisit.started_at)).where(
        SupportVisit.consent == "break_glass", SupportVisit.started_at >= since
    )
    refused = select(func.count(), func.min(Outgoing.gave_up_at)).where(
        Outgoing.problem == ADDRESS_REFUSED, Outgoing.gave_up_at >= since
    )
    queries = {"orders": failed, "break_glass": broken_glass, "emails": refused}
    items = (Item(code, *_counted(session, query)) for code, query in queries.items())
    covered = coverage(session)
    absent = Item("loans", len(covered.absent(covered.latest)) if covered.latest else 0, None)
    return tuple(one for one in (*items, absent) if one.number)


def _last_check(session: Session) -> tuple[datetime, int] | None:
    """When the audit chain was last checked, and how many of its rows did not fit."""
    row = session.execute(
        select(AuditEvent.at, AuditEvent.details)
        .where(AuditEvent.event == "chain_checked")
        .order_by(AuditEvent.id.desc())
        .limit(1)
    ).first()
    return (row.at, int(json.loads(row.details)["broken"])) if row else None


def _days(session: Session, day: date) -> tuple[NextDay, ...]:
    """The next last day and payment, the money that expires this year, and answers that are due."""
    public = [one for one in calendar.public_days(session, day) if one.day >= day]
    coming = [one for one in public if one.what != calendar.EXPIRY]
    found = [NextDay(one.what, one.day, one.kind) for one in coming[:NEXT_DAYS]]
    found += _expiring(session, day)
    answers, first = session.execute(
        select(func.count(), func.min(Dispute.answer_by)).where(
            Dispute.state == "open", Dispute.answer_by >= day
        )
    ).one()
    if answers:
        found.append(NextDay("answers", first, number=answers))
    return tuple(sorted(found, key=lambda one: (one.day, one.code)))


def _expiring(session: Session, day: date) -> list[NextDay]:
    """What waited below the threshold in the latest approved run and expires this year; cents."""
    back = parameters.years_open(session, day)
    year = day.year - back
    latest = (
        select(Run.id).where(Run.state == "approved").order_by(Run.after_approvals.desc()).limit(1)
    )
    cents, people = session.execute(
        select(func.sum(RunPeriod.waiting_cents), func.count(RunPeriod.party_id.distinct())).where(
            RunPeriod.run_id == latest.scalar_subquery(),
            RunPeriod.period_start == date(year, 1, 1),
            RunPeriod.waiting_cents > 0,
        )
    ).one()
    known = None if cents is None else int(cents)
    return [NextDay("expiry", expires_on(year, back), loan_year=year, number=people, cents=known)]


def _counted(session: Session, query: object) -> Counted:
    number, oldest = session.execute(query).one()  # type: ignore[call-overload]
    return int(number), oldest
