"""Who a staff member also is, and whose money is her concern: nobody decides about her own."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.people import Account, Mandate, Staff


def same_person(session: Session, staff_id: int, other_id: int | None) -> bool:
    """Whether two staff members are one human: one row, or two that name the same party."""
    if other_id is None:
        return False
    if staff_id == other_id:
        return True
    mine, other = (session.get_one(Staff, one).party_id for one in (staff_id, other_id))
    return mine is not None and mine == other


def parties_of(session: Session, staff_id: int) -> frozenset[int]:
    """The parties whose money is the member's concern: her own, and those she acts for."""
    own = session.scalar(select(Staff.party_id).where(Staff.id == staff_id))
    rows = session.execute(
        select(Account.party_id, Mandate.party_id)
        .outerjoin(Mandate, Mandate.account_id == Account.id)
        .where(Account.staff_id == staff_id)
    )
    found = {own, *(party for row in rows for party in row)}
    return frozenset(party for party in found if party is not None)
