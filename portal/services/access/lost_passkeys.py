"""A staff member's passkeys are lost: an administrator takes them away, and new ones are made."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor, Identity
from portal.services.access.staff import StaffUnknown
from portal.services.audit import access_seals, audit
from portal.services.base import locks
from portal.services.messages import notices
from portal.store.access import Passkey
from portal.store.people import Account, SignedIn, Staff


class PasskeysKept(Refusal):
    """Nobody takes them away like that; `reason`: role (only an administrator does), or own."""

    code = "passkeys_kept"


def forget(session: Session, code: str, who: Actor, today: date) -> int:
    """Removes all passkeys of a staff member and signs her out; returns how many passkeys.

    She signs in through the identity provider then, and reaches nothing but adding a new one.
    A member who is also a payee is told. Raises StaffUnknown and PasskeysKept.
    """
    if who.staff_role != "administrator":
        raise PasskeysKept(reason="role")
    locks.alone(session)
    member = session.scalar(select(Staff).where(Staff.code == code))
    if member is None:
        raise StaffUnknown(staff=code)
    if member.id == who.staff_id:
        raise PasskeysKept(reason="own")
    accounts = select(Account.id).where(Account.staff_id == member.id)
    held = (Passkey.account_id.in_(accounts), Passkey.removed_at.is_(None))
    found = session.scalars(select(Passkey).where(*held).order_by(Passkey.id)).all()
    for row in found:
        row.removed_at = datetime.now(UTC)
        session.flush()
        told = {"passkey": row.handle, "sha256": access_seals.of_passkey(row)}
        audit.record(session, Identity(who, member.party_id), "passkey_removed", **told)
    session.execute(delete(SignedIn).where(SignedIn.account_id.in_(accounts)))
    audit.record(session, who, "passkeys_forgotten", staff=member.code, passkeys=len(found))
    if found and member.party_id is not None:
        notices.notify(session, who, member.party_id, "passkeys_forgotten", today)
    return len(found)
