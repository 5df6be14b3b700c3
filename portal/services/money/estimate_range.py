"""Between which sums the next payment lies: rates not decided, and claims that disagree. Cents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from portal.kernel.catalogue import KINDS
from portal.rules.parameters import Book, number
from portal.rules.schemes import lending
from portal.rules.schemes.lending import Terms, YearTerms
from portal.rules.settlement import payable
from portal.rules.settlement.run import PayeeResult, calculate
from portal.services.money.estimating import Worked


@dataclass(frozen=True)
class RateRange:
    """The lowest and the highest of the latest decided rates of a kind; micro-cents."""

    kind: str
    lowest: int
    highest: int
    loan_years: tuple[int, ...]
    """The decided loan years that were looked at, oldest first."""


@dataclass(frozen=True)
class Range:
    """What the payment is at least and at most, before tax, and the rates that it hangs on.

    `least`: lowest rates, and the part that all claims allow. `most`: highest rates, and claims
    that disagree are settled for the party.
    """

    least_cents: int
    most_cents: int
    rates: tuple[RateRange, ...]


def of_payment(known: Worked, today: date) -> Range:
    """The range of the next payment; both ends are the estimate where nothing is open."""
    rates = rate_ranges(known.book, today, {kind for _, kind in _open_assumed(known)})
    lowest = _worked_with(known, {one.kind: one.lowest for one in rates})
    highest = _worked_with(known, {one.kind: one.highest for one in rates})
    return Range(
        least_cents=lowest.gross if lowest else 0,
        most_cents=_undisputed(highest, known.terms.threshold_cents) if highest else 0,
        rates=rates,
    )


def rate_ranges(book: Book, today: date, kinds: set[str]) -> tuple[RateRange, ...]:
    """The rates of as many of the latest decided loan years as are open at a time, by kind."""
    back = lending.years_open(book, today)
    found = []
    for kind in sorted(kinds, key=KINDS.index):
        values = [v for v in book.all(lending.RATE) if v.kind in (kind, "both")]
        years = {v.loan_year for v in values if v.loan_year and v.valid_from <= today}
        decided = {
            year: number(value)
            for year in sorted(years)[-back:]
            if (value := book.of_loan_year(lending.RATE, year, kind, today)) is not None
        }
        if decided:
            low, high = min(decided.values()), max(decided.values())
            found.append(RateRange(kind, low, high, tuple(decided)))
    return tuple(found)


def _open_assumed(known: Worked) -> set[tuple[int, str]]:
    """The open years and kinds in which the party has lines and no rate is decided."""
    places = zip(known.lines.loan_year.tolist(), known.lines.kind.tolist(), strict=True)
    mine = {(year, KINDS[kind]) for year, kind in places if year in known.next_run.open_years}
    return mine & known.assumed


def _worked_with(known: Worked, rates: dict[str, int]) -> PayeeResult | None:
    """The party's payment with these rates where none is decided."""
    if not rates:
        return known.result
    terms = _with_rates(known.terms, known.assumed, rates)
    results = calculate(replace(known.snapshot, terms=terms)).payees
    return next((result for result in results if result.payee == known.facts.me), None)


def _with_rates(
    terms: Terms, assumed: frozenset[tuple[int, str]], rates: dict[str, int]
) -> Terms:  # fmt: skip
    def filled(year: YearTerms) -> YearTerms:
        own = {
            kind: rates.get(kind, rate) if (year.loan_year, kind) in assumed else rate
            for kind, rate in year.rate.items()
        }
        return replace(year, rate=own)

    return replace(terms, years={key: filled(year) for key, year in terms.years.items()})


def _undisputed(result: PayeeResult, threshold: int) -> int:
    """The gross if what is disputed were all the party's."""
    periods = [p._replace(capped=p.capped + p.disputed, disputed=0) for p in result.periods]
    return sum(outcome.moved for outcome in payable.settle(periods, threshold))
