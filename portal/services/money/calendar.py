"""The public days of lending: last days for works, payments, and when loan years expire.

No sum and no name is in it. Only days that a run has said, and those that follow from parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.documents import calendar
from portal.documents.calendar import Entry
from portal.kernel.periods import expires_on
from portal.rules.schemes import lending
from portal.services.parameters import parameters
from portal.store.settlement import Run

LAST_DAY = "last_day"
PAYMENT = "payment"
EXPIRY = "expiry"
WHATS = (LAST_DAY, PAYMENT, EXPIRY)

__all__ = ["Entry", "PublicDay", "public_days", "written"]


@dataclass(frozen=True)
class PublicDay:
    """One day: `what` of WHATS, the kind of its payment or its loan year, and since when known.

    `key` names it for ever: another day for the same event is the same event moved.
    """

    key: str
    what: str
    day: date
    known_at: datetime
    kind: str = ""
    loan_year: int = 0
    payment_day: date | None = None
    """The payment that a last day belongs to."""
    planned: bool = False
    """The run is not approved, and its days can still change."""


class _Dated(NamedTuple):
    kind: str
    pays_on: date
    cutoff: date
    state: str
    calculated_at: datetime
    approved_at: datetime | None


def public_days(session: Session, today: date) -> tuple[PublicDay, ...]:
    """Every known day, oldest first: of approved runs, of planned ones, and of open loan years."""
    found = [*_of_runs(session), *_of_loan_years(session, today)]
    return tuple(sorted(found, key=lambda one: (one.day, WHATS.index(one.what), one.key)))


def written(name: str, language: str, entries: Iterable[Entry]) -> bytes:
    """The calendar as a file (RFC 5545)."""
    return calendar.written(name, language, entries)


def _of_runs(session: Session) -> Iterator[PublicDay]:
    columns = (
        Run.kind, Run.pays_on, Run.cutoff, Run.state, Run.calculated_at, Run.approved_at,
    )  # fmt: skip
    public = (Run.state == "approved") | Run.preview
    rows = session.execute(select(*columns).where(public).order_by(Run.id))
    for key, run in _named(_Dated(*row) for row in rows):
        known, planned = run.approved_at or run.calculated_at, run.state != "approved"
        payment = PublicDay(
            f"{key}-payment", PAYMENT, run.pays_on, known, run.kind, planned=planned
        )
        yield payment
        yield replace(payment, key=f"{key}-last-day", what=LAST_DAY, day=run.cutoff,
                      payment_day=run.pays_on)  # fmt: skip


def _named(rows: Iterable[_Dated]) -> Iterator[tuple[str, _Dated]]:
    """Runs with their names: of one season the approved ones in order, else the latest preview."""
    seasons: dict[tuple[int, str], list[_Dated]] = {}
    for row in rows:
        seasons.setdefault((row.pays_on.year, row.kind), []).append(row)
    for (year, kind), runs in seasons.items():
        approved = [run for run in runs if run.state == "approved"]
        for number, run in enumerate(approved or runs[-1:], 1):
            yield f"{year}-{kind}-{number}", run


def _of_loan_years(session: Session, today: date) -> Iterator[PublicDay]:
    """The last day of every loan year that is open."""
    back = lending.years_open(parameters.book(session), today)
    for year in range(today.year - back, today.year):
        begun = datetime.combine(date(year + 1, 1, 1), time(tzinfo=UTC))
        yield PublicDay(f"{year}-expiry", EXPIRY, expires_on(year, back), begun, loan_year=year)
