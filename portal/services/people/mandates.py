"""Who may act for a party: heirs, guardians and agents, with scopes and days, revoked at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import names
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import SCOPES, Actor, Identity
from portal.services.access import permissions, staff_interests
from portal.services.access.accounts import SCOPES_OF
from portal.services.audit import access_seals, audit
from portal.services.base import locks
from portal.services.base.texts import checked_name
from portal.services.messages import notices
from portal.services.people.people_search import begins
from portal.services.people.person_page import Entrusted, mandates_of, party_of
from portal.store.people import MANDATE_KINDS, Account, Mandate, Party

GIVERS = ("officer", "administrator")
MOST_HOLDERS = 20
AGENTS_SCOPES = frozenset(SCOPES) - {"money"}
"""An agent may claim works and speak for how a party is reached; never see or touch money."""
KINDS = MANDATE_KINDS


class MandateRefused(Refusal):
    """A right to act is not given or ended.

    `reason`: role, own (the staff member's own matter), kind, scopes (none, or unknown), agent
    (with money), days (the last is before the first, or has passed), holder (nobody has this
    sign-in), herself, gone (merged or closed), heir (the party has not died), or herself_only.
    """

    code = "mandate_refused"


@dataclass(frozen=True)
class Holder:
    """A sign-in that can be given a right: its id, its name, and the party that it is."""

    account_id: int
    name: str
    code: str


@dataclass(frozen=True)
class Wanted:
    """A right to be given: to whose sign-in, as what, over what, and when; `source` names the
    document.
    """

    account_id: int
    kind: str
    scopes: frozenset[str]
    valid_from: date
    valid_to: date | None
    source: str


def default_scopes(kind: str) -> frozenset[str]:
    """What a right covers unless the office says otherwise: an agent's only works."""
    return frozenset(SCOPES_OF[kind].split())


def written(scopes: Iterable[str]) -> str:
    """Scopes as the row keeps them, always in one order."""
    wanted = set(scopes)
    return " ".join(scope for scope in SCOPES if scope in wanted)


def holders(session: Session, text: str) -> tuple[Holder, ...]:
    """Sign-ins by the name or identifier of whoever has them; staff sign-ins are left out."""
    words = names.plain(text).split()
    if not words:
        return ()
    rows = session.execute(
        select(Account.id, Account.name, Party.code)
        .outerjoin(Party, Party.id == Account.party_id)
        .where(Account.staff_id.is_(None))
        .order_by(Account.name, Account.id)
    )
    found = (
        Holder(row.id, row.name, row.code or "")
        for row in rows
        if begins(words, row.name) or (row.code or "").lower() == text.strip().lower()
    )
    return tuple(one for one, _ in zip(found, range(MOST_HOLDERS), strict=False))


def give(session: Session, code: str, wanted: Wanted, who: Actor, today: date) -> int:
    """Gives a right, or changes the one that this sign-in has; the same again changes nothing.

    The party is told. Returns the mandate's id; raises MandateRefused, TextUnusable and NotFound.
    """
    source = checked_name("source", wanted.source)
    locks.alone(session)
    party = party_of(session, code)
    _check(session, party, wanted, who, today)
    row = session.scalar(
        select(Mandate).where(Mandate.account_id == wanted.account_id, Mandate.party_id == party.id)
    )
    said = (wanted.kind, written(wanted.scopes), wanted.valid_from, wanted.valid_to, source)
    if row is None:
        row = Mandate(account_id=wanted.account_id, party_id=party.id)
        session.add(row)
    elif _says(row) == (*said, None):
        return row.id
    row.kind, row.scopes, row.valid_from, row.valid_to, row.source = said
    row.revoked_at = None
    session.flush()
    audit.record(session, Identity(who, party.id), "mandate_given", **_sealed(row))
    _tell(session, who, row, "mandate_given", today)
    return row.id


def revoke(session: Session, mandate_id: int, who: Actor, today: date) -> str:
    """The office ends a right at once; returns the party's code. Twice is once.

    Raises MandateRefused and NotFound.
    """
    if who.staff_role not in GIVERS:
        raise MandateRefused(reason="role", roles=", ".join(GIVERS))
    locks.alone(session)
    row = session.get(Mandate, mandate_id)
    if row is None:
        raise NotFound(what="mandate", name=mandate_id)
    party = session.get_one(Party, row.party_id)
    if party.id in staff_interests.concerns(session, who):
        raise MandateRefused(reason="own")
    _end(session, Identity(who, party.id), row, today)
    return party.code


def own(session: Session, identity: Identity) -> tuple[Entrusted, ...]:
    """Who may act for the party, for its own page."""
    return mandates_of(session, identity.subject_id or 0)


def revoke_own(session: Session, identity: Identity, mandate_id: int, today: date) -> None:
    """The party herself ends a right at once; an heir or guardian cannot end another's, so only
    whoever acts for herself may. Raises NotFound for another's, and MandateRefused.
    """
    locks.alone(session)
    row = session.get(Mandate, mandate_id)
    if row is None or row.party_id != identity.subject_id:
        raise NotFound(what="mandate", name=mandate_id)
    if not permissions.in_person(identity, None) or identity.mandate is not None:
        raise MandateRefused(reason="herself_only")
    _end(session, identity, row, today)


def _check(session: Session, party: Party, wanted: Wanted, who: Actor, today: date) -> None:
    if who.staff_role not in GIVERS:
        raise MandateRefused(reason="role", roles=", ".join(GIVERS))
    holder = session.get(Account, wanted.account_id)
    if holder is None or holder.staff_id is not None:
        raise MandateRefused(reason="holder")
    if {party.id, holder.party_id} & staff_interests.concerns(session, who):
        raise MandateRefused(reason="own")
    if holder.party_id == party.id:
        raise MandateRefused(reason="herself")
    if party.merged_into_id is not None or party.closed_on is not None:
        raise MandateRefused(reason="gone", person=party.code)
    _check_words(party, wanted, today)


def _check_words(party: Party, wanted: Wanted, today: date) -> None:
    if wanted.kind not in KINDS:
        raise MandateRefused(reason="kind", kinds=", ".join(KINDS))
    if not wanted.scopes or wanted.scopes - set(SCOPES):
        raise MandateRefused(reason="scopes")
    if wanted.kind == "agent" and wanted.scopes - AGENTS_SCOPES:
        raise MandateRefused(reason="agent")
    if wanted.kind == "heir" and party.death_year is None:
        raise MandateRefused(reason="heir")
    if wanted.valid_to is not None and wanted.valid_to < max(wanted.valid_from, today):
        raise MandateRefused(reason="days")


def _sealed(row: Mandate) -> dict[str, object]:
    """What the audit keeps of a right."""
    return {"kind": row.kind, "mandate": row.id, "sha256": access_seals.of_mandate(row)}


def _says(row: Mandate) -> tuple[object, ...]:
    return row.kind, row.scopes, row.valid_from, row.valid_to, row.source, row.revoked_at


def _end(session: Session, identity: Identity, row: Mandate, today: date) -> None:
    if row.revoked_at is not None:
        return
    row.revoked_at = datetime.now(UTC)
    session.flush()
    audit.record(session, identity, "mandate_revoked", **_sealed(row))
    _tell(session, identity.actor, row, "mandate_revoked", today)


def _tell(session: Session, who: Actor, row: Mandate, code: str, today: date) -> None:
    holder = session.get_one(Account, row.account_id)
    said = {"name": holder.name, "kind": row.kind}
    notices.notify(session, who, row.party_id, code, today, **said)
