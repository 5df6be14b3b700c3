"""The overview of a person's own details: what stands where, in one look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.identity import Identity
from portal.services.access import devices
from portal.services.people import contact, names, preferences
from portal.services.people.contact import Contact
from portal.services.people.names import Names
from portal.services.people.preferences import Chosen
from portal.store.people import Account, Mandate, Party
from portal.store.preferences import Preference


@dataclass(frozen=True)
class Entrusted:
    """Somebody who may act for the party: by which right (heir, guardian, agent), since when."""

    name: str
    kind: str
    since: date


@dataclass(frozen=True)
class Details:
    """What the overview shows; `others` counts the other devices where the actor is signed in."""

    names: Names
    contact: Contact
    chosen: Chosen
    entrusted: tuple[Entrusted, ...]
    others: int
    joined_on: date
    may_change: bool
    by_agent: bool


def overview(session: Session, identity: Identity, token: str, today: date) -> Details:
    """Everything that the overview shows of the party acted for."""
    party_id = identity.subject_id
    if party_id is None:
        raise NotFound
    # Held here, both rows are read once: the session forgets what nobody holds.
    party, _chosen = session.get_one(Party, party_id), session.get(Preference, party_id)
    open_now = devices.signed_in(session, identity, token)
    return Details(
        names=names.names_of(session, party_id),
        contact=contact.shown(session, identity),
        chosen=preferences.chosen(session, party_id),
        entrusted=_entrusted(session, party_id, today),
        others=sum(not device.here for device in open_now),
        joined_on=party.joined_on,
        by_agent=identity.mandate == "agent",
        may_change=identity.mandate != "agent" and not identity.reads_only,
    )


def _entrusted(session: Session, party_id: int, today: date) -> tuple[Entrusted, ...]:
    rows = session.execute(
        select(Account.name, Mandate.kind, Mandate.valid_from)
        .join(Account, Account.id == Mandate.account_id)
        .where(
            Mandate.party_id == party_id,
            Mandate.revoked_at.is_(None),
            Mandate.valid_from <= today,
            Mandate.valid_to.is_(None) | (Mandate.valid_to >= today),
        )
        .order_by(Account.name)
    )
    return tuple(Entrusted(*row) for row in rows)
