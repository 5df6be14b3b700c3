"""Proofs anew: by passkey or by the identity provider, and the form that waits for one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import PROOF_HOLDS, Identity
from portal.services.access import passkey_answers, sign_in
from portal.services.access.challenges import PasskeyRefused
from portal.services.access.passkey_answers import Site
from portal.services.access.visitors import is_over, token_sha256
from portal.services.audit import audit
from portal.store.people import Account, SignedIn

FORM, WAY = "form", "way"
LARGEST_FORM = 6000
FORM_WAITS = timedelta(minutes=10)
AHEAD = timedelta(minutes=1)
"""How far the provider's clock may be ahead of this one."""


class ProofOfAnother(Refusal):
    """The provider named somebody else than the one who is signed in."""

    code = "proof_of_another"


class ProofNotFresh(Refusal):
    """The provider did not ask who it is just now, or does not say when it asked."""

    code = "proof_not_fresh"


@dataclass(frozen=True)
class WaitingForm:
    """A form that came before the proof: its address, and its fields in order."""

    target: str
    fields: tuple[tuple[str, str], ...]


def is_fresh(asked_at: datetime | None) -> bool:
    """Whether the provider asked who it is within the time that a proof holds."""
    if asked_at is None:
        return False
    age = datetime.now(UTC) - asked_at
    return -AHEAD <= age <= PROOF_HOLDS


def keep_form(session: Session, token: str, target: str, fields: Sequence[tuple[str, str]]) -> bool:
    """Keeps a form until the proof is given; False when it is too large to be kept."""
    kept = {"to": target, "fields": list(fields), "at": datetime.now(UTC).isoformat()}
    if len(json.dumps(kept, ensure_ascii=False)) > LARGEST_FORM:
        return False
    return _keep(session, token, FORM, kept)


def waiting_form(session: Session, token: str) -> WaitingForm | None:
    """The form that waits, None when none does or it came too long ago."""
    kept = _kept(session, token).get(FORM)
    if not kept or datetime.now(UTC) - datetime.fromisoformat(kept["at"]) > FORM_WAITS:
        return None
    return WaitingForm(kept["to"], tuple((name, value) for name, value in kept["fields"]))


def by_passkey(session: Session, identity: Identity, token: str, site: Site, answer: str) -> str:
    """Proves it by one of the account's passkeys; returns the session's new token.

    Raises PasskeyMissing, PasskeyOver and PasskeyRefused (also for another account's passkey).
    """
    row = passkey_answers.check(session, token, site, "confirm", answer)
    if row.account_id != identity.actor.account_id:
        raise PasskeyRefused(fault="another account's")
    return _proved(session, identity, token, "passkey")


def depart(session: Session, token: str, pending: dict[str, Any]) -> None:
    """Keeps what the way through the provider needs when it comes back."""
    _keep(session, token, WAY, pending)


def departed(session: Session, token: str) -> dict[str, Any]:
    """What `depart` kept, for one answer; empty without a way."""
    row = _row(session, token)
    if row is None:
        return {}
    data = json.loads(row.data)
    way = data.pop(WAY, None)
    row.data = json.dumps(data, ensure_ascii=False)
    session.flush()
    return way or {}


def by_provider(
    session: Session, identity: Identity, token: str, issuer: str, subject: str,
    asked_at: datetime | None,
) -> str:  # fmt: skip
    """Proves it by the provider's answer; returns the session's new token.

    Raises ProofOfAnother, and ProofNotFresh where the provider has only remembered somebody.
    """
    account = session.get_one(Account, identity.actor.account_id)
    if (account.issuer, account.subject) != (issuer, subject):
        raise ProofOfAnother
    if not is_fresh(asked_at):
        raise ProofNotFresh
    return _proved(session, identity, token, "provider")


def _proved(session: Session, identity: Identity, token: str, means: str) -> str:
    fresh = sign_in.proved(session, token, means="passkey" if means == "passkey" else None)
    herself = Identity(identity.actor, subject_id=identity.actor.party_id)
    audit.record(session, herself, "identity_proved", means=means)
    return fresh


def _keep(session: Session, token: str, name: str, value: dict[str, Any]) -> bool:
    row = _row(session, token)
    if row is None:
        return False
    said = json.dumps({**json.loads(row.data), name: value}, ensure_ascii=False)
    if len(said) > sign_in.MOST_KEPT:
        return False
    row.data = said
    session.flush()
    return True


def _kept(session: Session, token: str) -> dict[str, Any]:
    row = _row(session, token)
    return json.loads(row.data) if row else {}


def _row(session: Session, token: str) -> SignedIn | None:
    row = session.get(SignedIn, token_sha256(token))
    over = row is None or row.account_id is None or is_over(row.seen_at, row.expires_at)
    return None if over else row
