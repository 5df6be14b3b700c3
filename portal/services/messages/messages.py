"""Messages as the party sees them: letters, notices, and questions with their answers."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import and_, case, func, select, update
from sqlalchemy.orm import Session

from portal.kernel import receipt_numbers
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Identity
from portal.services.audit import audit
from portal.services.base import kept, locks
from portal.services.messages import receipts
from portal.store.messages import Message

SUBJECTS = ("works", "money", "tax", "details", "other")
"""What a question may be about."""
LONGEST = 5_000
A_PAGE = 25
_KEPT_CONTROLS = "\n\t"


class MessageUnusable(Refusal):
    """A text cannot be kept: `reason` (empty, long or about), `longest`."""

    code = "message_unusable"


class NothingToAnswer(Refusal):
    """The portal's own notices take no answer: ask a question instead."""

    code = "nothing_to_answer"


@dataclass(frozen=True)
class SeenMessage:
    """One message; a notice is its `code` with `details`, a question's `code` says about what."""

    number: str
    kind: str
    subject: str
    body: str
    code: str
    details: Mapping[str, Any]
    written_by: str
    day: date
    at: datetime
    unread: bool
    closed_for: str = ""
    """Why the office closed a question without a written answer, as a code."""


@dataclass(frozen=True)
class ListedThread:
    """A thread in the list: its first message, when the last came, how many wait to be read."""

    first: SeenMessage
    last_day: date
    messages: int
    unread: int


@dataclass(frozen=True)
class Inbox:
    """A page of threads, those with the newest message first; `total` threads, `unread` in all."""

    threads: tuple[ListedThread, ...]
    page: int
    pages: int
    total: int
    unread: int


@dataclass(frozen=True)
class Thread:
    """A whole thread, the oldest message first; a notice takes no answer."""

    first: SeenMessage
    messages: tuple[SeenMessage, ...]
    unread: int
    takes_answers: bool


@kept.for_party
def unread(session: Session, party_id: int) -> int:
    """How many messages to the party wait to be read: one statement, for every page."""
    query = select(func.count()).where(Message.party_id == party_id, *_UNREAD)
    return session.scalar(query) or 0


