"""Devices: where a person is signed in, and how she ends that from here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.identity import Identity
from portal.services.access.visitors import IDLE
from portal.services.audit import audit
from portal.store.people import SignedIn


@dataclass(frozen=True)
class Device:
    """One session: what the browser said it is, since when, when last used; `here` is this one.

    `means` is how it began: provider, passkey or email.
    """

    handle: str
    words: str
    since: datetime
    used: datetime
    here: bool
    means: str


def signed_in(session: Session, identity: Identity, token: str) -> tuple[Device, ...]:
    """Where the person who acts is signed in now: this device first, then the last used."""
    own = _hash(token)
    rows = session.scalars(_open(identity).order_by(SignedIn.seen_at.desc(), SignedIn.handle))
    devices = [
        Device(
            row.handle or "",
            row.device,
            row.started_at,
            row.seen_at,
            row.token_sha256 == own,
            row.means,
        )
        for row in rows
    ]
    return tuple(sorted(devices, key=lambda device: not device.here))


def end_one(session: Session, identity: Identity, handle: str) -> None:
    """Ends a session of the person who acts; raises NotFound, also for somebody else's."""
    row = session.scalar(_open(identity).where(SignedIn.handle == handle))
    if row is None:
        raise NotFound
    session.delete(row)
    session.flush()
    audit.record(session, _herself(identity), "session_ended")


def end_others(session: Session, identity: Identity, token: str) -> int:
    """Ends every session of the person but this one; returns how many."""
    result = session.execute(
        delete(SignedIn).where(
            SignedIn.account_id == identity.actor.account_id,
            SignedIn.token_sha256 != _hash(token),
        )
    )
    ended = int(getattr(result, "rowcount", 0))
    if ended:
        audit.record(session, _herself(identity), "sessions_ended", ended=ended)
    return ended


def end_all(session: Session, identity: Identity) -> int:
    """Ends every session of the person, this one too: somebody else has signed in as her."""
    result = session.execute(
        delete(SignedIn).where(SignedIn.account_id == identity.actor.account_id)
    )
    ended = int(getattr(result, "rowcount", 0))
    audit.record(session, _herself(identity), "sign_in_disowned", ended=ended)
    return ended


def _open(identity: Identity) -> Select[SignedIn]:
    now = datetime.now(UTC)
    return select(SignedIn).where(
        SignedIn.account_id == identity.actor.account_id,
        SignedIn.account_id.is_not(None),
        SignedIn.expires_at > now,
        SignedIn.seen_at > now - IDLE,
    )


def _herself(identity: Identity) -> Identity:
    """Sessions are of the person at the screen, whomever she acts for."""
    return Identity(identity.actor, subject_id=identity.actor.party_id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
