"""Matching of loans to works: runs with their evidence, decisions, suggestions to authors."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.catalogue import CLASSES, MEDIA, ROLES
from portal.store.base import Base, one_of
from portal.store.types import Id, Moment, Text200

SUGGESTION_KINDS = ("record", "work", "unmatched", "heads", "name")
CERTAINTIES = ("sure", "likely", "unsure")
ANSWERS = ("open", "mine", "not_mine", "later", "by_itself", "gone")
DECISIONS = ("link", "nobody")


class MatchRun(Base):
    """One run of the matching service: what was matched how, and the file with the evidence."""

    __tablename__ = "match_run"

    id: Mapped[Id]
    loan_year: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[Text200]
    evidence_path: Mapped[str] = mapped_column(String(300))
    """Parquet: each lent title with the work it belongs to, the tier and why."""
    evidence_sha256: Mapped[str] = mapped_column(String(64))
    figures: Mapped[str] = mapped_column(Text)
    """Canonical JSON: titles and loans by year and tier."""


class UnmatchedDecision(Base):
    """What a person decided of loans without a usable ISBN; undone, it never counted."""

    __tablename__ = "unmatched_decision"
    __table_args__ = (one_of("decision", DECISIONS),)

    id: Mapped[Id]
    unmatched_key: Mapped[str] = mapped_column(String(300), index=True)
    """The folded title, author and form that name the unmatched work in every file."""
    title: Mapped[str] = mapped_column(String(500))
    author: Mapped[str] = mapped_column(String(500), default="")
    decision: Mapped[str] = mapped_column(String(16))
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    """The edition that the loans are counted for; NULL: nobody's here."""
    tier: Mapped[int | None]
    weight_ppm: Mapped[int | None]
    """How probable tier 3 thought it, in parts per million."""
    reason: Mapped[str] = mapped_column(String(500))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_by: Mapped[Text200]
    decided_at: Mapped[datetime] = mapped_column(Moment)
    decided_on: Mapped[date] = mapped_column(Date)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[Text200] = mapped_column(default="")


class AssignedCounts(Base):
    """Counts of an import that people's decisions gave to editions, beside its own counts."""

    __tablename__ = "assigned_counts"

    import_id: Mapped[int] = mapped_column(ForeignKey("usage_import.id"), primary_key=True)
    counts_path: Mapped[str] = mapped_column(String(300))
    counts_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Moment)


class Suggestion(Base):
    """An edition, or loans without an ISBN, that may be a party's; the answer is remembered."""

    __tablename__ = "suggestion"
    __table_args__ = (
        UniqueConstraint("party_id", "key"),
        one_of("kind", SUGGESTION_KINDS),
        one_of("certainty", CERTAINTIES),
        one_of("state", ANSWERS),
        one_of("role", ROLES),
        one_of("medium", MEDIA),
        one_of("class", CLASSES),
        Index("ix_suggestion_party_id_state", "party_id", "state"),
    )

    id: Mapped[Id]
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    kind: Mapped[str] = mapped_column(String(16))
    """record: a bibliography names her; work: an edition of a work she claims; unmatched: loans.

    Not to be answered, only looked at: heads, a record counts the people of a role otherwise than
    she does; name, a record names her by a name that she has not told."""
    key: Mapped[str] = mapped_column(String(320))
    """"isbn:978…", "unmatched:" and the key of the unmatched work, "heads:978…:role" or "name:" and
    the folded name."""
    isbn: Mapped[int | None] = mapped_column(BigInteger)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("bibliographic_record.id"))
    work_key: Mapped[str] = mapped_column(String(320), default="")
    """What the editions of one work have in common, so that one tap answers for all."""
    title: Mapped[str] = mapped_column(String(500))
    language: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """Of the text, MARC's three letters; "" when nobody has said it."""
    medium: Mapped[str | None] = mapped_column(String(16))
    class_: Mapped[str | None] = mapped_column("class", String(16))
    role: Mapped[str | None] = mapped_column(String(16))
    heads: Mapped[int | None]
    certainty: Mapped[str] = mapped_column(String(16))
    reasons: Mapped[str] = mapped_column(Text)
    """Canonical JSON: a list of {"code": …, …}: why it may be hers, and what speaks against it."""
    found_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), default="open")
    later_until: Mapped[date | None] = mapped_column(Date)
    answered_on: Mapped[date | None] = mapped_column(Date)
    answered_by: Mapped[Text200] = mapped_column(default="")
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    """For loans without an ISBN: the edition that the party says they are of."""
