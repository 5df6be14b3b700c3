"""Sign-in: from an identity provider's answer to a session, and to who acts for whom."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.kernel.devices import in_words
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Actor, Identity
from portal.services.access import new_devices
from portal.services.access.challenges import SEED, new_seed
from portal.services.access.visitors import IDLE, is_over, token_sha256, visitor
from portal.services.audit import audit
from portal.services.base import locks
from portal.store.access import SupportVisit
from portal.store.people import Account, SignedIn, Staff

LONGEST = timedelta(hours=12)
ON_THE_WAY = timedelta(minutes=10)
MOST_KEPT = 8000
"""What a session keeps between two requests, in characters."""


class AccountUnknown(Refusal):
    """The identity provider knows the person, the portal does not; no account is invented."""

    code = "account_unknown"


def begin(session: Session, data: dict[str, Any]) -> str:
    """A short session for the way through the identity provider; returns its token."""
    now = datetime.now(UTC)
    return _new(session, now, now + ON_THE_WAY, None, data)


def kept_data(session: Session, token: str) -> dict[str, Any]:
    """What `begin` kept; empty when the session is unknown or over."""
    row = _row(session, token)
    return json.loads(row.data) if row and row.account_id is None else {}


def complete(
    session: Session,
    old_token: str | None,
    issuer: str,
    subject: str,
    user_agent: str = "",
    *,
    day: date | None = None,
    proved: bool = True,
) -> str:
    """Ends the session on the way and begins one of the account; raises AccountUnknown.

    `user_agent` is what the browser says of itself; it is shown to the owner and never believed.
    `day` dates the message about a device that is new. `proved` is whether the provider asked who
    it is just now, and did not only remember it.
    """
    account = session.scalar(
        select(Account).where(Account.issuer == issuer, Account.subject == subject)
    )
    if old_token is not None:
        end(session, old_token)
    if account is None:
        raise AccountUnknown(issuer=issuer)
    now = datetime.now(UTC)
    device = in_words(user_agent)
    token = _new(session, now, now + LONGEST, account.id, {}, device=device, proved=proved)
    who = Identity(_actor(session, account), subject_id=account.party_id)
    new_devices.tell(session, who, device, day)
    audit.record(session, who, "signed_in", issuer=issuer, device=device)
    return token


def begin_by_passkey(
    session: Session, old_token: str, account: Account, user_agent: str, day: date
) -> str:
    """Ends the session on the way, and begins one of the account whose passkey has answered."""
    end(session, old_token)
    now, device = datetime.now(UTC), in_words(user_agent)
    token = _new(
        session, now, now + LONGEST, account.id, {}, device=device, proved=True, means="passkey"
    )
    who = Identity(_actor(session, account), subject_id=account.party_id)
    new_devices.tell(session, who, device, day)
    audit.record(session, who, "signed_in_by_passkey", device=device)
    return token


def proved(session: Session, token: str, *, means: str | None = None) -> str:
    """The session goes on under a new token, proved just now; `means` where that changed too."""
    row = _row(session, token)
    if row is None:
        raise NotFound
    fresh = secrets.token_urlsafe(32)
    row.token_sha256, row.proved_at = token_sha256(fresh), datetime.now(UTC)
    row.means = means or row.means
    session.flush()
    return fresh


def renewed(session: Session, token: str) -> str:
    """The session goes on under a new token, as does a visit in it; the old one where it is over.

    For the beginning and the end of a visit: what somebody else has of before opens nothing then.
    """
    row = _row(session, token)
    if row is None:
        return token
    old, fresh = row.token_sha256, secrets.token_urlsafe(32)
    visits = update(SupportVisit).where(SupportVisit.token_sha256 == old)
    row.token_sha256 = token_sha256(fresh)
    session.execute(visits.values(token_sha256=row.token_sha256))
    session.flush()
    return fresh


def begin_reading(
    session: Session, old_token: str, account: Account, user_agent: str, day: date | None = None
) -> str:
    """Ends the session before, and begins one by e-mail: it reads, and changes nothing."""
    end(session, old_token)
    now, device = datetime.now(UTC), in_words(user_agent)
    token = _new(session, now, now + LONGEST, account.id, {}, device=device, means="email")
    who = Identity(_actor(session, account), subject_id=account.party_id, reading=True)
    new_devices.tell(session, who, device, day)
    audit.record(session, who, "signed_in_by_email", device=device)
    return token


def touch(session: Session, token: str) -> None:
    """Notes that the session was used; the caller does so every five minutes at most."""
    row = _row(session, token)
    if row is not None:
        row.seen_at = datetime.now(UTC)


def act_for(session: Session, token: str, party_id: int, today: date) -> bool:
    """Chooses the party acted for; False when the account may not act for it."""
    locks.alone(session)
    row = _row(session, token)
    if row is None or row.account_id is None:
        return False
    known = visitor(session, token, today)
    if known is None or party_id not in {party.party_id for party in known.parties}:
        return False
    if row.subject_id == party_id:
        return True
    row.subject_id = party_id
    for_party = Identity(known.identity.actor, subject_id=party_id)
    audit.record(session, for_party, "acting_for_changed", party=party_id)
    return True


def end(session: Session, token: str) -> bool:
    """Ends a session: its row is gone, the token is worth nothing; False when it was gone."""
    own = SignedIn.token_sha256 == token_sha256(token)
    return bool(getattr(session.execute(delete(SignedIn).where(own)), "rowcount", 0))


def sign_out(session: Session, token: str, identity: Identity | None) -> None:
    """Ends a session at its owner's wish."""
    if end(session, token) and identity is not None:
        herself = Identity(identity.actor, subject_id=identity.actor.party_id)
        audit.record(session, herself, "signed_out")


def forget_ended(session: Session) -> int:
    """Removes sessions that are over; returns how many."""
    now = datetime.now(UTC)
    over = (SignedIn.expires_at < now) | (SignedIn.seen_at < now - IDLE)
    result = session.execute(delete(SignedIn).where(over))
    return int(getattr(result, "rowcount", 0))


def _new(
    session: Session,
    now: datetime,
    expires: datetime,
    account: int | None,
    data: dict[str, Any],
    device: str = "",
    proved: bool = False,
    means: str = "provider",
) -> str:
    token = secrets.token_urlsafe(32)
    session.add(
        SignedIn(
            token_sha256=token_sha256(token),
            account_id=account,
            started_at=now,
            seen_at=now,
            expires_at=expires,
            device=device,
            handle=secrets.token_hex(8),
            means=means,
            proved_at=now if proved else None,
            data=json.dumps({SEED: new_seed(), **data}),
        )
    )
    session.flush()
    return token


def _row(session: Session, token: str) -> SignedIn | None:
    row = session.get(SignedIn, token_sha256(token))
    return None if row is None or is_over(row.seen_at, row.expires_at) else row


def _actor(session: Session, account: Account) -> Actor:
    staff = session.get(Staff, account.staff_id) if account.staff_id else None
    return Actor(
        label=account.name,
        account_id=account.id,
        staff_id=staff.id if staff else None,
        party_id=account.party_id,
        staff_role=staff.role if staff else None,  # type: ignore[arg-type]
    )
