"""Works that several people share: invitations, and "something is wrong" with its timeline."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.catalogue import HEADS_MAX, HEADS_MIN, ROLES
from portal.store.base import Base, one_of
from portal.store.types import Id, Moment, Text200

DISPUTE_ABOUT = ("heads", "role", "not_my_work", "name_missing")
DISPUTE_STATES = ("open", "agreed", "with_staff", "decided", "withdrawn")
DISPUTE_ACTS = (
    "opened", "agreed", "disagreed", "proof", "message", "unanswered", "decided", "appealed",
    "withdrawn",
)  # fmt: skip


class Invitation(Base):
    """A co-writer who is asked to join a work; the link or the code opens it once."""

    __tablename__ = "invitation"
    __table_args__ = (
        one_of("role", ROLES),
        CheckConstraint(f"heads BETWEEN {HEADS_MIN} AND {HEADS_MAX}", name="heads_range"),
    )

    id: Mapped[Id]
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    heads: Mapped[int]
    name: Mapped[Text200]
    """Who is invited, as the inviter writes it."""
    email: Mapped[str | None] = mapped_column(String(254))
    """NULL: a letter with a code is printed; "" when it was an e-mail and is over."""
    code_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    written_on: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date] = mapped_column(Date)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    accepted_on: Mapped[date | None] = mapped_column(Date)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)


class Dispute(Base):
    """Somebody says that a shared work is wrong. Money waits by the claims, not by this row."""

    __tablename__ = "dispute"
    __table_args__ = (
        one_of("about", DISPUTE_ABOUT),
        one_of("state", DISPUTE_STATES),
        one_of("own_role", ROLES),
    )

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(16), unique=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    about: Mapped[str] = mapped_column(String(16))
    own_role: Mapped[str] = mapped_column(String(16))
    """The role in which whoever opened it speaks; its heads are meant by `said_heads`."""
    about_party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)
    """Whose entry is said to be wrong, where it is one person's."""
    about_role: Mapped[str | None] = mapped_column(String(16))
    """The role of that entry."""
    said_role: Mapped[str | None] = mapped_column(String(16))
    """The role that would be right, `none` for no part in the book; of a missing name, its own."""
    said_name: Mapped[Text200] = mapped_column(default="")
    """The name that is missing."""
    said_heads: Mapped[int | None]
    """How many people share the role, as whoever opened it says."""
    opened_on: Mapped[date] = mapped_column(Date)
    answer_by: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), default="open")
    closed_on: Mapped[date | None] = mapped_column(Date)
    decision: Mapped[str] = mapped_column(String(500), default="")
    """Canonical JSON of what was decided, by role and heads; empty while nothing is."""
    reason: Mapped[str] = mapped_column(String(1000), default="")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_by: Mapped[Text200] = mapped_column(default="")


class DisputeEntry(Base):
    """One line of a dispute's timeline; both sides see the same."""

    __tablename__ = "dispute_entry"
    __table_args__ = (one_of("act", DISPUTE_ACTS),)

    id: Mapped[Id]
    dispute_id: Mapped[int] = mapped_column(ForeignKey("dispute.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)
    """Who wrote it; NULL for the office."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    act: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[str] = mapped_column(Text, default="")
    """Canonical JSON: by party, the entries that the act changed, as they were before it."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    day: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Moment)
