"""Inviting a co-writer to a work: by e-mail, or by a letter with a code that somebody prints.

Nobody learns whether an address or a person is known here: an invitation is written all the same.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from portal.kernel import email_address, invitation_codes
from portal.kernel.catalogue import HEADS_MAX, HEADS_MIN, ROLES
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Identity
from portal.kernel.letter import Letter
from portal.kernel.names import folded
from portal.rules import sharing
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.base.texts import checked_name
from portal.services.catalogue import edition_parts
from portal.services.catalogue.edition_parts import SharedEdition
from portal.services.messages import outgoing, receipts
from portal.services.parameters import parameters
from portal.store.messages import Outgoing
from portal.store.people import Party
from portal.store.records import AuditEvent
from portal.store.sharing import Invitation

NAME_LONGEST = 100
SENT = "invitation_sent"
_ADDRESS_IN_NAME = re.compile(r"[\d/@:<>\\]|\.\w{2}|www")
"""What no name has, and what would make a link of one in somebody's letter."""

Written = Callable[[str, str, date], Letter]
"""Floor 4's letter: the inviter's name, the code and the last day to the e-mail."""


class InvitationUnusable(Refusal):
    """Nobody can be invited like this; `reason` and `field`.

    `reason`: nobody (no name), name (no name of a person), known (is in the list already), open
    (is invited already), email, role, heads (`smallest`, `largest`), often (`most` a day), over
    (used or taken back).
    """

    code = "invitation_unusable"


@dataclass(frozen=True)
class Invited:
    """Who is invited to which edition; where `email` is None a letter is printed."""

    name: str
    role: str
    heads: int
    email: str | None = None


@dataclass(frozen=True)
class Sent:
    """An invitation that is written; `code` only where somebody has to print it, else empty."""

    invitation_id: int
    code: str
    receipt: str


@dataclass(frozen=True)
class ListedInvitation:
    """An invitation as the inviter sees it; `state`: open, accepted, withdrawn or expired."""

    id: int
    edition_id: int
    name: str
    role: str
    by_email: bool
    written_on: date
    expires_on: date
    state: str
    ended_on: date | None


def open_page(session: Session, identity: Identity, edition_id: int) -> SharedEdition:
    """The edition on which the party has an entry that stands; raises NotFound for any other."""
    edition = edition_parts.shared_edition(session, edition_id)
    if not edition.of(_subject(identity)):
        raise NotFound
    return edition


def invite(
    session: Session,
    identity: Identity,
    edition_id: int,
    said: Invited,
    written: Written,
    today: date,
) -> Sent | None:
    """Writes an invitation; by e-mail, or with the code for a letter that the inviter prints.

    None when the same e-mail was asked for already. Raises InvitationUnusable, TextUnusable and
    NotFound.
    """
    locks.catalogue(session)
    locks.alone(session)
    edition = open_page(session, identity, edition_id)
    name, email = _checked(edition, said)
    standing = _open(session, identity, edition_id, name, today)
    if standing is not None:
        if email and (standing.email, standing.role, standing.heads) == (
            email, said.role, said.heads,
        ):  # fmt: skip
            return None
        raise InvitationUnusable(reason="open", field="name", name=name)
    _check_often(session, identity, today)
    row = Invitation(
        party_id=_subject(identity), edition_id=edition_id, role=said.role, heads=said.heads,
        name=name, email=email or None, written_on=today,
    )  # fmt: skip
    code = _give_code(session, row, today)
    event = audit.record(session, identity, SENT, invitation=row.id)
    receipt = receipts.give(session, identity, "invitation", event.id, event.id, today)
    if not email:
        return Sent(row.id, code, receipt)
    _send(session, identity, row, code, written)
    return Sent(row.id, "", receipt)


def letters(session: Session, identity: Identity, invitation_id: int) -> int:
    """How many letters an invitation has had; raises NotFound for another's."""
    told = json.dumps({"invitation": _own(session, identity, invitation_id).id})
    query = select(func.count()).where(AuditEvent.event == SENT, AuditEvent.details == told)
    return session.scalar(query) or 0


def renew(
    session: Session, identity: Identity, invitation_id: int, after: int, today: date
) -> Sent | None:
    """A new letter with a new code instead of the one that was lost; the old code is worth nothing.

    `after` is how many letters she saw; None where another has come since. Raises NotFound for
    another's, and InvitationUnusable for one that is not open.
    """
    locks.alone(session)
    row = _own(session, identity, invitation_id)
    if letters(session, identity, invitation_id) != after:
        return None
    if state_of(row, today)[0] not in ("open", "expired") or row.email:
        raise InvitationUnusable(reason="over")
    open_page(session, identity, row.edition_id)
    _check_often(session, identity, today)
    row.written_on = today
    code = _give_code(session, row, today)
    event = audit.record(session, identity, SENT, invitation=row.id)
    receipt = receipts.give(session, identity, "invitation", event.id, event.id, today)
    return Sent(row.id, code, receipt)


