"""Two parties that are one, and a third, for the tests of joining and parting."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.services.merging import merges
from portal.store.catalogue import Claim
from portal.store.people import Party, Staff
from portal.store.settlement import Run, RunPayee
from tests.factories import people
from tests.factories.lending import Lending

DAY, CUTOFF = date(2026, 12, 3), date(2026, 10, 1)
EARLY, LATE = date(2019, 5, 1), date(2026, 6, 1)


def officer(session: Session, role: str = "officer") -> Actor:
    row = people.staff(session, f"O-{role}", "Oona Officer", role)
    return Actor("Oona Officer", staff_id=row.id, staff_role=row.role)


def join(lending: Lending, kept: str = "P1", merged: str = "P2", role: str = "officer") -> int:
    with lending.session() as session:
        known = session.scalar(select(Staff).where(Staff.code == f"O-{role}"))
        who = (
            Actor(known.name, staff_id=known.id, staff_role=role)  # type: ignore[arg-type]
            if known
            else officer(session, role)
        )
        done = merges.merge(session, kept, merged, "The same day of birth", who, lending.today)
        return done.merge_id


def undo(lending: Lending, merge_id: int) -> None:
    with lending.session() as session:
        who = officer(session, "administrator")
        merges.undo(session, merge_id, who, lending.today)


def filled(lending: Lending) -> None:
    """P1 and P2 are one; Q shares a book. 1000 loans of each edition, 0.31 euro a loan."""
    for code in ("P1", "P2", "Q"):
        lending.person(code)
    for number in range(1, 4):
        lending.edition(number)
    lending.claim("P1", 1, added=EARLY)
    lending.claim("P2", 2, heads=2, added=EARLY)
    lending.claim("Q", 2, heads=2, added=EARLY)
    lending.claim("P2", 3, role="translator", added=LATE)
    lending.rate(2025, "0.31")
    lending.loans("1,2025,1000", "2,2025,1000", "3,2025,1000")


def paid(lending: Lending, cutoff: date = CUTOFF) -> dict[str, int]:
    """Cents before tax by person, of a run that is not approved."""
    run = lending.run("autumn", DAY, cutoff, approve=False)
    query = (
        select(Party.code, RunPayee.gross_cents + RunPayee.waiting_cents)
        .join(RunPayee, RunPayee.party_id == Party.id)
        .join(Run, Run.id == RunPayee.run_id)
        .where(Run.code == run.run)
    )
    with lending.session(writes=False) as session:
        return {code: cents for code, cents in session.execute(query) if cents}


def versions(lending: Lending) -> list[tuple[Any, ...]]:
    with lending.session(writes=False) as session:
        columns = (Claim.id, Claim.party_id, Claim.heads, Claim.added_on, Claim.withdrawn_on)
        return [tuple(row) for row in session.execute(select(*columns).order_by(Claim.id))]
