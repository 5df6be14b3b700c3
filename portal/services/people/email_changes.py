"""A new e-mail address on its way: it holds once the link of its letter was opened."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.kernel import email_address, masking
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Identity
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.messages import notices, outgoing, receipts
from portal.services.messages.outgoing import Letter
from portal.store.messages import Outgoing
from portal.store.people import Party
from portal.store.preferences import EmailChange

HOLDS = timedelta(hours=24)
MOST_A_DAY = 5

Written = Callable[[str, str], Letter]
"""Floor 4's letters: code and token to the letter; the token is empty where it names none."""


class EmailUnusable(Refusal):
    """An e-mail address cannot be asked for; `reason`: form, same, or often (`most` a day)."""

    code = "email_unusable"


class LinkOver(Refusal):
    """The link of a letter is not known, was used, or its day is over."""

    code = "link_over"


def ask(
    session: Session, identity: Identity, email: str, written: Written, today: date
) -> str | None:
    """Writes to the new address and tells the old one; returns the receipt's number.

    None when the same was asked already and its letter has not left yet: nothing is written.

    The address holds once the letter's link is opened by the party within a day. `written` makes
    the letters `email_confirm` and `email_asked`. Raises EmailUnusable.
    """
    locks.alone(session)
    party = session.get_one(Party, _subject(identity))
    email = email.strip()
    if not email_address.usable(email):
        raise EmailUnusable(reason="form")
    if email == party.email:
        raise EmailUnusable(reason="same")
    if _letter_waits(session, waiting(session, party.id), email):
        return None
    change, token = _new_change(session, party.id, email)
    event = audit.record(session, identity, "email_change_asked", change=change.id)
    _send(session, party, f"email-confirm-{change.id}", email, written("email_confirm", token))
    if email_address.usable(party.email):
        old = party.email or ""
        _send(session, party, f"email-asked-{change.id}", old, written("email_asked", ""))
    return receipts.give(session, identity, "contact", event.id, event.id, today)


def address_of(session: Session, identity: Identity, token: str) -> str:
    """The address that a letter's link confirms; raises LinkOver, also for another's link."""
    return _of_link(session, identity, token).email


def confirm(session: Session, identity: Identity, token: str, written: Written, today: date) -> str:
    """From now on the new address holds; tells the old one, returns the receipt's number.

    `written` makes the letter `email_changed`. Raises LinkOver.
    """
    locks.alone(session)
    change = _of_link(session, identity, token)
    party = session.get_one(Party, change.party_id)
    old, party.email = party.email, change.email
    change.done_at = datetime.now(UTC)
    session.flush()
    told = {"before": masking.email(old), "after": masking.email(change.email)}
    event = audit.record(session, identity, "email_changed", change=change.id, **told)
    if old and email_address.usable(old):
        _send(session, party, f"email-changed-{change.id}", old, written("email_changed", ""))
    notices.notify(session, identity.actor, party.id, "email_changed", today)
    return receipts.give(session, identity, "contact", event.id, event.id, today)


def drop(session: Session, identity: Identity) -> bool:
    """Takes back an address that waits; its link is worth nothing. False when none waits."""
    locks.alone(session)
    change = waiting(session, _subject(identity))
    if change is None:
        return False
    number = change.id
    _take_back(session, number)
    audit.record(session, identity, "email_change_dropped", change=number)
    return True


def waiting(session: Session, party_id: int) -> EmailChange | None:
    """The address that waits for its letter to be opened, None without one."""
    return session.scalars(
        select(EmailChange)
        .where(
            EmailChange.party_id == party_id,
            EmailChange.done_at.is_(None),
            EmailChange.expires_at > datetime.now(UTC),
        )
        .order_by(EmailChange.id.desc())
        .limit(1)
    ).first()


def _letter_waits(session: Session, change: EmailChange | None, email: str) -> bool:
    """Whether the letter of this very change is still in the outbox."""
    if change is None or change.email != email:
        return False
    still = (Outgoing.sent_at.is_(None), Outgoing.gave_up_at.is_(None))
    query = select(Outgoing.id).where(Outgoing.key == f"email-confirm-{change.id}", *still)
    return session.scalar(query) is not None


def _new_change(session: Session, party_id: int, email: str) -> tuple[EmailChange, str]:
    """The row of a new address, in place of one that waits, and the token of its link."""
    now = datetime.now(UTC)
    lately = session.scalars(
        select(EmailChange).where(
            EmailChange.party_id == party_id, EmailChange.asked_at > now - timedelta(days=1)
        )
    ).all()
    if len(lately) >= MOST_A_DAY:
        raise EmailUnusable(reason="often", most=MOST_A_DAY)
    for one in lately:
        # The row stays, so that a day's letters can be counted; its link is over.
        if one.done_at is None:
            one.expires_at = min(one.expires_at, now)
    token = secrets.token_urlsafe(32)
    change = EmailChange(
        party_id=party_id,
        email=email,
        token_sha256=_hash(token),
        asked_at=now,
        expires_at=now + HOLDS,
    )
    session.add(change)
    session.flush()
    return change, token


def _take_back(session: Session, change_id: int) -> None:
    """The link is over, and the letter does not leave where it has not left."""
    session.get_one(EmailChange, change_id).expires_at = datetime.now(UTC)
    unsent = Outgoing.sent_at.is_(None) & (Outgoing.key == f"email-confirm-{change_id}")
    session.execute(delete(Outgoing).where(unsent))
    session.flush()


def _of_link(session: Session, identity: Identity, token: str) -> EmailChange:
    change = session.scalar(
        select(EmailChange).where(
            EmailChange.token_sha256 == _hash(token),
            EmailChange.party_id == _subject(identity),
            EmailChange.done_at.is_(None),
            EmailChange.expires_at > datetime.now(UTC),
        )
    )
    if change is None:
        raise LinkOver
    return change


def _send(session: Session, party: Party, key: str, address: str, letter: Letter) -> None:
    outgoing.write_email(
        session,
        key=key,
        address=address,
        locale=party.locale,
        letter=letter,
        party_id=party.id,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _subject(identity: Identity) -> int:
    if identity.subject_id is None:
        raise NotFound
    return identity.subject_id
