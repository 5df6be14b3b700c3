"""The office's side of messages: open questions, answers, and letters to one, many or all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from portal.kernel import receipt_numbers
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Actor, Identity
from portal.services.access import staff_interests
from portal.services.audit import audit
from portal.services.base import locks, parties
from portal.services.base.texts import checked_name
from portal.services.messages import message_drafts, messages
from portal.services.messages.message_drafts import Draft
from portal.services.messages.messages import Thread, checked_words
from portal.services.messages.outgoing import Render
from portal.store.messages import Message
from portal.store.people import Party

WRITERS = ("support", "officer", "administrator")
LONGEST = 20_000
CLOSED_FOR = ("by_phone", "by_post", "nothing_asked", "asked_twice")
"""Why a question is closed without a written answer."""


class NotAWriter(Refusal):
    """Who acts may not write this; `reason`: role (`roles` may), or own (question)."""

    code = "not_a_writer"


class NotToClose(Refusal):
    """A question cannot be closed; `reason`: answered (nothing is open), or why (`reasons`)."""

    code = "not_to_close"


@dataclass(frozen=True)
class Asked:
    """A thread as the office sees it: whose, about what, the latest words, whether it is open."""

    number: str
    person: str
    about: str
    day: date
    at: datetime
    words: str
    open: bool
    name: str = ""

    def printed(self) -> dict[str, Any]:
        """For --json."""
        return {
            "number": receipt_numbers.written(self.number), "person": self.person,
            "about": self.about, "day": self.day.isoformat(), "open": self.open,
            "words": self.words,
        }  # fmt: skip


def listed(session: Session, *, only_open: bool = False) -> list[Asked]:
    """Threads in which a party has written, the oldest first; open: the party wrote last."""
    last = _last_by_thread()
    latest, root = aliased(Message), aliased(Message)
    query = (
        select(root, latest, Party.code, Party.name)
        .join(last, last.c.root == root.id)
        .join(latest, latest.id == last.c.last)
        .join(Party, Party.id == root.party_id)
        .order_by(latest.id)
    )
    if only_open:
        query = query.where(latest.kind == "question", latest.closed_at.is_(None))
    return [_asked(*row) for row in session.execute(query)]


def open_questions_count(session: Session) -> tuple[int, datetime | None]:
    """How many questions wait for the office, and since when the oldest does."""
    found = listed(session, only_open=True)
    return len(found), found[0].at if found else None


def thread_for_office(session: Session, number: str) -> tuple[Thread, Asked]:
    """A thread with whose it is; raises NotFound and ReceiptNumberWrong."""
    root = _thread(session, number)
    party = session.get_one(Party, root.party_id)
    whole = messages.thread(session, root.party_id, root.number)
    return whole, _asked(root, _latest(session, root.id), party.code, party.name)


def close(session: Session, number: str, reason: str, who: Actor) -> None:
    """Closes a question that needs no written answer; asked anew it is open again.

    Closed twice is closed once. Raises NotAWriter, NotToClose, NotFound and ReceiptNumberWrong.
    """
    root = _thread(session, number)
    _check(session, who, root.party_id)
    if reason not in CLOSED_FOR:
        raise NotToClose(reason="why", reasons=", ".join(CLOSED_FOR))
    locks.alone(session)
    last = _latest(session, root.id)
    if last.closed_for == reason:
        return
    if last.kind != "question" or last.closed_at is not None:
        raise NotToClose(reason="answered")
    last.closed_at, last.closed_for = datetime.now(UTC), reason
    session.flush()
    said = {"message": last.number, "reason": reason}
    audit.record(session, Identity(who, root.party_id), "question_closed", **said)


def answer(
    session: Session, number: str, words: str, who: Actor, today: date, render: Render
) -> str:
    """Answers a thread; the party is told by its own way. Returns the answer's number.

    The same words twice are one answer. Raises NotAWriter, MessageUnusable, NotFound and
    ReceiptNumberWrong.
    """
    root = _thread(session, number)
    _check(session, who, root.party_id)
    body = checked_words(words, LONGEST)
    locks.alone(session)
    last = _latest(session, root.id)
    if last.kind == "answer" and last.body == body:
        return last.number
    draft = Draft(
        root.party_id, "answer", body=body, written_by=who.label, staff_id=who.staff_id,
        thread_id=root.id,
    )  # fmt: skip
    [written] = message_drafts.write(session, [draft], today)
    audit.record(session, Identity(who, root.party_id), "question_answered", message=written.number)
    message_drafts.announce(session, [written], render, "answer", words=body)
    return written.number


def send(
    session: Session,
    codes: Sequence[str] | None,
    subject: str,
    words: str,
    who: Actor,
    today: date,
    render: Render,
) -> int:
    """Writes a letter to people by their codes, or to everybody for None; returns to how many.

    Who has the same letter of this day already gets it no second time.
    Raises NotAWriter, PersonUnknown, TextUnusable and MessageUnusable; then nobody is written to.
    """
    _check(session, who, None)
    subject, body = checked_name("subject", subject), checked_words(words, LONGEST)
    locks.alone(session)
    have = _have_it(session, subject, body, today)
    drafts = [
        Draft(party, "letter", subject, body, written_by=who.label, staff_id=who.staff_id)
        for party in _receivers(session, codes)
        if party not in have
    ]
    if not drafts:
        return 0
    written = message_drafts.write(session, drafts, today)
    if codes is None:
        audit.record(session, who, "letters_sent", people=len(written))
    else:
        for one in written:
            said = Identity(who, one.party_id)
            audit.record(session, said, "letter_sent", message=one.number)
    message_drafts.announce(session, written, render, "letter", words=body, subject=subject)
    return len(written)


def checked(
    session: Session, codes: Sequence[str] | None, subject: str, words: str, who: Actor
) -> int:
    """To how many people a letter would go; raises as `send`, and writes nothing."""
    _check(session, who, None)
    checked_name("subject", subject)
    checked_words(words, LONGEST)
    return len(_receivers(session, codes))


def _receivers(session: Session, codes: Sequence[str] | None) -> list[int]:
    if codes is None:
        return list(session.scalars(select(Party.id).order_by(Party.id)))
    return [parties.by_code(session, code).id for code in dict.fromkeys(codes)]


def _have_it(session: Session, subject: str, body: str, today: date) -> set[int]:
    """Who got this letter on this day: a form that was sent twice is one letter."""
    query = select(Message.party_id).where(
        Message.kind == "letter", Message.day == today, Message.subject == subject,
        Message.body == body,
    )  # fmt: skip
    return set(session.scalars(query))


def _latest(session: Session, root_id: int) -> Message:
    """The newest message of a thread."""
    whole = (Message.id == root_id) | (Message.thread_id == root_id)
    return session.scalars(select(Message).where(whole).order_by(Message.id.desc()).limit(1)).one()


def _check(session: Session, who: Actor, party_id: int | None) -> None:
    if who.staff_role not in WRITERS:
        raise NotAWriter(reason="role", roles=", ".join(WRITERS))
    if party_id is not None and party_id in staff_interests.concerns(session, who):
        raise NotAWriter(reason="own")


def _thread(session: Session, number: str) -> Message:
    signs = receipt_numbers.parse(number)
    row = session.scalar(select(Message).where(Message.number == signs))
    if row is None or row.kind == "notice":
        raise NotFound(what="message", name=receipt_numbers.written(signs))
    return session.get_one(Message, row.thread_id) if row.thread_id else row


def _last_by_thread() -> Any:
    root = func.coalesce(Message.thread_id, Message.id)
    written = func.max(Message.id).filter(Message.kind == "question")
    grouped = select(root.label("root"), func.max(Message.id).label("last"))
    return (
        grouped.where(Message.kind != "notice")
        .group_by(root)
        .having(written.is_not(None))
        .subquery()
    )


def _asked(root: Message, latest: Message, code: str, name: str) -> Asked:
    return Asked(
        root.number, code, root.code or root.subject, latest.day, latest.at, latest.body,
        latest.kind == "question" and latest.closed_at is None, name,
    )  # fmt: skip
