"""Accounts: which sign-in stands for which party, staff member or estate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import SCOPES, Actor, Identity
from portal.services.access.staff import StaffUnknown
from portal.services.audit import access_seals, audit
from portal.services.base import parties
from portal.store.people import MANDATE_KINDS, Account, Mandate, Staff

SCOPES_OF = {"heir": " ".join(SCOPES), "guardian": " ".join(SCOPES), "agent": "works"}
"""What a mandate covers when nobody says more: an agent never reaches money."""


class AccountUnreadable(Refusal):
    """`reason`: subject (issuer or subject empty or too long), nobody, mandate (unknown kind)."""

    code = "account_unreadable"


class AccountTaken(Refusal):
    """The sign-in stands for somebody else already; it is never moved silently."""

    code = "account_taken"


@dataclass(frozen=True)
class ActsFor:
    """A party acted for (`person_id` of the files), and as what: heir, guardian or agent."""

    person_code: str
    kind: str


def link_account(
    session: Session,
    issuer: str,
    subject: str,
    name: str,
    *,
    person_code: str | None = None,
    staff_code: str | None = None,
    acts_for: Sequence[ActsFor] = (),
    today: date,
    actor: Actor,
) -> int:
    """Links a sign-in to a person, a staff member and mandates; returns the account's id.

    Linking the same again changes nothing. Raises AccountUnreadable, AccountTaken, PersonUnknown
    and StaffUnknown.
    """
    issuer = issuer.strip().rstrip("/")
    _check(issuer, subject, person_code, staff_code, acts_for)
    party_id = parties.by_code(session, person_code).id if person_code else None
    staff_id = _staff_id(session, staff_code) if staff_code else None
    account = _account(session, issuer, subject, name, party_id, staff_id)
    for mandate in acts_for:
        _grant(session, account, mandate, today, actor)
    kinds = ", ".join(f"{m.kind} of {m.person_code}" for m in acts_for) or None
    audit.record(
        session,
        Identity(actor, subject_id=party_id),
        "account_linked",
        issuer=issuer,
        subject=subject,
        party=person_code,
        staff=staff_code,
        mandate=kinds,
    )
    return account.id


def _check(
    issuer: str,
    subject: str,
    person_code: str | None,
    staff_code: str | None,
    acts_for: Sequence[ActsFor],
) -> None:
    if not (0 < len(issuer) <= 200 and 0 < len(subject.strip()) <= 200):
        raise AccountUnreadable(reason="subject")
    if not (person_code or staff_code or acts_for):
        raise AccountUnreadable(reason="nobody")
    unknown = [mandate.kind for mandate in acts_for if mandate.kind not in MANDATE_KINDS]
    if unknown:
        raise AccountUnreadable(reason="mandate", kind=unknown[0], kinds=", ".join(MANDATE_KINDS))


def _account(
    session: Session,
    issuer: str,
    subject: str,
    name: str,
    party_id: int | None,
    staff_id: int | None,
) -> Account:
    account = session.scalar(
        select(Account).where(Account.issuer == issuer, Account.subject == subject)
    )
    if account is None:
        account = Account(issuer=issuer, subject=subject, name=name[:200] or subject)
        session.add(account)
    for column, value in (("party_id", party_id), ("staff_id", staff_id)):
        before = getattr(account, column)
        if value is not None and before not in (None, value):
            raise AccountTaken(subject=subject)
        setattr(account, column, value if value is not None else before)
    session.flush()
    return account


def _grant(session: Session, account: Account, wanted: ActsFor, today: date, actor: Actor) -> None:
    party = parties.by_code(session, wanted.person_code)
    mandate = session.scalar(
        select(Mandate).where(Mandate.account_id == account.id, Mandate.party_id == party.id)
    )
    if mandate is None:
        mandate = Mandate(account_id=account.id, party_id=party.id, valid_from=today)
        session.add(mandate)
    elif (mandate.kind, mandate.valid_to, mandate.revoked_at) == (wanted.kind, None, None):
        return
    mandate.kind, mandate.scopes = wanted.kind, SCOPES_OF[wanted.kind]
    mandate.valid_to = mandate.revoked_at = None
    session.flush()
    said = {"kind": wanted.kind, "mandate": mandate.id, "sha256": access_seals.of_mandate(mandate)}
    audit.record(session, Identity(actor, subject_id=party.id), "mandate_given", **said)


def _staff_id(session: Session, code: str) -> int:
    found = session.scalar(select(Staff.id).where(Staff.code == code))
    if found is None:
        raise StaffUnknown(staff=code)
    return found
