"""Names: the legal one, and others with their proof, which the office confirms or refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Identity
from portal.services.audit import audit
from portal.services.base import documents, locks
from portal.services.base.documents import Kept, Sent
from portal.services.base.texts import checked_name
from portal.services.messages import receipts
from portal.store.documents import Document
from portal.store.people import NAME_KINDS, Party, PartyName

__all__ = ["NAME_KINDS", "NAME_PROOF"]
NAME_PROOF = "name_proof"
MOST_WAITING = 10
NAME_LONGEST, NOTE_LONGEST = 120, 200


class NameUnusable(Refusal):
    """A name cannot be added; `reason`: known, kind, proof (none was given) or waiting (`most`)."""

    code = "name_unusable"


@dataclass(frozen=True)
class NewName:
    """A name to add: what kind it is, and the proof: a note, a file, or both."""

    name: str
    kind: str
    note: str = ""
    file: Sent | None = None


@dataclass(frozen=True)
class OtherName:
    """Another name of a party; `refused_for` is a code, `proof` the file where one was sent."""

    id: int
    name: str
    kind: str
    state: str
    added_on: date | None
    decided_on: date | None
    refused_for: str | None
    note: str
    proof: Kept | None


@dataclass(frozen=True)
class Names:
    """The legal name of a party and its other names, in the order in which they were added."""

    legal: str
    others: tuple[OtherName, ...]

    @property
    def waiting(self) -> tuple[OtherName, ...]:
        """Those that the office has not looked at."""
        return tuple(one for one in self.others if one.state == "waiting")


def names_of(session: Session, party_id: int) -> Names:
    """The names of a party."""
    legal = session.get_one(Party, party_id).name
    rows = session.execute(
        select(PartyName, Document)
        .outerjoin(Document, Document.id == PartyName.document_id)
        .where(PartyName.party_id == party_id)
        .order_by(PartyName.id)
    )
    return Names(legal, tuple(other_name(row, document) for row, document in rows))


def other_name(row: PartyName, document: Document | None) -> OtherName:
    """A row and its proof as a value."""
    return OtherName(
        id=row.id,
        name=row.name,
        kind=row.kind,
        state=row.state,
        added_on=row.added_on,
        decided_on=row.decided_on,
        refused_for=row.refused_for,
        note=row.proof_note,
        proof=documents.kept(document) if document else None,
    )


def add_name(
    session: Session, data_dir: Path, identity: Identity, said: NewName, today: date
) -> str:
    """Adds a name that waits for the office; returns the number of the receipt.

    A name that was refused may be sent again. Raises TextUnusable, NameUnusable, DocumentUnusable.
    """
    party_id = _subject(identity)
    name = checked_name("name", said.name, NAME_LONGEST)
    note = checked_name("note", said.note, NOTE_LONGEST) if said.note.strip() else ""
    if said.kind not in NAME_KINDS:
        raise NameUnusable(reason="kind")
    if not note and said.file is None:
        raise NameUnusable(reason="proof")
    locks.alone(session)
    row = _place_for(session, party_id, name)
    file, before = said.file, row.document_id
    proof = documents.keep(session, data_dir, party_id, NAME_PROOF, file) if file else None
    row.name, row.kind, row.state = name, said.kind, "waiting"
    row.proof_note, row.document_id = note, proof.id if proof else None
    row.added_on, row.decided_on, row.refused_for = today, None, None
    session.add(row)
    session.flush()
    if before is not None:
        documents.forget(session, session.get_one(Document, before))
    given = "file" if proof else "note"
    event = audit.record(session, identity, "name_added", name=row.id, kind=row.kind, proof=given)
    return receipts.give(session, identity, "names", event.id, event.id, today)


def withdraw_name(session: Session, identity: Identity, name_id: int, today: date) -> str:
    """Takes a name that waits back, with its proof; returns the number of the receipt.

    Raises NotFound for another's and for one that does not wait.
    """
    locks.alone(session)
    row = session.scalar(
        select(PartyName).where(
            PartyName.id == name_id,
            PartyName.party_id == _subject(identity),
            PartyName.state == "waiting",
        )
    )
    if row is None:
        raise NotFound
    proof = session.get(Document, row.document_id) if row.document_id else None
    session.delete(row)
    session.flush()
    if proof is not None:
        documents.forget(session, proof)
    event = audit.record(session, identity, "name_withdrawn", name=name_id)
    return receipts.give(session, identity, "names", event.id, event.id, today)


def _place_for(session: Session, party_id: int, name: str) -> PartyName:
    """A new row, or the row of the same name that was refused; raises NameUnusable."""
    known = names_of(session, party_id)
    if len(known.waiting) >= MOST_WAITING:
        raise NameUnusable(reason="waiting", most=MOST_WAITING)
    if known.legal == name:
        raise NameUnusable(reason="known")
    same = next((one for one in known.others if one.name == name), None)
    if same is None:
        return PartyName(party_id=party_id)
    if same.state != "refused":
        raise NameUnusable(reason="known")
    return session.get_one(PartyName, same.id)


def _subject(identity: Identity) -> int:
    if identity.subject_id is None:
        raise NotFound
    return identity.subject_id
