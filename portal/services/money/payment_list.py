"""The party's payments in a list, what waits, what is owed, and what expired. Cents."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.kernel.periods import expires_on
from portal.services.base import kept
from portal.services.parameters import parameters
from portal.services.settlement.run_rows import approved, payees_of, periods_of
from portal.store.settlement import Run, RunPayee, RunPeriod


@dataclass(frozen=True)
class PaymentRow:
    """One approved run in which the party had anything: what it paid, kept waiting, withheld."""

    run: str
    kind: str
    pays_on: date
    loan_years: tuple[int, ...]
    """The years out of which money moved."""
    additional_years: tuple[int, ...]
    """The years whose additional distribution moved money."""
    gross_cents: int
    tax_cents: int
    net_cents: int
    waiting_cents: int
    """What a later payment can bring: additional money never waits."""
    lost_cents: int
    """Additional money too small to be paid."""
    disputed_cents: int
    set_off_cents: int
    """What was due and was taken for an earlier overpayment."""


@dataclass(frozen=True)
class Waiting:
    """Money that waits, or is disputed, of one loan year and kind, and its last day."""

    loan_year: int
    kind: str
    cents: int
    disputed_cents: int
    expires: date


@kept.for_party
def payments_of(session: Session, party_id: int) -> tuple[PaymentRow, ...]:
    """The party's approved runs, newest first."""
    payees = {payee.run_id: payee for payee in payees_of(session, party_id)}
    periods = _periods_by_run(session, party_id)
    own = [run for run in approved(session) if run.id in payees]
    own.sort(key=lambda run: (run.pays_on, run.id), reverse=True)
    return tuple(_payment_row(run, payees[run.id], periods[run.id]) for run in own)


def _payment_row(run: Run, payee: RunPayee, periods: list[RunPeriod]) -> PaymentRow:
    lost = sum(row.waiting_cents for row in periods if row.additional)
    return PaymentRow(
        run=run.code,
        kind=run.kind,
        pays_on=run.pays_on,
        loan_years=_years_moved(periods, additional=False),
        additional_years=_years_moved(periods, additional=True),
        gross_cents=payee.gross_cents,
        tax_cents=payee.tax_cents,
        net_cents=payee.net_cents,
        waiting_cents=payee.waiting_cents - lost,
        lost_cents=lost,
        disputed_cents=payee.disputed_cents,
        set_off_cents=-sum(min(row.moved_cents, 0) for row in periods),
    )


def _years_moved(periods: list[RunPeriod], *, additional: bool) -> tuple[int, ...]:
    own = [row for row in periods if row.moved_cents > 0 and row.additional == additional]
    return tuple(sorted({row.period_start.year for row in own}))


def _periods_by_run(session: Session, party_id: int) -> dict[int, list[RunPeriod]]:
    found: dict[int, list[RunPeriod]] = defaultdict(list)
    for row in periods_of(session, party_id):
        found[row.run_id].append(row)
    return found


def waiting_of(session: Session, party_id: int, today: date) -> tuple[Waiting, ...]:
    """What waits or is disputed after the latest approved run, oldest year first.

    What has expired by `today` waits no longer, nor does additional money: it is not carried on.
    """
    back = parameters.years_open(session, today)
    latest = (_waiting(row, back) for row in _latest_periods(session, party_id))
    return tuple(one for one in latest if one.expires >= today)


def expired_of(session: Session, party_id: int, today: date) -> tuple[Waiting, ...]:
    """What waited or was disputed in the last approved run of its year, and expired before today;
    oldest year first.
    """
    runs, back = approved(session), parameters.years_open(session, today)
    periods = _periods_by_run(session, party_id)
    years = sorted({row.period_start.year for rows in periods.values() for row in rows})
    found: list[Waiting] = []
    for year in [year for year in years if expires_on(year, back) < today]:
        while_open = [run.id for run in runs if run.pays_on <= expires_on(year, back)]
        rows = periods[while_open[-1]] if while_open else []
        found += [_waiting(row, back) for row in _kept(rows) if row.period_start.year == year]
    return tuple(found)


def owed_of(session: Session, party_id: int) -> int:
    """Cents that were paid too much and are still to be set off, after the latest approved run."""
    return sum(row.debt_after_cents for row in _all_of_latest(session, party_id))


def _latest_periods(session: Session, party_id: int) -> list[RunPeriod]:
    return _kept(_all_of_latest(session, party_id))


def _all_of_latest(session: Session, party_id: int) -> list[RunPeriod]:
    runs = approved(session)
    return _periods_by_run(session, party_id)[runs[-1].id] if runs else []


def _kept(rows: list[RunPeriod]) -> list[RunPeriod]:
    """The rows with money that is kept for later, oldest year first, physical before e."""
    kept = [row for row in rows if row.waiting_cents or row.disputed_cents]
    ordered = sorted(kept, key=lambda row: (row.period_start, row.kind == "e"))
    return [row for row in ordered if not row.additional]


def _waiting(row: RunPeriod, back: int) -> Waiting:
    return Waiting(
        loan_year=row.period_start.year,
        kind=row.kind,
        cents=row.waiting_cents,
        disputed_cents=row.disputed_cents,
        expires=expires_on(row.period_start.year, back),
    )
