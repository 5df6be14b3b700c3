"""What earlier payments moved of one loan year and kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.settlement import Run, RunPayee, RunPeriod


@dataclass(frozen=True)
class Earlier:
    """One earlier payment of a year: cents, negative where money was taken back."""

    run: str
    pays_on: date
    moved_cents: int
    gross_cents: int
    """What the whole payment paid: 0 where all that was due was taken for an overpayment."""


def earlier_payments(
    session: Session, party_id: int, run: Run, loan_year: int, kind: str, *, additional: bool
) -> tuple[Earlier, ...]:
    """The approved runs before `run` that moved money of the year and kind, oldest first.

    Their sum is what the run says was paid before.
    """
    rows = session.execute(
        select(Run.code, Run.pays_on, RunPeriod.moved_cents, RunPayee.gross_cents)
        .join(RunPeriod, RunPeriod.run_id == Run.id)
        .join(RunPayee, RunPayee.run_id == Run.id)
        .where(
            RunPayee.party_id == party_id,
            RunPeriod.party_id == party_id,
            RunPeriod.period_start == date(loan_year, 1, 1),
            RunPeriod.kind == kind,
            RunPeriod.additional.is_(additional),
            RunPeriod.moved_cents != 0,
            Run.state == "approved",
            Run.after_approvals < run.after_approvals,
        )
        .order_by(Run.after_approvals)
    )
    return tuple(Earlier(*row) for row in rows)
