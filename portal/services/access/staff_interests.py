"""Who a staff member also is, and whose money is her concern: nobody decides about her own.

A member is the party that her staff row or her staff sign-in names; whatever was merged with it is
it too. She acts for others by mandates of any sign-in of hers, the author's one among them. A right
to act that has ended still counts: it could be given again after the decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, literal, or_, select, union_all
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.store.people import Account, Mandate, Party, Staff


def same_person(session: Session, staff_id: int, other_id: int | None) -> bool:
    """Whether two staff members are one human: one row, or two that name the same party."""
    if other_id is None:
        return False
    if staff_id == other_id:
        return True
    return bool(own_parties(session, staff_id) & own_parties(session, other_id))


def own_parties(session: Session, staff_id: int) -> frozenset[int]:
    """The parties that a staff member is, with all that were merged with one of them."""
    return _own(session, staff_id)[0]


def parties_of(session: Session, staff_id: int) -> frozenset[int]:
    """The parties whose money is the member's concern: her own, and those she acts for."""
    own, into = _own(session, staff_id)
    rows = session.scalars(
        select(Mandate.party_id)
        .join(Account, Account.id == Mandate.account_id)
        .where(or_(Account.staff_id == staff_id, Account.party_id.in_(own)))
    )
    return _with_merged({*own, *rows}, into)


def concerns(session: Session, who: Actor) -> frozenset[int]:
    """The parties that whoever acts decides nothing about; `parties_of` and the sign-in's own."""
    signed_in_as = {who.party_id} - {None}
    found = parties_of(session, who.staff_id) if who.staff_id is not None else frozenset()
    return found | {party for party in signed_in_as if party is not None}


def _own(session: Session, staff_id: int) -> tuple[frozenset[int], dict[int, int]]:
    rows = session.execute(_named(staff_id)).all()
    into = {row.party: row.kept for row in rows if row.kept is not None}
    mine = {row.party for row in rows if row.kept is None and row.party is not None}
    return _with_merged(mine, into), into


def _named(staff_id: int) -> Select[Any]:
    """The parties that the staff row and its sign-ins name; and each merged one with its kept."""
    nobody = literal(None, Party.id.type).label("kept")
    rows = union_all(
        select(Staff.party_id.label("party"), nobody).where(Staff.id == staff_id),
        select(Account.party_id, nobody).where(Account.staff_id == staff_id),
        select(Party.id, Party.merged_into_id).where(Party.merged_into_id.is_not(None)),
    ).subquery()
    return select(rows.c.party, rows.c.kept)


def _with_merged(parties: Iterable[int], into: Mapping[int, int]) -> frozenset[int]:
    """Parties with the persons they turned out to be, and all that turned out to be these."""
    named = set(parties)
    persons = {_person(into, party) for party in named}
    return frozenset({*named, *persons, *(one for one in into if _person(into, one) in persons)})


def _person(into: Mapping[int, int], party: int) -> int:
    """The party that one stands for, through all merges."""
    while party in into:
        party = into[party]
    return party
