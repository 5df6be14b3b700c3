"""Works, editions and claims: who made what. Nothing here is edited away: claims are versions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.catalogue import CLASSES, HEADS_MAX, HEADS_MIN, MEDIA, ROLES
from portal.store.base import Base, one_of
from portal.store.types import Id, Moment


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
    __table_args__ = (one_of("medium", MEDIA), one_of("class", CLASSES))

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