def withdraw(session: Session, identity: Identity, invitation_id: int, today: date) -> bool:
    """Takes an invitation back, with a letter that has not left; False when it was over already."""
    locks.alone(session)
    row = _own(session, identity, invitation_id)
    if state_of(row, today)[0] != "open":
        return False
    row.withdrawn_on = today
    unsent = Outgoing.sent_at.is_(None) & (Outgoing.key == _key(row.id))
    session.execute(delete(Outgoing).where(unsent))
    session.flush()
    audit.record(session, identity, "invitation_withdrawn", invitation=row.id)
    return True


def own(session: Session, identity: Identity, invitation_id: int, today: date) -> ListedInvitation:
    """One of the party's own invitations; raises NotFound for another's."""
    return _listed(_own(session, identity, invitation_id), today)


def forget_addresses(session: Session, today: date) -> int:
    """Empties the e-mail addresses of invitations that are over; returns how many those were."""
    over = or_(
        Invitation.accepted_on.is_not(None),
        Invitation.withdrawn_on.is_not(None),
        Invitation.expires_on < today,
    )
    kept = Invitation.email.is_not(None) & (Invitation.email != "")
    result = session.execute(update(Invitation).where(over, kept).values(email=""))
    return int(getattr(result, "rowcount", 0))


def state_of(row: Any, today: date) -> tuple[str, date | None]:
    """Whether an invitation still opens the work, and since when it does not."""
    if row.accepted_on is not None:
        return "accepted", row.accepted_on
    if row.withdrawn_on is not None:
        return "withdrawn", row.withdrawn_on
    return ("expired", row.expires_on) if row.expires_on < today else ("open", None)


def hashed(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(code.encode()).hexdigest()


def _checked(edition: SharedEdition, said: Invited) -> tuple[str, str]:
    """Name and e-mail address as they are kept; what is wrong is said in the page's order."""
    if not said.name.strip():
        raise InvitationUnusable(reason="nobody", field="name")
    name, email = checked_name("name", said.name, NAME_LONGEST), (said.email or "").strip()
    if _ADDRESS_IN_NAME.search(name.casefold()):
        raise InvitationUnusable(reason="name", field="name")
    if folded(name) in {folded(edition.names[party]) for party in edition.parties}:
        raise InvitationUnusable(reason="known", field="name", name=name)
    if said.email is not None and not email_address.usable(email):
        raise InvitationUnusable(reason="email", field="email")
    if said.role not in ROLES:
        raise InvitationUnusable(reason="role", field="role")
    if not HEADS_MIN <= said.heads <= HEADS_MAX:
        raise InvitationUnusable(
            reason="heads", field="heads", smallest=HEADS_MIN, largest=HEADS_MAX
        )
    return name, email


def _open(
    session: Session, identity: Identity, edition_id: int, name: str, today: date
) -> Invitation | None:
    """The party's open invitation of the same name to the same edition."""
    rows = session.scalars(
        select(Invitation).where(
            Invitation.party_id == _subject(identity), Invitation.edition_id == edition_id
        )
    )
    same = (row for row in rows if folded(row.name) == folded(name))
    return next((row for row in same if state_of(row, today)[0] == "open"), None)


def _check_often(session: Session, identity: Identity, today: date) -> None:
    most = sharing.limit(parameters.book(session), sharing.INVITATIONS_A_DAY, today)
    written = session.scalar(
        select(func.count()).where(
            Invitation.party_id == _subject(identity), Invitation.written_on == today
        )
    )
    if (written or 0) >= most:
        raise InvitationUnusable(reason="often", field="name", most=most)


def _give_code(session: Session, row: Invitation, today: date) -> str:
    """A new code for an invitation, which counts its days from today."""
    code = invitation_codes.code_of(secrets.randbelow(invitation_codes.POSSIBLE))
    row.code_sha256 = hashed(code)
    row.expires_on = today + sharing.days(parameters.book(session), sharing.INVITATION_DAYS, today)
    session.add(row)
    session.flush()
    return code


def _send(
    session: Session, identity: Identity, row: Invitation, code: str, written: Written
) -> None:
    inviter = session.get_one(Party, _subject(identity))
    letter = written(inviter.name, code, row.expires_on)
    outgoing.write_email(
        session, key=_key(row.id), address=row.email or "", locale=inviter.locale, letter=letter
    )


def _key(invitation_id: int) -> str:
    return f"invitation-{invitation_id}"


def _own(session: Session, identity: Identity, invitation_id: int) -> Invitation:
    row = session.get(Invitation, invitation_id)
    if row is None or row.party_id != _subject(identity):
        raise NotFound
    return row


def _listed(row: Invitation, today: date) -> ListedInvitation:
    state, ended = state_of(row, today)
    return ListedInvitation(
        row.id, row.edition_id, row.name, row.role, row.email is not None, row.written_on,
        row.expires_on, state, ended,
    )  # fmt: skip


def _subject(identity: Identity) -> int:
    if identity.subject_id is None:
        raise NotFound
    return identity.subject_id
