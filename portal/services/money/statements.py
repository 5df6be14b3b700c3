"""One payment in full: its sums, the years it came out of, and its lines.

Amounts are cents; lines carry micro-cents. What belongs to somebody else is NotFound.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.periods import expires_on
from portal.services.base import kept
from portal.services.base.parties import own_row
from portal.services.money.run_lines import Frozen, RunLine, cap_of, frozen, lines_of
from portal.services.parameters import parameters
from portal.services.settlement.run_rows import APPROVED, payees_of, periods_of, run_named
from portal.store.settlement import Run, RunPayee, RunPeriod


@dataclass(frozen=True)
class Taken:
    """Cents of what was due that were taken for money paid too much for another year."""

    loan_year: int
    cents: int


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
    taken: tuple[Taken, ...]
    """What of it was taken for an overpayment of other years."""
    lines: tuple[RunLine, ...]
    distributed: bool = False
    """Whether this run distributes the year's additional money; else only a debt of it is left."""

    @property
    def paid_cents(self) -> int:
        """What of the moved money is in the payment; below zero what was taken back."""
        return self.moved_cents - sum(one.cents for one in self.taken)

    @property
    def twins(self) -> frozenset[int]:
        """Numbers of the lines that only their class tells apart from another."""
        places = Counter((line.isbn, line.role, line.medium) for line in self.lines)
        return frozenset(
            line.number for line in self.lines if places[line.isbn, line.role, line.medium] > 1
        )

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

    @property
    def paid_before(self) -> bool:
        """Whether earlier payments paid anything of these years."""
        return any(period.paid_before_cents > 0 for period in self.periods)


@kept.for_party
def payment(
    session: Session, data_dir: Path, party_id: int, run_code: str, *, drafts: bool = False
) -> Statement:
    """One approved run of the party in full; raises NotFound for others' runs, and for drafts
    unless the office asks for `drafts`.
    """
    run, payee = run_of(session, party_id, run_code, drafts=drafts)
    snapshot = snapshot_of(session, data_dir, run, party_id)
    lines = lines_of(session, snapshot, party_id)
    rows = _periods(session, run.id, party_id)
    taken, back = _taken(rows), parameters.years_open(session, run.pays_on)
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
        periods=tuple(_period(row, snapshot, lines, taken[row.id], back) for row in rows),
        lines=lines,
    )


def run_of(
    session: Session, party_id: int, run_code: str, *, drafts: bool = False
) -> tuple[Run, RunPayee]:
    """An approved run, or any with `drafts`, and what it says of the party; raises NotFound."""
    run = run_named(session, run_code)
    payees = [one for one in payees_of(session, party_id) if run and one.run_id == run.id]
    if run is None or not payees or (run.state != APPROVED and not drafts):
        raise NotFound(what="payment", name=run_code)
    return run, payees[0]


def snapshot_of(session: Session, data_dir: Path, run: Run, party_id: int) -> Frozen:
    """The run's frozen facts, seen by the party."""
    return frozen(data_dir, run, person_of(session, party_id)[0])


def person_of(session: Session, party_id: int) -> tuple[str, str]:
    """The identifier of a party that files and snapshots use, and its name."""
    row = own_row(session, party_id)
    return row.code, row.name


def _periods(session: Session, run_id: int, party_id: int) -> list[RunPeriod]:
    rows = [row for row in periods_of(session, party_id) if row.run_id == run_id]
    return sorted(rows, key=lambda row: (row.period_start, row.additional, row.kind == "e"))


def _taken(rows: list[RunPeriod]) -> dict[int, tuple[Taken, ...]]:
    """By row: which overpayments were taken from what it was due, oldest first on both sides."""
    ordered = sorted(rows, key=lambda row: (row.period_start, not row.additional, row.kind == "e"))
    left = {row.id: max(row.moved_cents, 0) + row.waiting_cents for row in ordered}
    taken: dict[int, tuple[Taken, ...]] = {row.id: () for row in rows}
    for debt in ordered:
        amount = max(-debt.moved_cents, 0)
        for row in ordered:
            cents = min(amount, left[row.id])
            if cents:
                taken[row.id] += (Taken(debt.period_start.year, cents),)
            left[row.id] -= cents
            amount -= cents
    return taken


def _period(
    row: RunPeriod,
    snapshot: Frozen,
    lines: tuple[RunLine, ...],
    taken: tuple[Taken, ...],
    back: int,
) -> PeriodStatement:
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
        expires=expires_on(year, back),
        taken=taken,
        lines=tuple(sorted(own, key=lambda line: (-line.factors.amount, line.number))),
        distributed=row.additional and year in snapshot.distributed_years,
    )
