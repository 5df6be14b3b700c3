"""Payments: what an approved run owes each payee, once. Banks and their answers join here later."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base, one_of
from portal.store.types import Cents, Id

PAYMENT_STATES = ("approved",)


class Payment(Base):
    """One payee's money of one approved run; cents, net above zero or wholly withheld."""

    __tablename__ = "payment"
    __table_args__ = (
        one_of("state", PAYMENT_STATES),
        UniqueConstraint("run_id", "party_id"),
        Index("ix_payment_party_id", "party_id"),
        CheckConstraint("gross_cents > 0 AND tax_cents >= 0 AND net_cents >= 0", name="amounts"),
        CheckConstraint("net_cents = gross_cents - tax_cents", name="net_is_gross_less_tax"),
    )

    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    pays_on: Mapped[date] = mapped_column(Date)
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    gross_cents: Mapped[Cents]
    tax_cents: Mapped[Cents]
    net_cents: Mapped[Cents]
    state: Mapped[str] = mapped_column(String(16), default="approved")
