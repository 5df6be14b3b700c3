"""Something is wrong with a shared work: saying so, agreeing, disagreeing, taking it back.

Whoever says it changes her own entry at once; the claims then disagree, and by the rules of the
money exactly the disputed part waits. Source: contract, "Claims that disagree"; decision 0012.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.identity import Identity
from portal.rules import sharing
from portal.rules.sharing import (
    NAME_MISSING,
    NOT_MY_WORK,
    ROLE,
    Wrong,
    parts_of,
)
from portal.services.base.documents import Sent
from portal.services.base.texts import checked_name
from portal.services.catalogue import edition_parts
from portal.services.catalogue.edition_parts import SharedEdition
from portal.services.messages import receipts
from portal.services.messages.messages import checked_words
from portal.services.messages.outgoing import Render
from portal.services.parameters import parameters
from portal.services.sharing import complaints, invitations, shared_news
from portal.services.sharing import dispute_records as records
from portal.services.sharing.complaints import Complaint, DisputeUnusable
from portal.services.sharing.dispute_records import GOING_ON, DisputeOver, Known
from portal.store.sharing import Dispute


@dataclass(frozen=True)
class Opened:
    """What came of it: the dispute's number, empty where nobody has to answer."""

    number: str
    work_id: int
    asked: int = 0


def page(session: Session, identity: Identity, edition_id: int) -> SharedEdition:
    """The edition of which the party may say something; raises NotFound for any other."""
    return invitations.open_page(session, identity, edition_id)


def start(
    session: Session,
    identity: Identity,
    edition_id: int,
    said: Complaint,
    today: date,
    render: Render,
) -> Opened:
    """Says that something is wrong: her own entry changes, and those who say otherwise are asked.

    Where nobody says otherwise only her own entry changes. Raises DisputeUnusable,
    MessageUnusable, TextUnusable and NotFound.
    """
    records.hold(session)
    edition = page(session, identity, edition_id)
    party = records.subject(identity)
    wrong = complaints.checked(edition, party, said)
    words = checked_words(said.words) if said.about != NOT_MY_WORK or said.words.strip() else ""
    name = checked_name("name", said.name, 100) if said.about == NAME_MISSING else ""
    if (before := _standing(session, party, edition_id)) is not None:
        if _same(before, said, name):
            return Opened(before.number, edition.work_id)
        raise DisputeUnusable(reason="open", field="words", number=before.number)
    right = sharing.right_parts(edition.parts, wrong)
    asked = sharing.asked(edition.parts, wrong)
    if not asked and parts_of(right, party) == parts_of(edition.parts, party):
        raise DisputeUnusable(reason="same", field="heads")
    row = _row(session, edition, wrong, name, today) if asked or _left(edition, said) else None
    edition_parts.write(session, identity.actor, edition, right, [party], today)
    if row is None:
        return Opened("", edition.work_id)
    known = Known(row, edition)
    before_text = edition_parts.as_text(edition.parts, [party])
    records.line(session, row, "opened", today, party_id=party, text=words, before=before_text)
    event = records.record(session, identity, "dispute_opened", known, about=row.about)
    receipts.give(session, identity, "dispute", event, event, today, row.number)
    _tell_opened(session, known, party, asked, today, render)
    return Opened(row.number, edition.work_id, len(asked))


def agree(session: Session, identity: Identity, number: str, today: date, render: Render) -> bool:
    """Her own entries say from today what was asked; the last to agree ends it.

    False when there was nothing to agree to any more. Raises NotFound and DisputeOver.
    """
    known = records.changing(session, identity, number)
    party = records.subject(identity)
    if party not in known.asked:
        if known.row.state in ("agreed", *GOING_ON):
            return False
        raise DisputeOver(state=known.row.state)
    right = sharing.right_parts(known.edition.parts, known.wrong)
    before = edition_parts.as_text(known.edition.parts, [party])
    edition_parts.write(session, identity.actor, known.edition, right, [party], today)
    records.line(session, known.row, "agreed", today, party_id=party, before=before)
    known = records.again(session, known)
    if not known.asked:
        records.close(known.row, "agreed", today)
    _answered(session, identity, known, "agreed", today, render)
    return True


def disagree(
    session: Session,
    data_dir: Path,
    identity: Identity,
    number: str,
    words: str,
    file: Sent | None,
    today: date,
    render: Render,
) -> None:
    """Says why it is not so, with a proof where there is one; the office decides then.

    Raises NotFound, DisputeOver, MessageUnusable and DocumentUnusable.
    """
    known = records.changing(session, identity, number)
    party, text = records.subject(identity), checked_words(words)
    if records.said_already(session, known.row, party, "disagreed", text):
        return
    if party not in known.asked:
        raise DisputeOver(state=known.row.state)
    proof = records.kept_proof(session, data_dir, party, file)
    records.line(
        session, known.row, "disagreed", today, party_id=party, text=text, document_id=proof
    )
    known.row.state = "with_staff"
    _answered(session, identity, known, "disagreed", today, render)


