"""Records that bibliographies gave, with their source and day, and what each source answered."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.bibliography import BASES, ISBN_KINDS
from portal.kernel.catalogue import MEDIA, ROLES
from portal.store.base import Base, one_of
from portal.store.types import Id, Moment, Text200

OUTCOMES = ("answered", "away", "unusable")


class BibliographicRecord(Base):
    """One record of one source, as it was last fetched; a newer answer takes its place."""

    __tablename__ = "bibliographic_record"
    __table_args__ = (UniqueConstraint("source", "source_id"), one_of("medium", MEDIA))

    id: Mapped[Id]
    source: Mapped[str] = mapped_column(String(40))
    """The source's name in the settings, or "file:" and a file's name."""
    source_id: Mapped[str] = mapped_column(String(120))
    fetched_on: Mapped[date] = mapped_column(Date)
    fetched_at: Mapped[datetime] = mapped_column(Moment)
    title: Mapped[str] = mapped_column(String(500))
    title_key: Mapped[str] = mapped_column(String(300), index=True)
    language: Mapped[str] = mapped_column(String(16), default="")
    year: Mapped[int | None]
    medium: Mapped[str | None] = mapped_column(String(16))
    data: Mapped[str] = mapped_column(Text)
    """The kernel's Record as canonical JSON."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Of `data`: an answer that says the same changes nothing."""


class RecordIsbn(Base):
    """An ISBN that a record names."""

    __tablename__ = "record_isbn"
    __table_args__ = (one_of("kind", ISBN_KINDS), Index("ix_record_isbn_isbn", "isbn"))

    id: Mapped[Id]
    record_id: Mapped[int] = mapped_column(ForeignKey("bibliographic_record.id"), index=True)
    isbn: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(16), default="edition")


class RecordName(Base):
    """A name that a record names, with one role; a person with two roles has two rows."""

    __tablename__ = "record_name"
    __table_args__ = (
        one_of("role", ROLES),
        one_of("basis", BASES),
        Index("ix_record_name_name_key", "name_key"),
        Index("ix_record_name_identifier", "identifier"),
    )

    id: Mapped[Id]
    record_id: Mapped[int] = mapped_column(ForeignKey("bibliographic_record.id"), index=True)
    position: Mapped[int]
    name: Mapped[Text200]
    name_key: Mapped[Text200]
    dates: Mapped[str] = mapped_column(String(40), default="")
    identifier: Mapped[str] = mapped_column(String(64), default="")
    """"isni:…" or "finaf:…" where the record has one."""
    term: Mapped[str] = mapped_column(String(8), default="")
    role: Mapped[str | None] = mapped_column(String(16))
    """The portal's role; NULL: none of ours, or nobody said what the person did."""
    basis: Mapped[str] = mapped_column(String(8))


class SourceAnswer(Base):
    """What a source last said to one question: a cache with a day, and how long to leave it."""

    __tablename__ = "source_answer"
    __table_args__ = (UniqueConstraint("source", "question"), one_of("outcome", OUTCOMES))

    id: Mapped[Id]
    source: Mapped[str] = mapped_column(String(40))
    question: Mapped[str] = mapped_column(String(300))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(String(16))
    records: Mapped[int]
    problem: Mapped[Text200] = mapped_column(default="")
    tries: Mapped[int] = mapped_column(default=0)
    """How often in a row it failed."""
    again_at: Mapped[datetime | None] = mapped_column(Moment)
    """Not asked before this moment."""
