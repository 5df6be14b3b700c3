"""Staff members: who they are, and which payee each of them also is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import STAFF_ROLES, Actor
from portal.kernel.names import folded
from portal.services.audit import audit
from portal.services.base import locks, parties
from portal.services.base.texts import checked_name
from portal.store.people import Account, Party, SignedIn, Staff


class StaffUnknown(Refusal):
    """No staff member has this id, or his or her work here has ended."""

    code = "staff_unknown"


class StaffNotChanged(Refusal):
    """A staff member's work is not ended; `reason`: role, own, or last (administrator)."""

    code = "staff_not_changed"


@dataclass(frozen=True)
class Member:
    """A staff member as the list shows her; `person` is the payee that she also is."""

    staff_id: int
    code: str
    name: str
    role: str
    person: str
    signs_in: bool
    ended_on: date | None


class StaffUnreadable(Refusal):
    """There is no such role; `reason` is role."""

    code = "staff_unreadable"


def add_staff(
    session: Session,
    name: str,
    role: str,
    person_code: str | None,
    who: Actor,
    since: int | None = None,
) -> str:
    """Adds a staff member, linked to the payee that he or she also is; returns the id for `--as`.

    `since` is what `latest` said when a form was opened: who was added alike after it is the one
    that the form asks for, sent once more. Raises TextUnusable, StaffUnreadable and PersonUnknown.
    """
    name = checked_name("name", name)
    if role not in STAFF_ROLES:
        raise StaffUnreadable(reason="role", role=role, roles=", ".join(STAFF_ROLES))
    party_id = parties.by_code(session, person_code).id if person_code else None
    locks.alone(session)
    alike = Staff.name == name, Staff.role == role, Staff.party_id.is_not_distinct_from(party_id)
    for same in session.scalars(select(Staff).where(*alike, Staff.ended_on.is_(None))):
        if since is not None and same.id > since:
            return same.code
    member = Staff(code=_free_code(session, name), name=name, role=role, party_id=party_id)
    session.add(member)
    session.flush()
    audit.record(session, who, "staff_added", staff=member.code, role=role, party=person_code)
    return member.code


def latest(session: Session) -> int:
    """What the next staff member comes after, for a form to carry."""
    return session.scalar(select(func.max(Staff.id))) or 0


def members(session: Session) -> tuple[Member, ...]:
    """Everybody who works or worked here: those at work first, by role and name."""
    signs_in = exists().where(Account.staff_id == Staff.id)
    rows = session.execute(
        select(Staff, Party.code, signs_in).outerjoin(Party, Party.id == Staff.party_id)
    )
    found = [
        Member(row.id, row.code, row.name, row.role, person or "", signed, row.ended_on)
        for row, person, signed in rows
    ]
    found.sort(key=lambda one: (one.ended_on is not None, STAFF_ROLES.index(one.role), one.name))
    return tuple(found)


def end(session: Session, code: str, who: Actor, today: date) -> None:
    """Ends a staff member's work at once: rights are read anew on each request. Twice is once.

    Raises StaffNotChanged and StaffUnknown.
    """
    if who.staff_role != "administrator":
        raise StaffNotChanged(reason="role")
    locks.alone(session)
    member = session.scalar(select(Staff).where(Staff.code == code))
    if member is None:
        raise StaffUnknown(staff=code)
    if member.ended_on is not None and member.ended_on < today:
        return
    if who.staff_id == member.id:
        raise StaffNotChanged(reason="own")
    at_work = or_(Staff.ended_on.is_(None), Staff.ended_on >= today)
    others = exists().where(Staff.role == "administrator", at_work, Staff.id != member.id)
    if member.role == "administrator" and not session.scalar(select(others)):
        raise StaffNotChanged(reason="last")
    member.ended_on = today - timedelta(days=1)
    accounts = select(Account.id).where(Account.staff_id == member.id)
    rows = update(SignedIn).where(SignedIn.account_id.in_(accounts))
    session.execute(rows.values(expires_at=datetime.now(UTC)))
    session.flush()
    audit.record(session, who, "staff_ended", staff=member.code)


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
