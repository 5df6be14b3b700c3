"""How much tax is withheld from a payment. Source: contract, "Tax"; lending-rules 1.6."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.kernel.money import part_of
from portal.rules.parameters import Book, Parameter, ParameterNotSet, number

CARD = "card"
NO_CARD = "tax.no_card"
ESTATE = "tax.no_card_estate"
NON_RESIDENT = "tax.non_resident"
HOME_COUNTRY = "FI"

PARAMETERS = tuple(
    Parameter(name, "percent", "run_day") for name in (NO_CARD, ESTATE, NON_RESIDENT)
)


@dataclass(frozen=True)
class Rate:
    """A percentage in parts per million and where it comes from: `card` or a parameter's name."""

    ppm: int
    basis: str


@dataclass(frozen=True)
class Defaults:
    """The percentages without a card on one day, in parts per million."""

    no_card: int
    estate: int
    non_resident: int


def defaults(book: Book, day: date) -> Defaults:
    """The percentages in force on a day; raises ParameterNotSet."""
    ppm = {}
    for name in (NO_CARD, ESTATE, NON_RESIDENT):
        value = book.on(name, day)
        if value is None:
            raise ParameterNotSet(name=name, reason="day", day=day)
        ppm[name] = number(value)
    return Defaults(ppm[NO_CARD], ppm[ESTATE], ppm[NON_RESIDENT])


def rate(card_ppm: int | None, country: str, estate: bool, without: Defaults) -> Rate:
    """The card; without one a non-resident's rate, else an estate's, else the default."""
    if card_ppm is not None:
        return Rate(card_ppm, CARD)
    if country != HOME_COUNTRY:
        return Rate(without.non_resident, NON_RESIDENT)
    if estate:
        return Rate(without.estate, ESTATE)
    return Rate(without.no_card, NO_CARD)


def withheld(gross_cents: int, ppm: int) -> int:
    """Cents withheld from a payment's gross, fractions of a cent dropped."""
    return part_of(gross_cents, ppm)
