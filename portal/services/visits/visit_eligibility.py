"""Whom a staff member may visit, and who may agree to it: never colleagues, never oneself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select, union
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Actor
from portal.services.access import staff_interests
from portal.store.people import Account, Party, Staff

VISITORS = ("support", "officer")
APPROVERS = ("support", "officer", "administrator")
GLASS_BREAKERS = ("officer", "administrator")
"""Who may agree to a visit in an emergency, without the author."""


class VisitNotPossible(Refusal):
    """These pages are not visited; `reason`: role, self, staff, related, deceased, closed, merged;
    `name` is the party's."""

    code = "visit_not_possible"


class VisitNotApprovable(Refusal):
    """This staff member cannot agree to it; `reason`: role, same_person, related or over."""

    code = "visit_not_approvable"


@dataclass(frozen=True)
class Visitable:
    """A party whose pages may be visited."""

    party_id: int
    code: str
    name: str


def visitable(session: Session, who: Actor, code: str) -> Visitable:
    """The party with a code, if this staff member may visit it; raises NotFound, VisitNotPossible.

    Estates and closed accounts are looked after without a visit.
    """
    if who.staff_role not in VISITORS or who.staff_id is None:
        raise VisitNotPossible(reason="role")
    party = session.scalar(select(Party).where(Party.code == code))
    if party is None:
        raise NotFound(what="party", name=code)
    reason = _state(party) or _relation(session, who, party.id)
    if reason:
        raise VisitNotPossible(reason=reason, name=party.name)
    return Visitable(party.id, party.code, party.name)


def check_approver(
    session: Session, who: Actor, asker_id: int, party_id: int, consent: str
) -> None:
    """Raises VisitNotApprovable unless `who` is another person than the asker and the visited."""
    roles = approvers(consent)
    if who.staff_role not in roles or who.staff_id is None:
        raise VisitNotApprovable(reason="role", roles=", ".join(roles))
    own = staff_interests.own_parties(session, asker_id) & {who.party_id}
    if own or staff_interests.same_person(session, who.staff_id, asker_id):
        raise VisitNotApprovable(reason="same_person")
    if party_id in staff_interests.concerns(session, who):
        raise VisitNotApprovable(reason="related")


def approvers(consent: str) -> tuple[str, ...]:
    """The roles that may agree to a visit of this kind."""
    return GLASS_BREAKERS if consent == "break_glass" else APPROVERS


def _state(party: Party) -> str | None:
    """Why nobody is visited any more."""
    if party.merged_into_id is not None:
        return "merged"
    if party.closed_on is not None:
        return "closed"
    return "deceased" if party.death_year is not None or party.kind == "estate" else None


def _relation(session: Session, who: Actor, party_id: int) -> str | None:
    if party_id in staff_interests.own_parties(session, who.staff_id or 0) | {who.party_id}:
        return "self"
    if party_id in staff_interests.concerns(session, who):
        return "related"
    return "staff" if party_id in _parties_of_staff(session) else None


def _parties_of_staff(session: Session) -> set[int | None]:
    """Everybody who works here or has worked here."""
    return set(session.scalars(union(_staff_parties(), _account_parties())))


def _staff_parties() -> Select[Any]:
    return select(Staff.party_id).where(Staff.party_id.is_not(None))


def _account_parties() -> Select[Any]:
    return select(Account.party_id).where(
        Account.staff_id.is_not(None), Account.party_id.is_not(None)
    )