def write(
    session: Session,
    data_dir: Path,
    identity: Identity,
    number: str,
    words: str,
    file: Sent | None,
    today: date,
    render: Render,
) -> None:
    """Writes to the others in the timeline, maybe with a proof that only the office opens.

    Raises NotFound, DisputeOver, MessageUnusable and DocumentUnusable.
    """
    known = records.changing(session, identity, number)
    party, text = records.subject(identity), checked_words(words)
    act = "proof" if file else "message"
    if records.said_already(session, known.row, party, act, text):
        return
    if known.row.state not in GOING_ON:
        raise DisputeOver(state=known.row.state)
    proof = records.kept_proof(session, data_dir, party, file)
    records.line(session, known.row, act, today, party_id=party, text=text, document_id=proof)
    _answered(session, identity, known, act, today, render)


def withdraw(
    session: Session, identity: Identity, number: str, today: date, render: Render
) -> None:
    """Takes it back: her own entry says again what it said before, if nobody changed it since.

    Only who opened it can, not for the office, and not after a decision. Raises NotFound and
    DisputeOver.
    """
    known = records.changing(session, identity, number)
    party = records.subject(identity)
    if known.row.opened_by_id != party or records.by_the_office(session, known.row):
        raise NotFound
    if known.row.state == "withdrawn":
        return
    if known.row.state not in GOING_ON or known.row.decision:
        raise DisputeOver(state=known.row.state)
    right = sharing.right_parts(known.edition.parts, known.wrong)
    if parts_of(known.edition.parts, party) == parts_of(right, party):
        opened = records.first_line(session, known.row)
        back = records.restored(known, opened.before, [party])
        edition_parts.write(session, identity.actor, known.edition, back, [party], today)
    records.line(session, known.row, "withdrawn", today, party_id=party)
    records.close(known.row, "withdrawn", today)
    _answered(session, identity, known, "withdrawn", today, render)


def _left(edition: SharedEdition, said: Complaint) -> bool:
    """Whether somebody leaves a work that others have too."""
    return said.about == NOT_MY_WORK and len(edition.parties) > 1


def _standing(session: Session, party: int, edition_id: int) -> Dispute | None:
    """What the party said of the edition before and is not over."""
    return session.scalar(
        select(Dispute).where(
            Dispute.opened_by_id == party,
            Dispute.edition_id == edition_id,
            Dispute.state.in_(GOING_ON),
        )
    )


def _same(row: Dispute, said: Complaint, name: str) -> bool:
    """Whether a form says what an open dispute says: it was sent twice."""
    person = (said.person, said.person_role) if said.about == ROLE else (None, None)
    return (row.about, row.own_role, row.said_heads, row.said_name) == (
        said.about, said.own_role, said.heads, name,
    ) and (row.about_party_id, row.about_role) == person  # fmt: skip


def _row(session: Session, edition: SharedEdition, wrong: Wrong, name: str, today: date) -> Dispute:
    book = parameters.book(session)
    over = wrong.about == NOT_MY_WORK
    row = Dispute(
        number=receipts.draw(), edition_id=edition.edition_id, opened_by_id=wrong.by,
        about=wrong.about, own_role=wrong.role, about_party_id=wrong.party,
        about_role=wrong.party_role, said_role=wrong.right_role, said_name=name,
        said_heads=wrong.heads, opened_on=today,
        answer_by=today + sharing.days(book, sharing.ANSWER_DAYS, today),
        state="agreed" if over else "open", closed_on=today if over else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _tell_opened(
    session: Session,
    known: Known,
    party: int,
    asked: tuple[int, ...],
    today: date,
    render: Render,
) -> None:
    row, edition = known.row, known.edition
    facts = {"number": row.number, "name": edition.names[party], "title": edition.title}
    if row.about == NOT_MY_WORK:
        others = [one for one in edition.parties if one != party]
        shared_news.tell(session, others, "shared_work_left", today, render, **facts)
        return
    facts["answer_by"] = row.answer_by.isoformat()
    shared_news.tell(session, asked, "dispute_opened", today, render, **facts)


def _answered(
    session: Session, identity: Identity, known: Known, act: str, today: date, render: Render
) -> None:
    """Writes down that a line was added, and tells the others."""
    session.flush()
    records.record(session, identity, "dispute_answered", known, act=act)
    party, edition = records.subject(identity), known.edition
    facts = {
        "number": known.row.number, "name": edition.names.get(party, ""), "title": edition.title,
        "act": act, "state": known.row.state,
    }  # fmt: skip
    others = [one for one in known.everybody if one != party]
    shared_news.tell(session, others, "dispute_news", today, render, **facts)
