"""Answering an invitation: the code opens it, and who confirms it has an entry of her own.

A code that is wrong, used, taken back or too old gets one answer, whichever it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import invitation_codes
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Identity
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.catalogue import claims, edition_parts
from portal.services.catalogue.claims import NewClaim, Receipt
from portal.services.catalogue.edition_parts import SharedEdition
from portal.services.messages.outgoing import Render
from portal.services.sharing import invitations, shared_news
from portal.store.people import Party
from portal.store.sharing import Invitation


class InvitationOver(Refusal):
    """The code opens nothing: nobody says whether it is wrong, used, taken back or too old."""

    code = "invitation_over"


@dataclass(frozen=True)
class OpenInvitation:
    """What an invitation says: who invites to which edition, as what, of how many."""

    inviter: str
    edition: SharedEdition
    name: str
    role: str
    heads: int
    expires_on: date


@dataclass(frozen=True)
class Accepted:
    """Where the work is now, and what was written; nothing when it was accepted before."""

    work_id: int
    receipt: Receipt | None


def opened(session: Session, identity: Identity, code: str, today: date) -> OpenInvitation:
    """The invitation that a code opens for somebody else than who wrote it; InvitationOver."""
    row = _of_code(session, identity, code, today)
    return OpenInvitation(
        inviter=session.get_one(Party, row.party_id).name,
        edition=edition_parts.shared_edition(session, row.edition_id),
        name=row.name,
        role=row.role,
        heads=row.heads,
        expires_on=row.expires_on,
    )


def accept(
    session: Session,
    identity: Identity,
    code: str,
    said: claims.Change,
    today: date,
    render: Render,
) -> Accepted:
    """Adds the entry that the invited one confirms with her own answers, and tells the inviter.

    Twice sent it is accepted once. Raises InvitationOver and ClaimUnreadable.
    """
    locks.catalogue(session)
    locks.alone(session)
    if (before := _accepted_by(session, identity, code)) is not None:
        edition = edition_parts.shared_edition(session, before.edition_id)
        return Accepted(edition.work_id, None)
    row = _of_code(session, identity, code, today)
    edition = edition_parts.shared_edition(session, row.edition_id)
    new = NewClaim(edition.isbn, said.role, said.heads, separate=said.separate)
    receipt = claims.add_claims(session, identity, [new], today)
    row.accepted_on, row.accepted_by_id = today, _subject(identity)
    session.flush()
    audit.record(session, identity, "invitation_accepted", invitation=row.id, isbn=edition.isbn)
    name = session.get_one(Party, _subject(identity)).name
    facts = {"name": name, "title": edition.title, "work": edition.work_id}
    shared_news.tell(session, [row.party_id], "invitation_accepted", today, render, **facts)
    return Accepted(edition.work_id, receipt)


def _of_code(session: Session, identity: Identity, code: str, today: date) -> Invitation:
    row = _row(session, code)
    if (
        row is None
        or row.party_id == _subject(identity)
        or invitations.state_of(row, today)[0] != "open"
    ):
        raise InvitationOver
    return row


def _accepted_by(session: Session, identity: Identity, code: str) -> Invitation | None:
    row = _row(session, code)
    if row is None or row.accepted_by_id != _subject(identity):
        return None
    return row


def _row(session: Session, code: str) -> Invitation | None:
    signs = invitation_codes.parse(code)
    if signs is None:
        return None
    query = select(Invitation).where(Invitation.code_sha256 == invitations.hashed(signs))
    return session.scalar(query)


def _subject(identity: Identity) -> int:
    if identity.subject_id is None:
        raise NotFound
    return identity.subject_id
