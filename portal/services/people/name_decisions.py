"""Names that wait: the office looks at the proof and confirms or refuses, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Actor, Identity
from portal.services.access import staff_interests
from portal.services.audit import audit
from portal.services.base import documents
from portal.services.base.documents import Kept
from portal.services.messages import notices
from portal.services.people.names import OtherName, other_name
from portal.store.documents import Document
from portal.store.people import Party, PartyName

REASONS = ("no_proof", "unreadable", "another_person", "not_a_name")
DECIDERS = ("support", "officer", "administrator")


class NameNotDecided(Refusal):
    """A name cannot be decided now.

    `reason`: unknown (no such name waits), role (of the staff member), own (it is his or her own),
    or why (the reason of a refusal is not one of `reasons`).
    """

    code = "name_not_decided"


@dataclass(frozen=True)
class WaitingName:
    """A name that waits, and whose: the person's code and legal name."""

    person: str
    legal: str
    name: OtherName


def waiting(session: Session) -> tuple[WaitingName, ...]:
    """Every name that waits, the oldest first."""
    query = _joined().where(PartyName.state == "waiting")
    rows = session.execute(query.order_by(PartyName.added_on, PartyName.id))
    return tuple(
        WaitingName(party.code, party.name, other_name(row, document))
        for row, party, document in rows
    )


def one_waiting(session: Session, name_id: int) -> WaitingName:
    """A name that waits; raises NotFound for one that does not, or not any more."""
    found = session.execute(
        _joined().where(PartyName.id == name_id, PartyName.state == "waiting")
    ).first()
    if found is None:
        raise NotFound
    row, party, document = found
    return WaitingName(party.code, party.name, other_name(row, document))


def names_waiting_count(session: Session) -> tuple[int, datetime | None]:
    """How many names wait, and since when the oldest does."""
    number, oldest = session.execute(
        select(func.count(), func.min(PartyName.added_on)).where(PartyName.state == "waiting")
    ).one()
    return number, datetime.combine(oldest, time(), UTC) if oldest else None


def proof(session: Session, data_dir: Path, name_id: int, who: Actor) -> tuple[Kept, bytes]:
    """The file that was sent as proof of a name that waits; raises NameNotDecided, NotFound.

    That the office opened it is written down, for the owner to see.
    """
    row, party, document = _waiting(session, name_id, who)
    opened = documents.opened(data_dir, document)
    audit.record(session, Identity(who, party.id), "proof_opened", name=row.id)
    return opened


def confirm(session: Session, name_id: int, who: Actor, today: date) -> int:
    """From now on the name matches works, and its owner is told; returns the owner's id.

    Suggestions of works are to be looked for then. Raises NameNotDecided.
    """
    row, party, _ = _waiting(session, name_id, who)
    row.state, row.decided_on = "confirmed", today
    session.flush()
    audit.record(session, Identity(who, party.id), "name_confirmed", name=row.id)
    notices.notify(session, who, party.id, "name_confirmed", today, name=row.name)
    return party.id


def refuse(session: Session, name_id: int, reason: str, who: Actor, today: date) -> None:
    """The name matches nothing, and its owner is told why; raises NameNotDecided."""
    if reason not in REASONS:
        raise NameNotDecided(reason="why", reasons=", ".join(REASONS))
    row, party, _ = _waiting(session, name_id, who)
    row.state, row.decided_on, row.refused_for = "refused", today, reason
    session.flush()
    audit.record(session, Identity(who, party.id), "name_refused", name=row.id, reason=reason)
    said = {"name": row.name, "reason": reason}
    notices.notify(session, who, party.id, "name_refused", today, **said)


def _waiting(
    session: Session, name_id: int, who: Actor
) -> tuple[PartyName, Party, Document | None]:
    if who.staff_role not in DECIDERS:
        raise NameNotDecided(reason="role", roles=", ".join(DECIDERS))
    found = session.execute(
        _joined().where(PartyName.id == name_id, PartyName.state == "waiting")
    ).first()
    if found is None:
        raise NameNotDecided(reason="unknown", name=name_id)
    if found[1].id in staff_interests.concerns(session, who):
        raise NameNotDecided(reason="own")
    row, party, document = found
    return row, party, document


def _joined() -> Select[PartyName, Party, Document]:
    return (
        select(PartyName, Party, Document)
        .join(Party, Party.id == PartyName.party_id)
        .outerjoin(Document, Document.id == PartyName.document_id)
    )
