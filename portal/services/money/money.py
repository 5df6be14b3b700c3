"""What the money pages show, each in one call: the overview, and one payment with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.catalogue import ILLUSTRATOR
from portal.services.base import kept
from portal.services.money import stages
from portal.services.money.building_up import BuildsUp, Expiry, builds_up, expiries
from portal.services.money.estimates import NextPayment, payment_of
from portal.services.money.estimating import worked
from portal.services.money.money_year import Facts, MoneyYear, money_year
from portal.services.money.not_paid import not_paid, without_payment
from portal.services.money.payment_list import (
    PaymentRow,
    Waiting,
    expired_of,
    owed_of,
    payments_of,
    waiting_of,
)
from portal.services.money.stages import Stage
from portal.services.money.statements import Statement, payment, run_of
from portal.services.money.tax_now import TaxNow, cards_of, tax_now
from portal.services.money.unpaid import NotPaid
from portal.services.titles.works_list import claims_of


@dataclass(frozen=True)
class Overview:
    """Payments newest first, what waits or is disputed, and the next payment as an estimate."""

    payments: tuple[PaymentRow, ...]
    waiting: tuple[Waiting, ...]
    coming: NextPayment
    stages: tuple[Stage, ...]
    """Those of the next payment."""
    approved: PaymentRow | None
    """The payment that is approved and not paid yet."""
    year: MoneyYear
    builds_up: BuildsUp
    expiries: tuple[Expiry, ...]
    tax: TaxNow
    owed_cents: int
    """Paid too much before, and to be set off against later payments."""
    expired: tuple[Waiting, ...]
    """What waited or was disputed until its last day had passed."""
    not_paid_on: date | None
    """The day of the latest payment when nothing in it was the party's."""
    not_paid: tuple[NotPaid, ...]
    pictures: bool
    """Whether the party is the illustrator of anything: Kopiosto pays pictures."""


@dataclass(frozen=True)
class PaymentInFull:
    """One payment, and why something else was not paid with it."""

    statement: Statement
    stages: tuple[Stage, ...]
    not_paid: tuple[NotPaid, ...]


@kept.for_party
def overview(
    session: Session, data_dir: Path, party_id: int, today: date, year: int | None = None
) -> Overview:
    """Everything of a party's money as of today, and one calendar year; raises NotFound."""
    not_paid_on, reasons = without_payment(session, data_dir, party_id)
    known = worked(session, data_dir, party_id, today)
    coming = payment_of(known, today)
    payments = payments_of(session, party_id)
    expired = expired_of(session, party_id, today)
    still_open = expiries(session, known, today)
    cards, loans_in = cards_of(session, party_id), stages.reports(session)
    facts = Facts(payments, cards, coming, still_open, expired, loans_in)
    return Overview(
        payments=payments,
        waiting=waiting_of(session, party_id, today),
        coming=coming,
        stages=stages.of_next(session, coming.run, today),
        approved=next((row for row in payments if row.pays_on > today and row.gross_cents), None),
        year=money_year(facts, year or today.year, today),
        builds_up=builds_up(known, today),
        expiries=still_open,
        tax=tax_now(known, coming, cards, today),
        owed_cents=owed_of(session, party_id),
        expired=expired,
        not_paid_on=not_paid_on,
        not_paid=reasons,
        pictures=_draws(session, party_id),
    )


def _draws(session: Session, party_id: int) -> bool:
    """Whether an illustrator's entry of the party stands."""
    editions = (edition for work in claims_of(session, party_id) for edition in work.editions)
    return any(entry.role == ILLUSTRATOR for one in editions for entry in one.standing)


@kept.for_party
def payment_in_full(
    session: Session, data_dir: Path, party_id: int, run_code: str, today: date
) -> PaymentInFull:
    """One approved run of the party; raises NotFound."""
    run, payee = run_of(session, party_id, run_code)
    return PaymentInFull(
        statement=payment(session, data_dir, party_id, run_code),
        stages=stages.of_run(session, run, today, paid=payee.gross_cents > 0),
        not_paid=not_paid(session, data_dir, party_id, run_code),
    )
