"""The double-entry ledger: entries of a transaction sum to zero per currency; nothing is edited.

Amounts are minor units of the currency (cents, øre); debits positive, credits negative.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base, one_of
from portal.store.types import Cents, Id, Moment

ACCOUNT_KINDS = ("fund", "payable", "tax", "receivable")


class LedgerAccount(Base):
    """An account: `fund:lending:2024`, `payable:PERSON`, `tax:withheld`, `receivable:PERSON`."""

    __tablename__ = "ledger_account"
    __table_args__ = (one_of("kind", ACCOUNT_KINDS), UniqueConstraint("code", "currency"))

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(16))
    currency: Mapped[str] = mapped_column(String(3))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))


class LedgerTransaction(Base):
    """A posting; its key makes a repeated posting the same posting."""

    __tablename__ = "ledger_transaction"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(128), unique=True)
    posted_on: Mapped[date] = mapped_column(Date)
    posted_at: Mapped[datetime] = mapped_column(Moment)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"), index=True)


class LedgerEntry(Base):
    """One side of a posting, in minor units."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        Index("ix_ledger_entry_account_id", "account_id"),
        Index("ix_ledger_entry_transaction_id", "transaction_id"),
    )

    id: Mapped[Id]
    transaction_id: Mapped[int] = mapped_column(ForeignKey("ledger_transaction.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"))
    amount: Mapped[Cents]
