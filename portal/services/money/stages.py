"""The stages of a payment, each with its day: loans in, last day, calculated, approved, paid.

Only what is known to be true: what a bank says is not among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.periods import open_years
from portal.services.counts.reports import reports as reported
from portal.services.money.estimating import NextRun
from portal.services.settlement.run_rows import runs
from portal.store.settlement import Run
from portal.store.usage import UsageCoverage, UsageImport

LOANS_IN = "loans_in"
LAST_DAY = "last_day"
CALCULATED = "calculated"
APPROVED = "approved"
PAYMENT_DAY = "payment_day"
PAID = "paid"
CODES = (LOANS_IN, LAST_DAY, CALCULATED, APPROVED, PAYMENT_DAY, PAID)
DONE, NOW, COMING = "done", "now", "coming"
ZONE = ZoneInfo("Europe/Helsinki")


@dataclass(frozen=True)
class Stage:
    """One stage: `code` of CODES, its day where it is known, and done, now or coming."""

    code: str
    day: date | None
    state: str


@dataclass(frozen=True)
class _Step:
    code: str
    day: date | None
    done: bool


def of_run(session: Session, run: Run, today: date, *, paid: bool) -> tuple[Stage, ...]:
    """The stages of an approved run; `paid`: the payee is paid by it, not only others."""
    newest = open_years(run.kind, run.pays_on.year)[-1]
    loans_in = _loans_had_come(session, newest, run.calculated_at)
    over = run.pays_on <= today
    steps = [_Step(LOANS_IN, loans_in, done=True)] if loans_in else []
    steps += [
        _Step(LAST_DAY, run.cutoff, done=True),
        _Step(CALCULATED, _day(run.calculated_at), done=True),
        _Step(APPROVED, _day(run.approved_at), done=True),
        _Step(PAID if over and paid else PAYMENT_DAY, run.pays_on, over),
    ]
    return tuple(_with_states(steps))


def of_next(session: Session, coming: NextRun, today: date) -> tuple[Stage, ...]:
    """The stages of the payment that comes next; a preview is no calculation yet."""
    loans_in = reports(session).get(coming.open_years[-1])
    calculated = _calculated(session, coming)
    steps = [
        _Step(LOANS_IN, loans_in, loans_in is not None),
        _Step(LAST_DAY, coming.cutoff, coming.cutoff is not None and coming.cutoff < today),
        _Step(CALCULATED, calculated, calculated is not None),
        _Step(APPROVED, None, done=False),
        _Step(PAYMENT_DAY, coming.pays_on, done=False),
    ]
    return tuple(_with_states(steps))


def reports(session: Session) -> dict[int, date]:
    """The day of the latest report of each loan year, of those that count."""
    said = sorted(reported(session), key=lambda one: one.imported_at)
    return {one.loan_year: one.imported_at.astimezone(ZONE).date() for one in said}


def _with_states(steps: list[_Step]) -> Iterator[Stage]:
    """The first stage that is not done is the one of today."""
    open_state = NOW
    for step in steps:
        yield Stage(step.code, step.day, DONE if step.done else open_state)
        open_state = open_state if step.done else COMING


def _loans_had_come(session: Session, loan_year: int, moment: datetime) -> date | None:
    """The day of the latest report of a loan year that had come by a moment."""
    latest = (
        select(func.max(UsageImport.imported_at))
        .join(UsageCoverage, UsageCoverage.import_id == UsageImport.id)
        .where(UsageCoverage.loan_year == loan_year, UsageImport.imported_at <= moment)
    )
    return _day(session.scalar(latest))


def _calculated(session: Session, coming: NextRun) -> date | None:
    """The day of the latest draft of the run that could be approved."""
    first, last = date(coming.year, 1, 1), date(coming.year, 12, 31)
    drafts = [
        run.calculated_at
        for run in runs(session)
        if run.kind == coming.kind and first <= run.pays_on <= last
        if run.state == "draft" and not run.preview
    ]
    return _day(max(drafts, default=None))


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone(ZONE).date()
