"""Where the percentage of tax that a payment took comes from: a tax card, or a parameter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.dated import DatedValue
from portal.rules.tax.withholding import CARD
from portal.services.money.statements import Statement
from portal.services.parameters import parameters
from portal.store.people import TaxCard


@dataclass(frozen=True)
class Card:
    """A tax card as it is known now; `changed`: it no longer says what the payment took."""

    ppm: int | None
    valid_from: date
    source: str
    changed: bool


@dataclass(frozen=True)
class TaxTaken:
    """What a payment withheld, parts per million. `card` of the payee, else the `default`."""

    ppm: int
    basis: str
    card: Card | None
    default: DatedValue | None


def tax_taken(session: Session, party_id: int, statement: Statement) -> TaxTaken:
    """The percentage of a payment with the card or the parameter of its day."""
    card = session.scalars(
        select(TaxCard)
        .where(TaxCard.party_id == party_id, TaxCard.valid_from <= statement.pays_on)
        .order_by(TaxCard.valid_from.desc())
        .limit(1)
    ).first()
    by_card = statement.tax_basis == CARD
    if by_card and card is not None:
        changed = card.percent_ppm != statement.tax_ppm
        found = Card(card.percent_ppm, card.valid_from, card.source, changed)
        return TaxTaken(statement.tax_ppm, statement.tax_basis, found, None)
    book = parameters.book(session)
    default = None if by_card else book.on(statement.tax_basis, statement.pays_on)
    return TaxTaken(statement.tax_ppm, statement.tax_basis, None, default)
