"""Records: the audit chain."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.types import Id, Moment


class AuditEvent(Base):
    """One event, chained to the one before it by its hash. Rows are only ever added."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_subject_id", "subject_id"),
        Index("ix_audit_event_actor_account_id", "actor_account_id"),
        Index("ix_audit_event_event", "event"),
    )

    id: Mapped[Id]
    """Without gaps: the chain's order."""
    at: Mapped[datetime] = mapped_column(Moment)
    event: Mapped[str] = mapped_column(String(64))
    actor: Mapped[str] = mapped_column(String(200))
    actor_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("support_visit.id"), index=True)
    """The support visit in which it was done."""
    details: Mapped[str] = mapped_column(Text)
    """Canonical JSON of the event's declared keys."""
    previous_sha256: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Base):
    """One row: the last event and its hash, so that a chain whose end was cut off is noticed."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    events: Mapped[int]
    """The id of the last event: without gaps, it is how many there are."""
    sha256: Mapped[str] = mapped_column(String(64))
