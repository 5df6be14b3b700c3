"""What is kept of a party, until when and why; and the daily deletion of what is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.kernel.identity import SYSTEM, Identity
from portal.rules import retention as rule
from portal.rules.parameters import number
from portal.rules.schemes.lending import TERM_YEARS
from portal.services.access import guessing
from portal.services.audit import audit
from portal.services.base import documents
from portal.services.parameters import parameters
from portal.services.sharing import invitations
from portal.store.access import EmailSignIn
from portal.store.documents import Document
from portal.store.payments import Payment
from portal.store.people import Party, PartyName, SignedIn
from portal.store.preferences import EmailChange
from portal.store.sharing import Dispute, DisputeEntry

SUBJECTS = (
    "contact", "invitations", "sessions", "email_changes", "waiting_proofs", "refused_proofs",
    "confirmed_proofs", "dispute_proofs", "messages", "works", "payments", "audit",
)  # fmt: skip
"""Everything that is kept, what is deleted soonest first."""
_NUMBERS = {
    "sessions": rule.SESSIONS,
    "email_changes": rule.EMAIL_CHANGES,
    "refused_proofs": rule.REFUSED_PROOFS,
    "dispute_proofs": rule.DISPUTE_PROOFS,
    "works": TERM_YEARS,
    "payments": rule.PAYMENTS,
}


@dataclass(frozen=True)
class KeptSubject:
    """One line of the table: for how long (`number` of `unit`) by which source, and her own day.

    `number` is None where no time is counted; `until` is None where no day can be said yet.
    """

    subject: str
    number: int | None
    unit: str
    source: str
    status: str
    until: date | None


@dataclass(frozen=True)
class Forgotten:
    """What one daily deletion removed."""

    sessions: int
    email_changes: int
    proofs: int


def kept(session: Session, party_id: int, today: date) -> tuple[KeptSubject, ...]:
    """What is kept of a party, with the days that follow from her own dates."""
    book = parameters.book(session)
    until = _own_days(session, party_id, today)
    found = []
    for subject in SUBJECTS:
        name = _NUMBERS.get(subject)
        if name is None:
            found.append(KeptSubject(subject, None, "", "", "", None))
            continue
        value = rule.in_force(book, name, today)
        found.append(
            KeptSubject(
                subject, number(value), value.unit, value.source, value.status, until.get(subject)
            )
        )
    return tuple(found)


def forget(session: Session, today: date) -> Forgotten:
    """Deletes what is not kept longer: sessions, e-mail changes, proofs of names and in disputes.

    The address of an invitation goes as soon as it is over.
    """
    now = datetime.now(UTC)
    book = parameters.book(session)
    old = SignedIn.expires_at < now - rule.days(book, rule.SESSIONS, today)
    sessions = session.execute(delete(SignedIn).where(old))
    asked = EmailChange.asked_at < now - rule.days(book, rule.EMAIL_CHANGES, today)
    changes = session.execute(delete(EmailChange).where(asked))
    letters = EmailSignIn.expires_at < now - rule.days(book, rule.SESSIONS, today)
    session.execute(delete(EmailSignIn).where(letters))
    guessing.forget(session)
    invitations.forget_addresses(session, today)
    proofs = _forget_proofs(session, today - rule.days(book, rule.REFUSED_PROOFS, today))
    proofs += _forget_dispute_proofs(session, rule.years(book, rule.DISPUTE_PROOFS, today), today)
    return Forgotten(_count(sessions), _count(changes), proofs)


def _forget_proofs(session: Session, before: date) -> int:
    rows = session.execute(
        select(PartyName, Document)
        .join(Document, Document.id == PartyName.document_id)
        .where(PartyName.state == "refused", PartyName.decided_on < before)
        .order_by(PartyName.id)
    ).all()
    for name, document in rows:
        name.document_id = None
        session.flush()
        number_of = document.id
        documents.forget(session, document)
        audit.record(session, Identity(SYSTEM, name.party_id), "proof_deleted", document=number_of)
    return len(rows)


def _forget_dispute_proofs(session: Session, years: int, today: date) -> int:
    """Of disputes that were over so many whole years ago."""
    rows = session.execute(
        select(DisputeEntry, Document)
        .join(Document, Document.id == DisputeEntry.document_id)
        .join(Dispute, Dispute.id == DisputeEntry.dispute_id)
        .where(Dispute.closed_on < date(today.year - years, 1, 1))
        .order_by(DisputeEntry.id)
    ).all()
    for entry, document in rows:
        entry.document_id = None
        session.flush()
        number_of = document.id
        documents.forget(session, document)
        audit.record(session, Identity(SYSTEM, entry.party_id), "proof_deleted", document=number_of)
    return len(rows)


def _own_days(session: Session, party_id: int, today: date) -> dict[str, date]:
    """The days that can be said: of the last payment, of a year of death, of refused proofs."""
    book = parameters.book(session)
    found = {}
    last = session.scalar(select(func.max(Payment.pays_on)).where(Payment.party_id == party_id))
    if last is not None:
        found["payments"] = rule.end_of_year(book, rule.PAYMENTS, last.year, today)
    died = session.scalars(select(Party.death_year).where(Party.id == party_id)).one()
    if died is not None:
        found["works"] = rule.end_of_year(book, TERM_YEARS, died, today)
    refused = session.scalar(
        select(func.max(PartyName.decided_on)).where(
            PartyName.party_id == party_id,
            PartyName.state == "refused",
            PartyName.document_id.is_not(None),
        )
    )
    if refused is not None:
        found["refused_proofs"] = refused + rule.days(book, rule.REFUSED_PROOFS, today)
    return found


def _count(result: object) -> int:
    return int(getattr(result, "rowcount", 0))
