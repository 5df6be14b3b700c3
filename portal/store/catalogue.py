"""Works, editions and claims: who made what. Nothing here is edited away: claims are versions.

Which editions are one work is kept with its reason, and each change of it can be undone.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.catalogue import CLASSES, HEADS_MAX, HEADS_MIN, MEDIA, ROLES
from portal.store.base import Base, one_of
from portal.store.types import Id, Moment, Text200

GROUPED_BY = ("alone", "file", "identifier", "record", "title", "person")
GROUPING_KINDS = ("join", "split")


class Work(Base):
    """A work: the same text in all its editions. Grouping is for people; money goes by edition."""

    __tablename__ = "work"

    id: Mapped[Id]
    title: Mapped[str] = mapped_column(String(500))
    language: Mapped[str | None] = mapped_column(String(16))
    """Language of the title (BCP 47), so that a voice reads it rightly; NULL when unknown."""

    editions: Mapped[list[Edition]] = relationship(back_populates="work", order_by="Edition.isbn")


class Edition(Base):
    """One edition, known by its ISBN-13 where it has one."""

    __tablename__ = "edition"
    __table_args__ = (
        one_of("medium", MEDIA),
        one_of("class", CLASSES),
        one_of("grouped_by", GROUPED_BY),
    )

    id: Mapped[Id]
    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"), index=True)
    isbn: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    """The ISBN-13 as an integer; NULL is kept for publications with another identifier."""
    title: Mapped[str] = mapped_column(String(500))
    medium: Mapped[str] = mapped_column(String(16), default="physical")
    class_: Mapped[str | None] = mapped_column("class", String(16))
    """The library class that decides the text's part; NULL when nobody has said one."""
    title_source: Mapped[str] = mapped_column(String(200), default="claim")
    """Who said the title: a claim, an import, a library's file."""
    published_year: Mapped[int | None]
    """The year of publication where somebody has said it."""
    language: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """Language of the text, MARC's three letters; "" when nobody has said it."""
    grouped_by: Mapped[str] = mapped_column(String(16), default="alone", server_default="alone")
    """Why it is in its work: alone, a library's record or a file, an identifier that both have, the
    same title, writers and language, or a person's word."""
    grouped_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Canonical JSON of what was the same; empty where nothing is to be said."""

    work: Mapped[Work] = relationship(back_populates="editions")


class Claim(Base):
    """A version of what one party says of its own part in one edition.

    The latest version added on or before a cutoff counts; a withdrawn one counts as never made.
    """

    __tablename__ = "claim"
    __table_args__ = (
        one_of("role", ROLES),
        CheckConstraint(f"heads BETWEEN {HEADS_MIN} AND {HEADS_MAX}", name="heads_range"),
        Index("ix_claim_edition_id", "edition_id"),
        Index("ix_claim_party_id_edition_id", "party_id", "edition_id"),
    )

    id: Mapped[Id]
    """Also the order of versions of one day."""
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    role: Mapped[str] = mapped_column(String(16))
    heads: Mapped[int]
    """How many people share this role, the claimant included."""
    separate: Mapped[bool] = mapped_column(default=False)
    """A piece of an anthology: its term counts alone."""
    translation: Mapped[bool | None]
    """A label only; the roles decide the money."""
    added_on: Mapped[date] = mapped_column(Date)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(200))
    """Who wrote it down: the person, a staff member, an import."""
    edition: Mapped[Edition] = relationship()


class GroupingChange(Base):
    """Editions joined into a work or split from it, by whom and why; undone within 30 days."""

    __tablename__ = "grouping_change"
    __table_args__ = (one_of("kind", GROUPING_KINDS),)

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(16))
    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"), index=True)
    """The work that the editions came to."""
    before: Mapped[str] = mapped_column(Text)
    """Canonical JSON: each edition's work, reason and note before."""
    after: Mapped[str] = mapped_column(Text)
    reason: Mapped[Text200] = mapped_column(default="")
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    done_by: Mapped[Text200]
    done_at: Mapped[datetime] = mapped_column(Moment)
    done_on: Mapped[date] = mapped_column(Date)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[Text200] = mapped_column(default="")
