"""Referrals: a party was sent to the organisation that pays the pictures."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base, one_of
from portal.store.types import Id

REFERRAL_ANSWERS = ("joined", "waiting", "not_yet", "no_need")


class Referral(Base):
    """One leaving for another organisation; after some weeks the portal asks how it went."""

    __tablename__ = "referral"
    __table_args__ = (one_of("answer", REFERRAL_ANSWERS),)

    id: Mapped[Id]
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    organisation: Mapped[str] = mapped_column(String(64))
    editions: Mapped[int]
    """How many ISBNs the list had that was handed over."""
    referred_on: Mapped[date] = mapped_column(Date)
    answer: Mapped[str | None] = mapped_column(String(16))
    answered_on: Mapped[date | None] = mapped_column(Date)
