"""Passkeys: added under a name, listed, removed, and used to sign in or to sign a decision."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import webauthn
from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
)

from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import SYSTEM, Identity
from portal.services.access import challenges, passkey_answers, sign_in
from portal.services.access.challenges import PasskeyRefused
from portal.services.access.passkey_answers import REQUIRED, TIMEOUT, Site
from portal.services.audit import access_seals, audit
from portal.services.messages import notices
from portal.store.access import Passkey
from portal.store.people import Account

NAME = "Colophon"
LONGEST_NAME = 80
MOST = 20


class PasskeyKnown(Refusal):
    """This passkey is in the list already."""

    code = "passkey_known"


class TooManyPasskeys(Refusal):
    """The account has `most` passkeys."""

    code = "too_many_passkeys"


class LastPasskey(Refusal):
    """A staff member keeps at least one passkey."""

    code = "last_passkey"


class ApproveInBrowser(Refusal):
    """Staff have passkeys, and a command cannot ask for one."""

    code = "approve_in_browser"


class ChangeInBrowser(Refusal):
    """Staff have passkeys: the numbers of the rules are proposed and approved in the browser."""

    code = "change_in_browser"


@dataclass(frozen=True)
class ShownPasskey:
    """One line of the list; `backed_up` is a key that its owner's devices share."""

    handle: str
    name: str
    added_at: datetime
    used_at: datetime | None
    backed_up: bool


@dataclass(frozen=True)
class Entered:
    """A session that a passkey began: its token, and the key of its account."""

    token: str
    issuer: str
    subject: str


def listed(session: Session, identity: Identity) -> tuple[ShownPasskey, ...]:
    """The passkeys of whoever acts, the oldest first."""
    return tuple(
        ShownPasskey(row.handle, row.name, row.added_at, row.used_at, row.backed_up)
        for row in passkey_answers.held(session, _account(identity))
    )


def options_to_add(session: Session, identity: Identity, token: str, site: Site) -> str:
    """JSON of what the browser needs to make a passkey; raises PasskeyOver, TooManyPasskeys."""
    account = session.get_one(Account, _account(identity))
    challenge, asked_at = challenges.question(session, token, "add")
    known = passkey_answers.held(session, account.id)
    if len(known) >= MOST:
        raise TooManyPasskeys(most=MOST)
    asked = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=NAME,
        user_name=account.name,
        user_id=passkey_answers.user_handle(account.id),
        challenge=challenge,
        timeout=TIMEOUT,
        attestation=AttestationConveyancePreference.NONE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED
        ),
        exclude_credentials=[passkey_answers.descriptor(one) for one in known],
    )
    return passkey_answers.as_json(asked, asked_at)


def add(
    session: Session, identity: Identity, token: str, site: Site, name: str, answer: str, day: date
) -> str:
    """Keeps a passkey, tells its owner, and returns the session's new token.

    Whoever makes one has just unlocked its device: from here on the session is one by passkey.
    Raises PasskeyMissing, PasskeyOver, PasskeyRefused, PasskeyKnown and TooManyPasskeys.
    """
    account_id = _account(identity)
    challenge, credential = challenges.answered(session, token, "add", answer)
    with passkey_answers.refusing():
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
        passkey_answers.check_frame(credential)
    credential_id = bytes_to_base64url(made.credential_id)
    if session.scalar(select(exists().where(Passkey.credential_id == credential_id))):
        raise PasskeyKnown
    if len(passkey_answers.held(session, account_id)) >= MOST:
        raise TooManyPasskeys(most=MOST)
    row = Passkey(
        account_id=account_id,
        credential_id=credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=" ".join(name.split())[:LONGEST_NAME],
        backed_up=made.credential_backed_up,
        handle=secrets.token_hex(8),
        added_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    _tell(session, identity, "passkey_added", row, day)
    return sign_in.proved(session, token, means="passkey")


def remove(
    session: Session, identity: Identity, handle: str, day: date, *, staff_keep_one: bool
) -> None:
    """Removes a passkey of whoever acts, and tells her; raises NotFound and LastPasskey."""
    known = session.scalars(
        select(Passkey)
        .where(Passkey.account_id == _account(identity), Passkey.removed_at.is_(None))
        .with_for_update()
    ).all()
    row = next((one for one in known if one.handle == handle), None)
    if row is None:
        raise NotFound
    if staff_keep_one and identity.is_staff and len(known) == 1:
        raise LastPasskey
    row.removed_at = datetime.now(UTC)
    session.flush()
    _tell(session, identity, "passkey_removed", row, day)


def enter(
    session: Session, token: str, site: Site, answer: str, today: date, user_agent: str = ""
) -> Entered:
    """Begins a session by passkey and ends the one on the way.

    Raises PasskeyMissing, PasskeyOver, and PasskeyRefused for an unknown or removed passkey, an
    ended staff member and a closed party alike.
    """
    row = passkey_answers.check(session, token, site, "sign_in", answer)
    account = session.get_one(Account, row.account_id)
    if not passkey_answers.may_enter(session, account, today):
        raise PasskeyRefused(fault="nobody's any more")
    fresh = sign_in.begin_by_passkey(session, token, account, user_agent, today)
    return Entered(fresh, account.issuer, account.subject)


def signing_options(
    session: Session, identity: Identity, token: str, site: Site, said: Sequence[object]
) -> str:
    """JSON for a page on which a decision is signed; empty when whoever acts has no passkey.

    `said` is what is decided, plain values such as run code, people, cents and digest: the
    signature holds for these words alone. Raises PasskeyOver.
    """
    account_id = _account(identity)
    if not passkey_answers.held(session, account_id):
        return ""
    return passkey_answers.options(session, token, site, "sign", said, account_id)


def signed(
    session: Session, identity: Identity, token: str, site: Site, said: Sequence[object],
    answer: str,
) -> int:  # fmt: skip
    """The row id of the passkey that signed exactly these words, once.

    Raises PasskeyMissing, PasskeyOver and PasskeyRefused (also for another account's passkey).
    """
    row = passkey_answers.check(session, token, site, "sign", answer, said)
    if row.account_id != identity.actor.account_id:
        raise PasskeyRefused(fault="another account's")
    return row.id


def check_command_may_approve(session: Session) -> None:
    """Raises ApproveInBrowser as soon as any staff member has, or had, a passkey."""
    if _staff_have_them(session):
        raise ApproveInBrowser


def check_command_may_change_rules(session: Session) -> None:
    """Raises ChangeInBrowser likewise: a number of the rules takes two people from then on."""
    if _staff_have_them(session):
        raise ChangeInBrowser


def _staff_have_them(session: Session) -> bool:
    held = (
        select(Passkey.id)
        .join(Account, Account.id == Passkey.account_id)
        .where(Account.staff_id.is_not(None))
    )
    return session.scalar(held.limit(1)) is not None


def _account(identity: Identity) -> int:
    if identity.actor.account_id is None:
        raise NotFound
    return identity.actor.account_id


def _tell(session: Session, identity: Identity, event: str, row: Passkey, day: date) -> None:
    """The audit, and a message to the one whose passkey it is, where she has pages."""
    herself = Identity(identity.actor, subject_id=identity.actor.party_id)
    seal = access_seals.of_passkey(row)
    audit.record(session, herself, event, passkey=row.handle, sha256=seal)
    if identity.actor.party_id is not None:
        notices.notify(session, SYSTEM, identity.actor.party_id, event, day, name=row.name)
