"""Long work of the office: ordered on a page, taken by the queue, with its progress and outcome.

A worker that is killed leaves an order that runs without a pulse; the next one takes it up again.
Work that changes the database calls `finish` in its own transaction: twice done has one effect.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select, update
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import SYSTEM, Actor, StaffRole
from portal.services.access import staff
from portal.services.access.staff import StaffUnknown
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.messages import receipts
from portal.services.orders.order_refusals import OrderBroken, OrderInterrupted, OrderRefused, Said
from portal.store.office import WorkOrder
from portal.store.people import Staff

ORDERED_BY: dict[str, tuple[StaffRole, ...]] = {
    "import_loans": ("officer", "administrator"),
    "calculate_run": ("officer",),
    "recompute_run": ("officer", "approver", "auditor"),
    "shadow_run": ("officer", "administrator", "approver"),
    "check_chain": ("officer", "administrator", "auditor"),
}
"""Each kind of work, and the roles that may order it."""
OPEN = ("waiting", "running")
SILENT = timedelta(seconds=60)
"""A running order without a pulse for so long was left by a worker that is gone."""
MOST_ATTEMPTS = 3


Report = Callable[[str, int, int], None]
"""How work says how far it is: a step as a code, how much is done, of how much (0: not known)."""


@dataclass(frozen=True)
class WorkOrderShown:
    """An order as pages show it; `refusal` is why it failed, `outcome` what came of it."""

    number: str
    kind: str
    state: str
    told: dict[str, Any]
    staff: str
    staff_id: int
    asked_at: datetime
    begun_at: datetime | None
    pulse_at: datetime | None
    ended_at: datetime | None
    attempts: int
    step: str
    done: int
    total: int
    outcome: dict[str, Any]
    refusal: Refusal | None

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN

    def is_silent(self, now: datetime) -> bool:
        """Whether it runs, and its worker says nothing any more; `now` is UTC."""
        return self.state == "running" and (self.pulse_at is None or now - self.pulse_at > SILENT)


@dataclass(frozen=True)
class Taken:
    """An order in the hands of a worker: for the `attempt`-th time, in the name of `actor`."""

    number: str
    kind: str
    told: dict[str, Any]
    attempt: int
    actor: Actor
    today: date


def order(session: Session, actor: Actor, kind: str, told: Mapping[str, Any]) -> WorkOrderShown:
    """Puts work before the queue; the same that still waits or runs is not ordered twice.

    Wake the worker (jobs.orders) after the commit. Raises OrderRefused.
    """
    _check_role(actor, kind)
    locks.alone(session)
    words = canonical(told)
    same = select(WorkOrder.number).where(
        WorkOrder.kind == kind, WorkOrder.told == words, WorkOrder.state.in_(OPEN)
    )
    number = session.scalar(same)
    if number is None:
        number = receipts.draw()
        row = WorkOrder(number=number, kind=kind, staff_id=actor.staff_id, told=words)
        row.asked_at = datetime.now(UTC)
        session.add(row)
        session.flush()
        audit.record(session, actor, "work_ordered", order=number, kind=kind)
    return shown(session, number)


def shown(session: Session, number: str) -> WorkOrderShown:
    """One order; raises NotFound."""
    found = session.execute(_joined().where(WorkOrder.number == number)).first()
    if found is None:
        raise NotFound(what="order", name=number)
    return _shown(*found)


def listed(
    session: Session, *, open_only: bool = False, kind: str | None = None, limit: int = 50
) -> tuple[WorkOrderShown, ...]:
    """Orders, the newest first."""
    query = _joined().order_by(WorkOrder.id.desc()).limit(limit)
    if open_only:
        query = query.where(WorkOrder.state.in_(OPEN))
    if kind is not None:
        query = query.where(WorkOrder.kind == kind)
    return tuple(_shown(*row) for row in session.execute(query))


def due(session: Session, now: datetime, silent_for: timedelta = SILENT) -> tuple[str, ...]:
    """The numbers of what waits, and of what a worker left in the middle; the oldest first."""
    query = select(WorkOrder.number).where(_due(now, silent_for)).order_by(WorkOrder.id)
    return tuple(session.scalars(query))


def take(
    session: Session, number: str, now: datetime, today: date, silent_for: timedelta = SILENT
) -> Taken | None:
    """The order, from now on in this worker's hands; None where another was faster, or it failed.

    What was interrupted three times fails, as does what somebody ordered who has left since.
    """
    row = session.execute(
        select(WorkOrder, Staff.code)
        .join(Staff, Staff.id == WorkOrder.staff_id)
        .where(WorkOrder.number == number)
    ).first()
    if row is None:
        return None
    found, code = row
    attempts = found.attempts
    began = (
        update(WorkOrder)
        .where(WorkOrder.number == number, WorkOrder.attempts == attempts, _due(now, silent_for))
        .values(state="running", attempts=attempts + 1, pulse_at=now, step="", done=0, total=0,
                begun_at=found.begun_at or now)
    )  # fmt: skip
    if not _changed(session, began):
        return None
    if attempts >= MOST_ATTEMPTS:
        fail(session, number, OrderInterrupted(times=attempts))
        return None
    try:
        actor = staff.actor(session, code, today)
        _check_role(actor, found.kind)
    except (StaffUnknown, OrderRefused) as refusal:
        fail(session, number, refusal)
        return None
    return Taken(number, found.kind, json.loads(found.told), attempts + 1, actor, today)


def step(
    session: Session, number: str, step: str, done: int, total: int, *, attempt: int | None = None
) -> bool:
    """Says how far the work is, and that the worker is alive; False when it is over."""
    said = update(WorkOrder).where(WorkOrder.number == number, WorkOrder.state == "running")
    if attempt is not None:
        said = said.where(WorkOrder.attempts == attempt)
    values = {"step": step, "done": max(done, 0), "total": max(total, 0)}
    return _changed(session, said.values(pulse_at=datetime.now(UTC), **values))


def finish(session: Session, number: str, outcome: Mapping[str, Any]) -> None:
    """Ends the work, in the transaction of what it changed; raises OrderRefused where it is over.

    Of two workers that did the same, the later is refused and its changes are rolled back.
    """
    _end(session, number, "done", canonical(outcome))


def fail(session: Session, number: str, refusal: Refusal, *, attempt: int | None = None) -> None:
    """Ends the work with the reason why it was not done; raises OrderRefused where it is over."""
    said = canonical({"code": refusal.code, "arguments": refusal.arguments})
    _end(session, number, "failed", said, attempt)


def cancel(session: Session, number: str, actor: Actor) -> None:
    """Takes an order back that still waits; raises NotFound and OrderRefused."""
    _check_role(actor, shown(session, number).kind)
    waits = update(WorkOrder).where(WorkOrder.number == number, WorkOrder.state == "waiting")
    if not _changed(session, waits.values(state="cancelled", ended_at=datetime.now(UTC))):
        raise OrderRefused(reason="begun")
    audit.record(session, actor, "work_cancelled", order=number)


def put_back(session: Session, number: str, attempt: int) -> None:
    """The work broke off unforeseen: it waits again, until it has been tried three times."""
    if attempt >= MOST_ATTEMPTS:
        fail(session, number, OrderBroken(times=attempt), attempt=attempt)
        return
    mine = update(WorkOrder).where(
        WorkOrder.number == number, WorkOrder.state == "running", WorkOrder.attempts == attempt
    )
    _changed(session, mine.values(state="waiting", step=""))


def canonical(told: Mapping[str, Any]) -> str:
    """JSON that is the same for the same content; days and paths become text."""
    return json.dumps(told, sort_keys=True, ensure_ascii=False, default=str)


def _check_role(actor: Actor, kind: str) -> None:
    if actor.staff_id is None or actor.staff_role not in ORDERED_BY[kind]:
        raise OrderRefused(reason="role", roles=", ".join(ORDERED_BY[kind]))


def _end(
    session: Session, number: str, state: str, outcome: str, attempt: int | None = None
) -> None:
    mine = update(WorkOrder).where(WorkOrder.number == number, WorkOrder.state == "running")
    if attempt is not None:
        mine = mine.where(WorkOrder.attempts == attempt)
    ended = mine.values(state=state, outcome=outcome, ended_at=datetime.now(UTC))
    if not _changed(session, ended):
        raise OrderRefused(reason="over")
    audit.record(session, SYSTEM, "work_ended", order=number, state=state)


def _changed(session: Session, change: Any) -> bool:
    """Whether the change met its one row; two at once never both do."""
    done = session.execute(change.execution_options(synchronize_session="fetch"))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def _due(now: datetime, silent_for: timedelta) -> Any:
    silent = or_(WorkOrder.pulse_at.is_(None), WorkOrder.pulse_at <= now - silent_for)
    return or_(WorkOrder.state == "waiting", and_(WorkOrder.state == "running", silent))


def _joined() -> Select[WorkOrder, str]:
    return select(WorkOrder, Staff.name).join(Staff, Staff.id == WorkOrder.staff_id)


def _shown(row: WorkOrder, name: str) -> WorkOrderShown:
    outcome = json.loads(row.outcome)
    failed = row.state == "failed"
    return WorkOrderShown(
        number=row.number,
        kind=row.kind,
        state=row.state,
        told=json.loads(row.told),
        staff=name,
        staff_id=row.staff_id,
        asked_at=row.asked_at,
        begun_at=row.begun_at,
        pulse_at=row.pulse_at,
        ended_at=row.ended_at,
        attempts=row.attempts,
        step=row.step,
        done=row.done,
        total=row.total,
        outcome={} if failed else outcome,
        refusal=Said(outcome["code"], outcome["arguments"]) if failed else None,
    )
