"""The rows of a dispute: who may see it, what is said to be wrong, and lines of its timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import receipt_numbers
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Identity
from portal.rules import sharing
from portal.rules.sharing import Wrong
from portal.services.audit import audit
from portal.services.base import documents, locks
from portal.services.base.documents import Sent
from portal.services.catalogue import edition_parts
from portal.services.catalogue.edition_parts import SharedEdition
from portal.store.sharing import Dispute, DisputeEntry

PROOF = "dispute_proof"
GOING_ON = ("open", "with_staff")


class DisputeOver(Refusal):
    """What was asked for is not possible any more; `state` says how the dispute stands."""

    code = "dispute_over"


@dataclass(frozen=True)
class Known:
    """A dispute with its edition as it stands now."""

    row: Dispute
    edition: SharedEdition

    @property
    def wrong(self) -> Wrong:
        """What is said to be wrong."""
        row = self.row
        return Wrong(
            about=row.about,
            by=row.opened_by_id,
            role=row.own_role,
            heads=row.said_heads or 1,
            party=row.about_party_id,
            party_role=row.about_role,
            right_role=row.said_role,
        )

    @property
    def asked(self) -> tuple[int, ...]:
        """Who is still to answer; nobody once it is over."""
        if self.row.state not in GOING_ON:
            return ()
        return sharing.asked(self.edition.parts, self.wrong)

    @property
    def everybody(self) -> tuple[int, ...]:
        """Who opened it, and everybody with an entry that stands."""
        return tuple(sorted({*self.edition.parties, self.row.opened_by_id}))


def of_party(session: Session, identity: Identity, number: str) -> Known:
    """A dispute that the party may see; raises NotFound for everybody else.

    They are who opened it, who has an entry that stands, and who had one since it was opened.
    """
    known = by_number(session, number)
    party, row = subject(identity), known.row
    left = known.edition.left.get(party)
    if party in known.everybody or (left is not None and left >= row.opened_on):
        return known
    raise NotFound


def changing(session: Session, identity: Identity, number: str) -> Known:
    """The same, held until the transaction ends, so that an answer counts once."""
    hold(session)
    return of_party(session, identity, number)


def hold(session: Session) -> None:
    """Nobody else changes entries or disputes until the transaction ends."""
    locks.catalogue(session)
    locks.alone(session)


def by_number(session: Session, number: str) -> Known:
    """A dispute by its number as somebody wrote it; raises NotFound."""
    try:
        signs = receipt_numbers.parse(number)
    except receipt_numbers.ReceiptNumberWrong as error:
        raise NotFound from error
    row = session.scalar(select(Dispute).where(Dispute.number == signs))
    if row is None:
        raise NotFound
    return Known(row, edition_parts.shared_edition(session, row.edition_id))


def again(session: Session, known: Known) -> Known:
    """The same after entries were written."""
    return Known(known.row, edition_parts.shared_edition(session, known.edition.edition_id))


def line(
    session: Session,
    row: Dispute,
    act: str,
    today: date,
    *,
    party_id: int | None = None,
    staff_id: int | None = None,
    text: str = "",
    before: str = "",
    document_id: int | None = None,
) -> DisputeEntry:
    """Writes a line of the timeline."""
    entry = DisputeEntry(
        dispute_id=row.id, party_id=party_id, staff_id=staff_id, act=act, text=text,
        before=before, document_id=document_id, day=today, at=datetime.now(UTC),
    )  # fmt: skip
    session.add(entry)
    session.flush()
    return entry


def said_already(session: Session, row: Dispute, party_id: int, act: str, text: str) -> bool:
    """Whether the latest line is the same: a form that was sent twice."""
    last = session.scalar(
        select(DisputeEntry)
        .where(DisputeEntry.dispute_id == row.id)
        .order_by(DisputeEntry.id.desc())
        .limit(1)
    )
    return last is not None and (last.party_id, last.act, last.text) == (party_id, act, text)


def kept_proof(session: Session, data_dir: Path, party_id: int, file: Sent | None) -> int | None:
    """The row of a file that was sent along; raises DocumentUnusable."""
    return documents.keep(session, data_dir, party_id, PROOF, file).id if file else None


def close(row: Dispute, state: str, today: date) -> None:
    """Ends a dispute."""
    row.state, row.closed_on = state, today


def restored(known: Known, text: str, parties: Iterable[int]) -> tuple[sharing.Part, ...]:
    """The entries of `parties` as they were before an act, those of all others as they are."""
    before = edition_parts.from_text(text)
    wanted = [party for party in parties if party in before]
    others = [part for part in known.edition.parts if part.party not in wanted]
    return (*others, *(part for party in wanted for part in before[party]))


def record(session: Session, identity: Identity, event: str, known: Known, **more: str) -> int:
    """Writes an event of the audit; everybody who shares the work sees a new page."""
    said = {"dispute": known.row.number, "isbn": known.edition.isbn, **more}
    return audit.record(session, identity, event, **said).id


def subject(identity: Identity) -> int:
    """The party acted for; raises NotFound for nobody."""
    if identity.subject_id is None:
        raise NotFound
    return identity.subject_id


def by_the_office(session: Session, row: Dispute) -> bool:
    """Whether the office opened it, by what an entry of `opened_by_id` says."""
    return first_line(session, row).staff_id is not None


def first_line(session: Session, row: Dispute) -> DisputeEntry:
    """The line with which a dispute was opened."""
    return session.scalars(
        select(DisputeEntry).where(DisputeEntry.dispute_id == row.id).order_by(DisputeEntry.id)
    ).first() or DisputeEntry(before="")
