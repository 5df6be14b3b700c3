"""Sign-in: from an identity provider's answer to a session, and to who acts for whom."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.kernel.devices import in_words
from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor, Identity
from portal.services import audit
from portal.store.people import Account, Mandate, Party, SignedIn, Staff

IDLE = timedelta(hours=1)
LONGEST = timedelta(hours=12)
ON_THE_WAY = timedelta(minutes=10)


class AccountUnknown(Refusal):
    """The identity provider knows the person, the portal does not; no account is invented."""

    code = "account_unknown"


@dataclass(frozen=True)
class ActingFor:
    """A party that the account may act for; `own` is the person herself, else by a mandate."""

    party_id: int
    name: str
    own: bool
    deceased: bool
    mandate: str | None = None


@dataclass(frozen=True)
class Visitor:
    """Who a session belongs to: identity, the parties she may act for, and the one chosen."""

    identity: Identity
    name: str
    parties: tuple[ActingFor, ...]
    chosen: ActingFor | None
    locale: str


def begin(session: Session, data: dict[str, Any]) -> str:
    """A short session for the way through the identity provider; returns its token."""
    now = datetime.now(UTC)
    return _new(session, now, now + ON_THE_WAY, None, data)


def kept_data(session: Session, token: str) -> dict[str, Any]:
    """What `begin` kept; empty when the session is unknown or over."""
    row = _row(session, token)
    return json.loads(row.data) if row and row.account_id is None else {}


def complete(
    session: Session, old_token: str | None, issuer: str, subject: str, user_agent: str = ""
) -> str:
    """Ends the session on the way and begins one of the account; raises AccountUnknown.

    `user_agent` is what the browser says of itself; it is shown to the owner and never believed.
    """
    account = session.scalar(
        select(Account).where(Account.issuer == issuer, Account.subject == subject)
    )
    if old_token is not None:
        end(session, old_token)
    if account is None:
        raise AccountUnknown(issuer=issuer)
    now = datetime.now(UTC)
    token = _new(session, now, now + LONGEST, account.id, {}, device=in_words(user_agent))
    who = Identity(_actor(session, account), subject_id=account.party_id)
    audit.record(session, who, "signed_in", issuer=issuer)
    return token


def visitor(session: Session, token: str, today: date) -> Visitor | None:
    """Who the token stands for now, rights read anew; None when it is unknown, idle or over."""
    row = _row(session, token)
    if row is None or row.account_id is None:
        return None
    account = session.get_one(Account, row.account_id)
    parties = _parties(session, account, today)
    chosen = next((p for p in parties if p.party_id == row.subject_id), None)
    chosen = chosen or (parties[0] if parties else None)
    identity = Identity(
        actor=_actor(session, account),
        subject_id=chosen.party_id if chosen else None,
        acting_for_other=bool(chosen and not chosen.own),
        mandate=chosen.mandate if chosen else None,
    )
    locale = session.get_one(Party, chosen.party_id).locale if chosen else "en"
    return Visitor(identity, account.name, parties, chosen, locale)


def touch(session: Session, token: str) -> None:
    """Notes that the session was used; the caller does so every five minutes at most."""
    row = _row(session, token)
    if row is not None:
        row.seen_at = datetime.now(UTC)


def seen_at(session: Session, token: str) -> datetime | None:
    """When the session was last used; None when it is unknown or over."""
    row = _row(session, token)
    return row.seen_at if row else None


def act_for(session: Session, token: str, party_id: int, today: date) -> bool:
    """Chooses the party acted for; False when the account may not act for it."""
    row = _row(session, token)
    if row is None or row.account_id is None:
        return False
    account = session.get_one(Account, row.account_id)
    if party_id not in {party.party_id for party in _parties(session, account, today)}:
        return False
    row.subject_id = party_id
    audit.record(session, _actor(session, account), "acting_for_changed", party=party_id)
    return True


def end(session: Session, token: str) -> None:
    """Ends a session: its row is gone, the token is worth nothing."""
    session.execute(delete(SignedIn).where(SignedIn.token_sha256 == _hash(token)))


def sign_out(session: Session, token: str, identity: Identity | None) -> None:
    """Ends a session at its owner's wish."""
    end(session, token)
    if identity is not None:
        audit.record(session, identity, "signed_out")


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
) -> str:
    token = secrets.token_urlsafe(32)
    session.add(
        SignedIn(
            token_sha256=_hash(token),
            account_id=account,
            started_at=now,
            seen_at=now,
            expires_at=expires,
            device=device,
            handle=secrets.token_hex(8),
            data=json.dumps(data),
        )
    )
    session.flush()
    return token


def _row(session: Session, token: str) -> SignedIn | None:
    row = session.get(SignedIn, _hash(token))
    now = datetime.now(UTC)
    if row is None or row.expires_at <= now or row.seen_at <= now - IDLE:
        return None
    return row


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _actor(session: Session, account: Account) -> Actor:
    staff = session.get(Staff, account.staff_id) if account.staff_id else None
    return Actor(
        label=account.name,
        account_id=account.id,
        staff_id=staff.id if staff else None,
        party_id=account.party_id,
        staff_role=staff.role if staff else None,  # type: ignore[arg-type]
    )


def _parties(session: Session, account: Account, today: date) -> tuple[ActingFor, ...]:
    own = [(session.get_one(Party, account.party_id), None)] if account.party_id else []
    mandated = session.execute(
        select(Party, Mandate.kind)
        .join(Mandate, Mandate.party_id == Party.id)
        .where(
            Mandate.account_id == account.id,
            Mandate.valid_from <= today,
            (Mandate.valid_to.is_(None)) | (Mandate.valid_to >= today),
        )
        .order_by(Party.name)
    )
    return tuple(
        ActingFor(p.id, p.name, p.id == account.party_id, p.death_year is not None, kind)
        for p, kind in (*own, *mandated)
    )
