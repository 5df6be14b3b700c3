"""The office's day: what waits for this staff member, the next days, and what needs a look."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from portal.kernel.identity import Actor
from portal.kernel.periods import expires_on
from portal.services.messages.outgoing import ADDRESS_REFUSED
from portal.services.money import calendar
from portal.services.office import office_letters
from portal.services.parameters import parameters
from portal.services.people import name_decisions
from portal.services.sharing import disagreements, dispute_decisions
from portal.services.usage.coverage import coverage
from portal.services.verification import verify_outcomes
from portal.services.verification.verify_outcomes import ENDED, Outcome
from portal.services.visits import support_visits
from portal.store.access import SupportVisit
from portal.store.messages import Outgoing
from portal.store.office import ParameterProposal, WorkOrder
from portal.store.records import AuditEvent
from portal.store.settlement import Run, RunPeriod
from portal.store.sharing import Dispute

LATELY = timedelta(days=14)
"""How long what went wrong stays on the page."""
UNCHECKED = timedelta(days=2)
"""After how long without the nightly check somebody looks at the worker: one night may fail."""
NEXT_DAYS = 4
CHAIN = "chain_checked"

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
    verified: Outcome | None
    """The last check of everything, None before the first."""


def today(session: Session, who: Actor, day: date) -> Today:
    """What waits for the office, what comes next, and what went wrong lately."""
    checks = _last_checks(session)
    counted = _counted(session)
    return Today(
        queue=_waiting(session, who, counted),
        days=_days(session, day),
        alarms=(*_faults(checks), *_alarms(session, counted)),
        chain_checked_at=checks.chain[0] if checks.chain else None,
        verified=checks.verified,
    )


def _waiting(session: Session, who: Actor, counted: Mapping[str, Counted]) -> tuple[Item, ...]:
    counts: dict[str, Counted] = {
        "questions": office_letters.open_questions_count(session),
        "names": name_decisions.names_waiting_count(session),
        "disputes": dispute_decisions.disputes_with_staff_count(session),
        "disagreeing": disagreements.disagreeing_editions_count(session),
        "visits": support_visits.waiting_for_colleague(session, who),
        "proposals": counted["proposals"],
        "runs": counted["runs"],
    }
    items = (Item(code, *count) for code, count in counts.items())
    return tuple(one for one in items if one.number)


def _alarms(session: Session, counted: Mapping[str, Counted]) -> tuple[Item, ...]:
    items = (Item(code, *counted[code]) for code in ("orders", "break_glass", "emails"))
    covered = coverage(session)
    absent = Item("loans", len(covered.absent(covered.latest)) if covered.latest else 0, None)
    return tuple(one for one in (*items, absent) if one.number)


def _counted(session: Session) -> dict[str, Counted]:
    """What needs no service of its own, counted in one statement: how many, since when."""
    since = datetime.now(UTC) - LATELY
    proposal, order, visit = ParameterProposal, WorkOrder, SupportVisit
    run, letter = aliased(Run), Outgoing
    approved = select(func.count()).where(Run.state == "approved").scalar_subquery()
    conditions: dict[str, tuple[Any, tuple[Any, ...]]] = {
        "proposals": (proposal.proposed_at, (proposal.state == "proposed",)),
        # Two people may approve them now: no preview, and no other was approved since.
        "runs": (
            run.calculated_at,
            (run.state == "draft", run.preview.is_(False), run.after_approvals == approved),
        ),
        "orders": (order.ended_at, (order.state == "failed", order.ended_at >= since)),
        "break_glass": (
            visit.started_at, (visit.consent == "break_glass", visit.started_at >= since),
        ),
        "emails": (
            letter.gave_up_at, (letter.problem == ADDRESS_REFUSED, letter.gave_up_at >= since),
        ),
    }  # fmt: skip
    queries = [
        select(literal(code).label("code"), func.count(moment), func.min(moment)).where(*wanted)
        for code, (moment, wanted) in conditions.items()
    ]
    return {row[0]: (row[1], row[2]) for row in session.execute(union_all(*queries))}


@dataclass(frozen=True)
class _Checks:
    """The last walk along the chain with its broken places, the last check of everything, and
    when the portal's first event was.
    """

    chain: tuple[datetime, int] | None
    verified: Outcome | None
    since: datetime | None


def _last_checks(session: Session) -> _Checks:
    """What the portal last found about itself, in one statement."""
    newest = select(func.max(AuditEvent.id)).where(AuditEvent.event.in_((CHAIN, ENDED)))
    first = select(func.min(AuditEvent.id)).scalar_subquery()
    rows = session.execute(
        select(AuditEvent.event, AuditEvent.at, AuditEvent.details)
        .where(AuditEvent.id.in_(newest.group_by(AuditEvent.event)) | (AuditEvent.id == first))
        .order_by(AuditEvent.id)
    ).all()
    found = {row.event: row for row in rows}
    chain, whole = found.get(CHAIN), found.get(ENDED)
    return _Checks(
        chain=(chain.at, int(json.loads(chain.details)["broken"])) if chain else None,
        verified=verify_outcomes.read(whole.at, whole.details) if whole else None,
        since=rows[0].at if rows else None,
    )


def _faults(checks: _Checks) -> tuple[Item, ...]:
    """What the checks found, and whether nobody has checked for long."""
    chain, whole = checks.chain, checks.verified
    last = whole.at if whole else checks.since
    silent = (datetime.now(UTC) - last).days if last else 0
    items = (
        Item("faults", whole.findings if whole else 0, whole.at if whole else None),
        Item("unchecked", silent if silent >= UNCHECKED.days else 0, None),
        Item("chain", *((chain[1], chain[0]) if chain else (0, None))),
    )
    return tuple(one for one in items if one.number)


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
