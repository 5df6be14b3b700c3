"""What was paid, when and out of which years: payments of a party, and one payment in full.

Amounts are cents; lines carry micro-cents. What belongs to somebody else is NotFound.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.periods import expires_on
from portal.services.run_lines import Frozen, RunLine, cap_of, frozen, lines_of
from portal.store.people import Party
from portal.store.settlement import Run, RunPayee, RunPeriod


@dataclass(frozen=True)
class PaymentRow:
    """One approved run in which the party had anything: what it paid, kept waiting, withheld."""

    run: str
    kind: str
    pays_on: date
    loan_years: tuple[int, ...]
    """The years out of which money moved."""
    gross_cents: int
    tax_cents: int
    net_cents: int
    waiting_cents: int
    disputed_cents: int


@dataclass(frozen=True)
class Waiting:
    """Money that waits, or is disputed, of one loan year and kind, and its last day."""

    loan_year: int
    kind: str
    cents: int
    disputed_cents: int
    expires: date


@dataclass(frozen=True)
class PeriodStatement:
    """One loan year and kind in a payment; `cap_cents` None where there is none."""

    loan_year: int
    kind: str
    additional: bool
    entitled_cents: int
    capped_cents: int
    cap_cents: int | None
    disputed_cents: int
    paid_before_cents: int
    moved_cents: int
    waiting_cents: int
    debt_after_cents: int
    expires: date
    lines: tuple[RunLine, ...]

    @property
    def unchanged(self) -> bool:
        """Whether this run did nothing with the year: paid before, and nothing left open."""
        open_sums = (self.moved_cents, self.waiting_cents, self.disputed_cents)
        return not any((*open_sums, self.debt_after_cents))

    @property
    def over_cap_cents(self) -> int:
        """What the cap cut off: it stays in the year's pot."""
        return self.entitled_cents - self.capped_cents


@dataclass(frozen=True)
class Statement:
    """One payment in full. `tax_basis` is `card` or the name of a parameter."""

    run: str
    kind: str
    pays_on: date
    cutoff: date
    gross_cents: int
    tax_cents: int
    net_cents: int
    waiting_cents: int
    disputed_cents: int
    tax_ppm: int
    tax_basis: str
    threshold_cents: int
    periods: tuple[PeriodStatement, ...]
    lines: tuple[RunLine, ...]


def payments_of(session: Session, party_id: int) -> tuple[PaymentRow, ...]:
    """The party's approved runs, newest first."""
    rows = session.execute(
        select(Run, RunPayee)
        .join(RunPayee, RunPayee.run_id == Run.id)
        .where(RunPayee.party_id == party_id, Run.state == "approved")
        .order_by(Run.pays_on.desc(), Run.id.desc())
    ).all()
    years = _years_moved(session, party_id)
    return tuple(
        PaymentRow(
            run=run.code,
            kind=run.kind,
            pays_on=run.pays_on,
            loan_years=years.get(run.id, ()),
            gross_cents=payee.gross_cents,
            tax_cents=payee.tax_cents,
            net_cents=payee.net_cents,
            waiting_cents=payee.waiting_cents,
            disputed_cents=payee.disputed_cents,
        )
        for run, payee in rows
    )


def waiting_of(session: Session, party_id: int) -> tuple[Waiting, ...]:
    """What waits or is disputed after the latest approved run, oldest year first.

    Additional money is not carried on to another payment, so it never waits here.
    """
    return tuple(
        Waiting(
            loan_year=row.period_start.year,
            kind=row.kind,
            cents=row.waiting_cents,
            disputed_cents=row.disputed_cents,
            expires=expires_on(row.period_start.year),
        )
        for row in _latest_periods(session, party_id)
        if (row.waiting_cents or row.disputed_cents) and not row.additional
    )


def owed_of(session: Session, party_id: int) -> int:
    """Cents that were paid too much and are still to be set off, after the latest approved run."""
    return sum(row.debt_after_cents for row in _latest_periods(session, party_id))


def _latest_periods(session: Session, party_id: int) -> list[RunPeriod]:
    latest = session.scalar(
        select(Run).where(Run.state == "approved").order_by(Run.after_approvals.desc()).limit(1)
    )
    return [] if latest is None else _periods(session, latest.id, party_id)


def payment(session: Session, data_dir: Path, party_id: int, run_code: str) -> Statement:
    """One approved run of the party in full; raises NotFound for drafts and for others' runs."""
    run, payee = run_of(session, party_id, run_code)
    snapshot = snapshot_of(session, data_dir, run, party_id)
    lines = lines_of(session, snapshot, party_id)
    rows = _periods(session, run.id, party_id)
    return Statement(
        run=run.code,
        kind=run.kind,
        pays_on=run.pays_on,
        cutoff=run.cutoff,
        gross_cents=payee.gross_cents,
        tax_cents=payee.tax_cents,
        net_cents=payee.net_cents,
        waiting_cents=payee.waiting_cents,
        disputed_cents=payee.disputed_cents,
        tax_ppm=payee.tax_ppm,
        tax_basis=payee.tax_basis,
        threshold_cents=snapshot.header["threshold_cents"],
        periods=tuple(_period(row, snapshot, lines) for row in rows),
        lines=lines,
    )


def run_of(session: Session, party_id: int, run_code: str) -> tuple[Run, RunPayee]:
    """An approved run and what it says of the party; raises NotFound."""
    found = session.execute(
        select(Run, RunPayee)
        .join(RunPayee, RunPayee.run_id == Run.id)
        .where(Run.code == run_code, Run.state == "approved", RunPayee.party_id == party_id)
    ).first()
    if found is None:
        raise NotFound(what="payment", name=run_code)
    return found[0], found[1]


def snapshot_of(session: Session, data_dir: Path, run: Run, party_id: int) -> Frozen:
    """The run's frozen facts, seen by the party."""
    return frozen(data_dir, run, session.get_one(Party, party_id).code)


def _periods(session: Session, run_id: int, party_id: int) -> list[RunPeriod]:
    rows = session.scalars(
        select(RunPeriod)
        .where(RunPeriod.run_id == run_id, RunPeriod.party_id == party_id)
        .order_by(RunPeriod.period_start, RunPeriod.additional, RunPeriod.kind.desc())
    )
    return list(rows)


def _period(row: RunPeriod, snapshot: Frozen, lines: tuple[RunLine, ...]) -> PeriodStatement:
    year = row.period_start.year
    own = () if row.additional else tuple(
        line for line in lines if line.loan_year == year and line.kind == row.kind
    )  # fmt: skip
    return PeriodStatement(
        loan_year=year,
        kind=row.kind,
        additional=row.additional,
        entitled_cents=row.entitled_cents,
        capped_cents=row.capped_cents,
        cap_cents=cap_of(snapshot, year, row.kind),
        disputed_cents=row.disputed_cents,
        paid_before_cents=row.paid_before_cents,
        moved_cents=row.moved_cents,
        waiting_cents=row.waiting_cents,
        debt_after_cents=row.debt_after_cents,
        expires=expires_on(year),
        lines=tuple(sorted(own, key=lambda line: (-line.factors.amount, line.number))),
    )


def _years_moved(session: Session, party_id: int) -> dict[int, tuple[int, ...]]:
    rows = session.execute(
        select(RunPeriod.run_id, RunPeriod.period_start)
        .where(RunPeriod.party_id == party_id, RunPeriod.moved_cents > 0)
        .distinct()
        .order_by(RunPeriod.period_start)
    )
    years: dict[int, tuple[int, ...]] = {}
    for run_id, start in rows:
        years[run_id] = (*years.get(run_id, ()), start.year)
    return years