def inbox(session: Session, party_id: int, page: int = 1) -> Inbox:
    """The threads of a party; raises NotFound for a page that is not there."""
    root = func.coalesce(Message.thread_id, Message.id)
    grouped = (
        select(
            root.label("root"),
            func.max(Message.id).label("last"),
            func.max(Message.day).label("last_day"),
            func.count().label("messages"),
            func.sum(case((and_(*_UNREAD), 1), else_=0)).label("unread"),
        )
        .where(Message.party_id == party_id)
        .group_by(root)
        .subquery()
    )
    total, waiting = session.execute(
        select(func.count(), func.coalesce(func.sum(grouped.c.unread), 0))
    ).one()
    pages = max(1, -(-total // A_PAGE))
    if not 1 <= page <= pages:
        raise NotFound
    rows = session.execute(
        select(Message, grouped.c.last_day, grouped.c.messages, grouped.c.unread)
        .join(grouped, grouped.c.root == Message.id)
        .order_by(grouped.c.last_day.desc(), grouped.c.last.desc())
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )
    threads = (ListedThread(_seen(row), day, count, int(new)) for row, day, count, new in rows)
    return Inbox(tuple(threads), page, pages, total, int(waiting))


def thread(session: Session, party_id: int, number: str) -> Thread:
    """The thread that a message belongs to; raises NotFound for another's."""
    root = _root(session, party_id, number)
    query = select(Message).where((Message.id == root.id) | (Message.thread_id == root.id))
    found = tuple(_seen(row) for row in session.scalars(query.order_by(Message.id)))
    return Thread(
        first=found[0],
        messages=found,
        unread=sum(one.unread for one in found),
        takes_answers=root.kind != "notice",
    )


def objections(about: str, words: str) -> list[MessageUnusable]:
    """Everything for which `ask` would refuse a question; nothing when it can be asked."""
    found = []
    if about not in SUBJECTS:
        found.append(MessageUnusable(reason="about", longest=LONGEST))
    try:
        checked_words(words)
    except MessageUnusable as refusal:
        found.append(refusal)
    return found


def ask(session: Session, identity: Identity, about: str, words: str, today: date) -> str:
    """Asks the office; returns the question's number, which is its receipt's too.

    The same words about the same on the same day are the same question. Raises MessageUnusable.
    """
    for refusal in objections(about, words):
        raise refusal
    body = checked_words(words)
    locks.alone(session)
    if same := _asked_already(session, identity, body, today, code=about, thread_id=None):
        return same
    row = _question(session, identity, body, today, code=about)
    said = {"message": row.number, "about": about}
    event = audit.record(session, identity, "question_asked", **said)
    return receipts.give(session, identity, "question", event.id, event.id, today, row.number)


def reply(session: Session, identity: Identity, number: str, words: str, today: date) -> str:
    """Writes more in a thread, whose messages are read by that; returns the receipt's number.

    Raises MessageUnusable, NothingToAnswer, and NotFound for another's.
    """
    root = _root(session, _party(identity), number)
    if root.kind == "notice":
        raise NothingToAnswer
    body = checked_words(words)
    locks.alone(session)
    if same := _asked_already(session, identity, body, today, code=None, thread_id=root.id):
        return same
    row = _question(session, identity, body, today, thread_id=root.id)
    event = audit.record(session, identity, "question_continued", message=row.number)
    _mark(session, _party(identity), (Message.id == root.id) | (Message.thread_id == root.id))
    return receipts.give(session, identity, "question", event.id, event.id, today, row.number)


def read(session: Session, identity: Identity, number: str) -> None:
    """Marks a thread as read; once read it changes nothing. Raises NotFound for another's."""
    root = _root(session, _party(identity), number)
    whole = (Message.id == root.id) | (Message.thread_id == root.id)
    if _mark(session, root.party_id, whole):
        audit.record(session, identity, "message_read", message=root.number)


def read_all(session: Session, identity: Identity) -> int:
    """Marks everything as read; returns how many messages that were."""
    marked = _mark(session, _party(identity))
    if marked:
        audit.record(session, identity, "messages_read", messages=marked)
    return marked


def checked_words(words: str, longest: int = LONGEST) -> str:
    """The plain text, 1 to `longest` characters; raises MessageUnusable."""
    text = plain(words).strip()
    if not text or len(text) > longest:
        raise MessageUnusable(reason="long" if text else "empty", longest=longest)
    return text


def plain(words: str | None) -> str:
    """The text with plain line ends, without the control signs that copying brings along."""
    text = (words or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign
        for sign in text
        if sign in _KEPT_CONTROLS or unicodedata.category(sign) not in ("Cc", "Cs")
    )


_UNREAD = (Message.read_at.is_(None), Message.kind != "question")


def _question(session: Session, identity: Identity, body: str, today: date, **more: Any) -> Message:
    row = Message(
        number=receipts.draw(),
        party_id=_party(identity),
        kind="question",
        body=body,
        written_by=identity.actor.label[:200],
        day=today,
        at=datetime.now(UTC),
        **more,
    )
    session.add(row)
    session.flush()
    return row


def _asked_already(
    session: Session, identity: Identity, body: str, today: date, **same: Any
) -> str | None:
    """The number of the party's latest question there, when it says the same on the same day."""
    query = select(Message).where(Message.party_id == identity.subject_id)
    for name, value in {**same, "kind": "question", "day": today}.items():
        query = query.where(getattr(Message, name) == value)
    last = session.scalar(query.order_by(Message.id.desc()).limit(1))
    return last.number if last is not None and last.body == body else None


def _mark(session: Session, party_id: int, *which: Any) -> int:
    done = session.execute(
        update(Message)
        .where(Message.party_id == party_id, *_UNREAD, *which)
        .values(read_at=datetime.now(UTC))
        .returning(Message.id),
        execution_options={"synchronize_session": False},
    )
    return len(done.all())


def _root(session: Session, party_id: int, number: str) -> Message:
    """The first message of the thread that a number names, of this party alone."""
    try:
        signs = receipt_numbers.parse(number)
    except receipt_numbers.ReceiptNumberWrong as error:
        raise NotFound from error
    row = session.scalar(
        select(Message).where(Message.number == signs, Message.party_id == party_id)
    )
    if row is None:
        raise NotFound
    return session.get_one(Message, row.thread_id) if row.thread_id else row


def _party(identity: Identity) -> int:
    if identity.subject_id is None:
        raise NotFound
    return identity.subject_id


def _seen(row: Message) -> SeenMessage:
    details: Mapping[str, Any] = json.loads(row.details)
    unread_now = row.read_at is None and row.kind != "question"
    return SeenMessage(
        row.number, row.kind, row.subject, row.body, row.code or "", details, row.written_by,
        row.day, row.at, unread_now, row.closed_for or "",
    )  # fmt: skip
