"""Answers of passkeys, checked by WebAuthn: origin, host, challenge, counter, user verification."""

from __future__ import annotations

import binascii
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import webauthn
from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)

from portal.services.access import challenges
from portal.services.access.challenges import PasskeyRefused, Purpose
from portal.store.access import Passkey
from portal.store.people import Account, Party, Staff

REQUIRED = UserVerificationRequirement.REQUIRED
_NAME = re.compile(r"[A-Za-z0-9_-]{1,1400}")
TIMEOUT = 120_000
"""How long a browser waits for the device, milliseconds."""


@dataclass(frozen=True)
class Site:
    """The portal as passkeys know it: its host, and the origin of its pages."""

    host: str
    origin: str


def options(
    session: Session,
    token: str,
    site: Site,
    purpose: Purpose,
    said: Sequence[object] = (),
    account_id: int | None = None,
) -> str:
    """JSON of what the browser needs to ask for a passkey: one of the account's, else any.

    Raises PasskeyOver.
    """
    challenge, asked_at = challenges.question(session, token, purpose, said)
    named = [] if account_id is None else held(session, account_id)
    asked = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        timeout=TIMEOUT,
        allow_credentials=[descriptor(one) for one in named],
        user_verification=REQUIRED,
    )
    return as_json(asked, asked_at)


def check(
    session: Session,
    token: str,
    site: Site,
    purpose: Purpose,
    answer: str,
    said: Sequence[object] = (),
) -> Passkey:
    """The passkey that signed; its counter and day of use are kept.

    Raises PasskeyMissing, PasskeyOver and PasskeyRefused.
    """
    challenge, credential = challenges.answered(session, token, purpose, answer, said)
    row = _named(session, credential)
    with refusing():
        checked = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
        _check_owner(credential, row)
        check_frame(credential)
    row.sign_count, row.backed_up = checked.new_sign_count, checked.credential_backed_up
    row.used_at = datetime.now(UTC)
    session.flush()
    return row


def held(session: Session, account_id: int) -> Sequence[Passkey]:
    """The passkeys of an account that are not removed, the oldest first."""
    return session.scalars(
        select(Passkey)
        .where(Passkey.account_id == account_id, Passkey.removed_at.is_(None))
        .order_by(Passkey.id)
    ).all()


def may_enter(session: Session, account: Account, today: date) -> bool:
    """Whether the account still stands for somebody: no closed party, no ended staff member."""
    party = session.get(Party, account.party_id) if account.party_id else None
    staff = session.get(Staff, account.staff_id) if account.staff_id else None
    if party is None and staff is None:
        return True  # a holder of mandates, which are looked up anew for each page
    employed = staff is not None and (staff.ended_on is None or staff.ended_on >= today)
    return employed or (
        party is not None and party.closed_on is None and party.merged_into_id is None
    )


def user_handle(account_id: int) -> bytes:
    """How a device names the account: nothing that tells who it is."""
    return account_id.to_bytes(8, "big")


def descriptor(row: Passkey) -> PublicKeyCredentialDescriptor:
    """A passkey as a browser is told of it."""
    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential_id))


def as_json(asked: Any, asked_at: int) -> str:
    """What stands in the page for the script: the second of asking, and the options."""
    return json.dumps({"asked": asked_at, "publicKey": options_to_json_dict(asked)})


@contextmanager
def refusing() -> Iterator[None]:
    """What does not hold, or cannot even be read, becomes PasskeyRefused."""
    try:
        yield
    except PasskeyRefused:
        raise
    except (
        WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError,
        binascii.Error, OverflowError,
    ) as error:  # fmt: skip
        raise PasskeyRefused(fault=f"{type(error).__name__}: {error}") from error


def check_frame(credential: dict[str, Any]) -> None:
    """A page of the portal asked, and not one that another site shows inside its own."""
    client = json.loads(base64url_to_bytes(credential["response"]["clientDataJSON"]))
    if client.get("crossOrigin"):
        raise PasskeyRefused(fault="asked inside another site")


def _named(session: Session, credential: dict[str, Any]) -> Passkey:
    """The row of the passkey that an answer names, held until the transaction ends."""
    name = credential.get("id")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise PasskeyRefused(fault="no name")
    row = session.scalar(select(Passkey).where(Passkey.credential_id == name).with_for_update())
    if row is None or row.removed_at is not None:
        raise PasskeyRefused(fault="unknown")
    return row


def _check_owner(credential: dict[str, Any], row: Passkey) -> None:
    named = credential["response"].get("userHandle")
    if named and base64url_to_bytes(named) != user_handle(row.account_id):
        raise PasskeyRefused(fault="another account's")
