"""What is due: lines in micro-cents, and their sums by payee, loan year and kind in cents.

Source: contract, "Line", "Year and kind", "Cap", "Claims that disagree", "Rates not decided".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from portal.kernel.catalogue import EAUDIOBOOK, KINDS, MEDIA, kind_of
from portal.kernel.columns import Column, column, ranges, sums_by
from portal.kernel.errors import Refusal
from portal.kernel.money import cents_half_up, line_microcents
from portal.rules.schemes.lending import Terms
from portal.rules.settlement.facts import Counts
from portal.rules.settlement.stakes import HALF, NOTHING, Stakes, is_narrator

KIND_OF_MEDIUM = column([KINDS.index(kind_of(medium)) for medium in MEDIA])
_EAUDIOBOOK = MEDIA.index(EAUDIOBOOK)
_UNSET = -1
NO_YEAR = 9999


class RateNotDecided(Refusal):
    """A payable line needs the rate of a loan year that nobody has decided; `loan_years`."""

    code = "rate_not_decided"


@dataclass(frozen=True)
class Lines:
    """One payee, title, role, loan year, medium and class: its factors and its amounts.

    `denominator` is the role's (0: the claims that disagree leave nothing), `amount` micro-cents at
    the smallest part, `largest` at the largest. `rate` is −1 where none is decided.
    """

    payee: Column
    title: Column
    role: Column
    loan_year: Column
    medium: Column
    class_: Column
    loans: Column
    rate: Column
    class_ppm: Column
    denominator: Column
    heads: Column
    amount: Column
    largest_denominator: Column
    largest_heads: Column
    largest: Column

    def take(self, rows: Column) -> Lines:
        """The lines at the given positions."""
        return Lines(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))

    @property
    def kind(self) -> Column:
        """The kind of each line, a position in KINDS."""
        return KIND_OF_MEDIUM[self.medium]


@dataclass(frozen=True)
class Entitlements:
    """Sums of lines by payee, loan year and kind: cents, rounded half-up once, before the cap."""

    payee: Column
    loan_year: Column
    kind: Column
    cents: Column
    largest_cents: Column


def lines(counts: Counts, stakes: Stakes, terms: Terms, must_have_rate: tuple[int, ...]) -> Lines:
    """Every line with loans, an open term and a kind that is paid; sorted.

    Raises RateNotDecided when one of the years `must_have_rate` has a line but no rate.
    """
    first = np.searchsorted(stakes.title, counts.title, "left")
    number = column(np.searchsorted(stakes.title, counts.title, "right") - first)
    row = np.repeat(np.arange(counts.title.size, dtype=np.int64), number)
    stake = ranges(column(first), number)
    kept = _payable(counts, stakes, terms, row, stake)
    row, stake = row[kept], stake[kept]
    order = np.lexsort((counts.class_[row], counts.medium[row], counts.loan_year[row],
                        stakes.role[stake], stakes.title[stake], stakes.payee[stake]))  # fmt: skip
    return _priced(counts, stakes, terms, row[order], stake[order], must_have_rate)


def _payable(counts: Counts, stakes: Stakes, terms: Terms, row: Column, stake: Column) -> Column:
    year, medium = counts.loan_year[row], counts.medium[row]
    table = _YearTable(terms)
    narrator = is_narrator(stakes.role[stake]) == 1
    open_term = year <= stakes.last_death[stake] + table.of(year, table.term_years)
    kind_paid = (KIND_OF_MEDIUM[medium] == 0) | (year >= terms.e_loans_from)
    reader_paid = (medium == _EAUDIOBOOK) & (table.of(year, table.narrator_rate) != _UNSET)
    return column(
        np.flatnonzero((counts.loans[row] > 0) & open_term & kind_paid & (~narrator | reader_paid))
    )


def _priced(
    counts: Counts, stakes: Stakes, terms: Terms, row: Column, stake: Column, must: tuple[int, ...]
) -> Lines:
    table = _YearTable(terms)
    year, medium, class_ = counts.loan_year[row], counts.medium[row], counts.class_[row]
    narrator = is_narrator(stakes.role[stake]) == 1
    kind = KIND_OF_MEDIUM[medium]
    rate = np.where(narrator, table.of(year, table.narrator_rate), table.rate_of(year, kind))
    require_rates(year[rate == _UNSET], must)
    ppm = np.where(narrator, 1_000_000, table.class_of(year, class_))
    halves = table.of(year, table.translation)
    small, large = stakes.small[stake], stakes.large[stake]
    denominator = np.where(small == HALF, halves, np.where(small == NOTHING, 0, 1))
    largest_denominator = np.where(large == HALF, halves, 1)
    loans, paid_rate = counts.loans[row], np.maximum(rate, 0)
    heads, largest_heads = stakes.small_heads[stake], stakes.large_heads[stake]
    amount = line_microcents(loans, paid_rate, ppm, np.maximum(denominator, 1) * heads)
    amount = np.where(denominator == 0, 0, amount)
    largest = amount.copy()
    # Few claims disagree: only their lines have a largest part of their own.
    other = np.flatnonzero((largest_denominator != denominator) | (largest_heads != heads))
    divisor = (largest_denominator * largest_heads)[other]
    largest[other] = line_microcents(loans[other], paid_rate[other], ppm[other], divisor)
    return Lines(
        payee=stakes.payee[stake], title=stakes.title[stake], role=stakes.role[stake],
        loan_year=year, medium=medium, class_=class_, loans=loans, rate=rate, class_ppm=ppm,
        denominator=denominator, heads=heads, amount=amount,
        largest_denominator=largest_denominator, largest_heads=largest_heads, largest=largest,
    )  # fmt: skip


def require_rates(years: Column, must: tuple[int, ...]) -> None:
    """Raises RateNotDecided when one of `years`, those of lines without a rate, must have one."""
    missing = sorted(set(np.unique(years).tolist()) & set(must))
    if missing:
        raise RateNotDecided(loan_years=tuple(missing))


def entitlements(of: Lines) -> Entitlements:
    """The sums of the lines by payee, loan year and kind, sorted so."""
    first = int(of.loan_year.min(initial=NO_YEAR))
    years = int(of.loan_year.max(initial=0)) - first + 1 if of.payee.size else 1
    kinds = len(KINDS)
    place = (of.payee * years + of.loan_year - first) * kinds + of.kind
    places = (int(of.payee.max(initial=0)) + 1) * years * kinds
    found = column(np.flatnonzero(np.bincount(place, minlength=places)))
    return Entitlements(
        payee=found // (years * kinds),
        loan_year=found // kinds % years + first,
        kind=found % kinds,
        cents=cents_half_up(sums_by(place, of.amount, places)[found]),
        largest_cents=cents_half_up(sums_by(place, of.largest, places)[found]),
    )


class _YearTable:
    """The terms of every loan year as columns, looked up by year."""

    def __init__(self, terms: Terms) -> None:
        years = [terms.years[year] for year in sorted(terms.years)]
        self.years = column([y.loan_year for y in years])
        self.term_years = column([y.term_years for y in years])
        self.translation = column([y.translation_denominator for y in years])
        self.narrator_rate = column([_or_unset(y.narrator_rate) for y in years])
        self._rates = column([[_or_unset(y.rate[kind]) for kind in KINDS] for y in years])
        self._classes = column([y.class_ppm for y in years])

    def of(self, year: Column, values: Column) -> Column:
        """The value of each row's year."""
        return values[np.searchsorted(self.years, year)]

    def rate_of(self, year: Column, kind: Column) -> Column:
        """The rate of each row's year and kind in micro-cents, −1 while not decided."""
        return self._rates[np.searchsorted(self.years, year), kind]

    def class_of(self, year: Column, class_: Column) -> Column:
        """The text's part of each row's class in parts per million."""
        return self._classes[np.searchsorted(self.years, year), class_]


def _or_unset(rate: int | None) -> int:
    return _UNSET if rate is None else rate
