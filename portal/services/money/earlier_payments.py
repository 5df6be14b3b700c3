"""What earlier payments moved of one loan year and kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.services.settlement.run_rows import approved, payees_of, periods_of
from portal.store.settlement import Run


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
    place = (date(loan_year, 1, 1), kind, additional)
    gross = {payee.run_id: payee.gross_cents for payee in payees_of(session, party_id)}
    moved = {
        row.run_id: row.moved_cents
        for row in periods_of(session, party_id)
        if (row.period_start, row.kind, row.additional) == place and row.moved_cents
    }
    return tuple(
        Earlier(one.code, one.pays_on, moved[one.id], gross[one.id])
        for one in approved(session)
        if one.id in moved and one.after_approvals < run.after_approvals
    )
