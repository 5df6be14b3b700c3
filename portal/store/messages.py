"""Messages: letters and notices, questions and answers, and the outbox of what leaves by post."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base, one_of
from portal.store.types import Id, Moment, Text200

MESSAGE_KINDS = ("letter", "notice", "question", "answer")
CHANNELS = ("email", "paper")


class Message(Base):
    """One message to or from a party; an answer names the question that began the thread.

    People write `subject` and `body`; the portal's own notices are a `code` with `details`, so that
    each reader gets them in her language.
    """

    __tablename__ = "message"
    __table_args__ = (
        one_of("kind", MESSAGE_KINDS),
        Index("ix_message_party_id_id", "party_id", "id"),
    )

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(16), unique=True)
    """The number that a person can name on the phone."""
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    """The first message of the thread; NULL for the first itself."""
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[Text200] = mapped_column(default="")
    body: Mapped[str] = mapped_column(Text, default="")
    code: Mapped[str | None] = mapped_column(String(64))
    """A notice's sentence; what a question is about."""
    details: Mapped[str] = mapped_column(Text, default="{}")
    """Canonical JSON of what the code's sentence names."""
    written_by: Mapped[Text200]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    day: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    """Of a question: the office closed it without a written answer."""
    closed_for: Mapped[str | None] = mapped_column(String(16))
    """Why it was closed, as a code."""


class Outgoing(Base):
    """A letter that must leave after the commit; the queue only wakes whoever empties this.

    `key` makes a letter one: the same reminder is never written twice.
    """

    __tablename__ = "outgoing"
    __table_args__ = (
        one_of("channel", CHANNELS),
        Index("ix_outgoing_due", "sent_at", "gave_up_at", "next_try_at"),
    )

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(128), unique=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(500))
    locale: Mapped[str] = mapped_column(String(16))
    subject: Mapped[Text200]
    body: Mapped[str] = mapped_column(Text)
    """Emptied once an e-mail has left or was given up: the links of some letters are keys."""
    written_at: Mapped[datetime] = mapped_column(Moment)
    next_try_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    gave_up_at: Mapped[datetime | None] = mapped_column(Moment)
    problem: Mapped[str | None] = mapped_column(String(200))
    """What the last try met, without names or addresses."""
