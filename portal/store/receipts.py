"""Receipts: the number under which whatever was sent can be looked up for ever."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.types import Id, Moment


class Receipt(Base):
    """What one form changed: the events of the audit from `first_event` to `last_event`."""

    __tablename__ = "receipt"

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(16), unique=True)
    """Ten signs without look-alikes, the last a check sign; not to be guessed."""
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    subject: Mapped[str] = mapped_column(String(32))
    """What was sent: works, question, names, contact, referral …"""
    first_event: Mapped[int] = mapped_column(ForeignKey("audit_event.id"))
    last_event: Mapped[int] = mapped_column(ForeignKey("audit_event.id"))
    day: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Moment)
    sha256: Mapped[str] = mapped_column(String(64))
    """Over number, party and the hashes of those events: whether the record is still the same."""
