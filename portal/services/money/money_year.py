"""A calendar year of a party's money: what was paid, and the days that matter. Cents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from portal.kernel.errors import NotFound
from portal.services.money.building_up import Expiry
from portal.services.money.estimates import NextPayment
from portal.services.money.payment_list import PaymentRow, Waiting
from portal.services.money.tax_now import CardSaid

LOANS_IN = "loans_in"
CARD = "card"
CARD_ENDED = "card_ended"
PAID = "paid"
TO_BE_PAID = "to_be_paid"
NOTHING_PAID = "nothing_paid"
LAST_DAY = "last_day"
COMING = "coming"
COMING_WAITS = "coming_waits"
EXPIRES = "expires"
EXPIRED = "expired"
MARKS = (
    LOANS_IN, CARD, CARD_ENDED, PAID, TO_BE_PAID, NOTHING_PAID, LAST_DAY, COMING, COMING_WAITS,
    EXPIRES, EXPIRED,
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """One day of the year: `what` of MARKS, and as it fits cents before tax and to the payee.

    `run` names the payment, `loan_year` the loans; `ppm` is what a tax card says.
    """

    day: date
    what: str
    cents: int = 0
    net_cents: int = 0
    run: str = ""
    loan_year: int = 0
    ppm: int = 0


@dataclass(frozen=True)
class MoneyYear:
    """A year with its marks by day, what was paid in it, and the other years that can be seen."""

    year: int
    marks: tuple[Mark, ...]
    gross_cents: int
    tax_cents: int
    net_cents: int
    years: tuple[int, ...]
    over: bool
    """Whether the year is over."""


@dataclass(frozen=True)
class Facts:
    """What the years are made of; `loans_in`: loan year → day of the latest report."""

    payments: tuple[PaymentRow, ...]
    cards: tuple[CardSaid, ...]
    coming: NextPayment
    expiries: tuple[Expiry, ...]
    expired: tuple[Waiting, ...]
    loans_in: dict[int, date]


def money_year(facts: Facts, year: int, today: date) -> MoneyYear:
    """One year of the party; raises NotFound where nothing of it is known."""
    years = _years(facts, today)
    if year not in years:
        raise NotFound(what="year", name=str(year))
    marks = [mark for mark in _marks(facts, today) if mark.day.year == year]
    paid = [
        row for row in facts.payments if row.pays_on.year == year and row.pays_on <= today
    ]  # fmt: skip
    return MoneyYear(
        year=year,
        marks=tuple(sorted(marks, key=lambda mark: (mark.day, MARKS.index(mark.what)))),
        gross_cents=sum(row.gross_cents for row in paid),
        tax_cents=sum(row.tax_cents for row in paid),
        net_cents=sum(row.net_cents for row in paid),
        years=years,
        over=year < today.year,
    )


def _years(facts: Facts, today: date) -> tuple[int, ...]:
    """The years with a payment, this one, and that of the next payment; newest first."""
    days = [facts.coming.run.pays_on, facts.coming.run.cutoff]
    known = {day.year for day in days if day is not None}
    paid = {row.pays_on.year for row in facts.payments}
    return tuple(sorted(known | paid | {today.year}, reverse=True))


def _marks(facts: Facts, today: date) -> Iterator[Mark]:
    for loan_year, day in facts.loans_in.items():
        yield Mark(day, LOANS_IN, loan_year=loan_year)
    yield from map(_card, facts.cards)
    for row in facts.payments:
        yield _payment(row, today)
    yield from _next(facts.coming)
    for one in facts.expiries:
        left = one.waiting_cents + one.disputed_cents
        yield Mark(one.expires, EXPIRES, cents=left, loan_year=one.loan_year)
    yield from _expired(facts.expired)


def _card(card: CardSaid) -> Mark:
    if card.ppm is None:
        return Mark(card.valid_from, CARD_ENDED)
    return Mark(card.valid_from, CARD, ppm=card.ppm)


def _payment(row: PaymentRow, today: date) -> Mark:
    what = NOTHING_PAID
    if row.gross_cents:
        what = PAID if row.pays_on <= today else TO_BE_PAID
    return Mark(row.pays_on, what, row.gross_cents, row.net_cents, row.run)


def _next(coming: NextPayment) -> Iterator[Mark]:
    run = coming.run
    if run.cutoff is not None:
        yield Mark(run.cutoff, LAST_DAY)
    if run.pays_on is not None and coming.waiting_cents:
        yield Mark(run.pays_on, COMING_WAITS, coming.waiting_cents)
    elif run.pays_on is not None:
        yield Mark(run.pays_on, COMING, coming.gross_cents, coming.net_cents)


def _expired(rows: Iterable[Waiting]) -> Iterator[Mark]:
    for one in rows:
        yield Mark(one.expires, EXPIRED, one.cents + one.disputed_cents, loan_year=one.loan_year)
