"""What the money pages show, each in one call: the overview, and one payment with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.services.estimates import NextPayment, next_payment
from portal.services.not_paid import NotPaid, not_paid
from portal.services.statements import (
    PaymentRow,
    Statement,
    Waiting,
    owed_of,
    payment,
    payments_of,
    waiting_of,
)


@dataclass(frozen=True)
class Overview:
    """Payments newest first, what waits or is disputed, and the next payment as an estimate."""

    payments: tuple[PaymentRow, ...]
    waiting: tuple[Waiting, ...]
    coming: NextPayment
    owed_cents: int
    """Paid too much before, and to be set off against later payments."""


@dataclass(frozen=True)
class PaymentInFull:
    """One payment, and why something else was not paid with it."""

    statement: Statement
    not_paid: tuple[NotPaid, ...]


def overview(session: Session, data_dir: Path, party_id: int, today: date) -> Overview:
    """Everything of a party's money as of today."""
    return Overview(
        payments=payments_of(session, party_id),
        waiting=waiting_of(session, party_id),
        coming=next_payment(session, data_dir, party_id, today),
        owed_cents=owed_of(session, party_id),
    )


def payment_in_full(
    session: Session, data_dir: Path, party_id: int, run_code: str
) -> PaymentInFull:
    """One approved run of the party; raises NotFound."""
    return PaymentInFull(
        statement=payment(session, data_dir, party_id, run_code),
        not_paid=not_paid(session, data_dir, party_id, run_code),
    )
