"""Staff members: who they are, and which payee each of them also is."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import STAFF_ROLES, Actor
from portal.kernel.names import folded
from portal.services import audit, parties
from portal.services.texts import checked_name
from portal.store.people import Staff


class StaffUnknown(Refusal):
    """No staff member has this id, or his or her work here has ended."""

    code = "staff_unknown"


class StaffUnreadable(Refusal):
    """There is no such role; `reason` is role."""

    code = "staff_unreadable"


def add_staff(session: Session, name: str, role: str, person_code: str | None, who: Actor) -> str:
    """Adds a staff member, linked to the payee that he or she also is; returns the id for `--as`.

    Raises TextUnusable, StaffUnreadable and PersonUnknown.
    """
    name = checked_name("name", name)
    if role not in STAFF_ROLES:
        raise StaffUnreadable(reason="role", role=role, roles=", ".join(STAFF_ROLES))
    party_id = parties.by_code(session, person_code).id if person_code else None
    member = Staff(code=_free_code(session, name), name=name, role=role, party_id=party_id)
    session.add(member)
    session.flush()
    audit.record(session, who, "staff_added", staff=member.code, role=role, party=person_code)
    return member.code


def actor(session: Session, code: str, today: date) -> Actor:
    """The staff member who acts under an id; raises StaffUnknown."""
    member = session.scalar(select(Staff).where(Staff.code == code))
    if member is None or (member.ended_on is not None and member.ended_on < today):
        raise StaffUnknown(staff=code)
    return Actor(
        label=member.name,
        staff_id=member.id,
        party_id=member.party_id,
        staff_role=member.role,  # type: ignore[arg-type]
    )


def _free_code(session: Session, name: str) -> str:
    """An id made of the name, with a number where another has it already."""
    stem = folded(name).replace(" ", "-")[:40] or "staff"
    taken = set(session.scalars(select(Staff.code)))
    number = 1
    code = stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code
