"""A party's own lines and next payment by the rules of a run, on the few facts of a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from sqlalchemy.orm import Session

from portal.kernel.catalogue import KINDS
from portal.kernel.columns import column
from portal.kernel.periods import AUTUMN, SPRING, open_years
from portal.rules.parameters import Book, number
from portal.rules.schemes import lending
from portal.rules.schemes.lending import Terms, YearTerms
from portal.rules.settlement import entitlement, stakes
from portal.rules.settlement.entitlement import Lines
from portal.rules.settlement.facts import Snapshot
from portal.rules.settlement.run import PayeeResult, calculate
from portal.rules.settlement.stakes import Stakes
from portal.rules.tax import withholding
from portal.services.base import kept
from portal.services.counts.reports import reports
from portal.services.parameters import parameters
from portal.services.settlement import run_rows
from portal.services.settlement.history import prior_of, renumbered
from portal.services.titles.title_facts import TitleFacts, title_facts

LAST_MONTH_OF_SPRING = 4


@dataclass(frozen=True)
class NextRun:
    """The run that pays next; days are None while nobody has set them."""

    kind: str
    year: int
    pays_on: date | None
    cutoff: date | None
    open_years: tuple[int, ...]


@dataclass(frozen=True)
class Worked:
    """What the rules say of one party today. Amounts of undecided years take `assumed_rate`."""

    facts: TitleFacts
    stakes: Stakes
    lines: Lines
    """The party's own, of the latest year with loans and of the open years."""
    terms: Terms
    latest_year: int | None
    next_run: NextRun
    result: PayeeResult | None
    """The party's part of the next run as it would be today; None when nothing is due."""
    assumed: frozenset[tuple[int, str]]
    """Loan years and kinds whose rate is not decided."""
    assumed_rate: dict[str, int]
    """The latest decided rate of each kind in micro-cents."""
    snapshot: Snapshot
    """What the result was calculated from."""
    tax: withholding.Rate
    """What would be withheld on the day of the payment, and by what."""
    book: Book


@kept.for_party
def worked(session: Session, data_dir: Path, party_id: int, today: date) -> Worked:
    """Works out a party's titles and next payment; raises ParameterNotSet."""
    book = parameters.book(session)
    upcoming = next_run(session, book, today)
    pays_on = upcoming.pays_on or today
    facts = title_facts(session, data_dir, party_id, today, pays_on=pays_on)
    latest = latest_year(session)
    years = tuple(sorted({*upcoming.open_years, *([] if latest is None else [latest])}))
    decided = lending.terms(book, today, years)
    rates = latest_rates(book, today)
    terms, assumed = _with_rates(decided, rates)
    all_stakes = stakes.stakes(facts.claims, facts.titles, facts.payees.died)
    counts = facts.counts(years)
    lines = entitlement.lines(counts, all_stakes, terms, ())
    prior = prior_of(session, min(years), party_id)
    facts_of_run = Snapshot(
        kind=upcoming.kind,
        pays_on=pays_on,
        cutoff=upcoming.cutoff or today,
        open_years=upcoming.open_years,
        terms=terms,
        withholding=withholding.defaults(book, pays_on),
        claims=facts.claims,
        titles=facts.titles,
        counts=counts,
        payees=facts.payees,
        prior=renumbered(prior, {party_id: facts.me}),
    )
    return Worked(
        facts=facts,
        stakes=all_stakes,
        lines=lines.take(column(np.flatnonzero(lines.payee == facts.me))),
        terms=terms,
        latest_year=latest,
        next_run=upcoming,
        result=_own_result(facts_of_run, facts.me),
        assumed=assumed,
        assumed_rate=rates,
        snapshot=facts_of_run,
        tax=_tax(facts_of_run, facts.me),
        book=book,
    )


def _tax(facts: Snapshot, me: int) -> withholding.Rate:
    card = int(facts.payees.card_ppm[me])
    estate = bool(facts.payees.estate[me])
    own = None if card < 0 else card
    return withholding.rate(own, facts.payees.country[me], estate, facts.withholding)


def latest_year(session: Session) -> int | None:
    """The latest loan year of which any library has reported."""
    return max((report.loan_year for report in reports(session)), default=None)


def next_run(session: Session, book: Book, today: date) -> NextRun:
    """The first payment of the calendar not yet approved, with the days of its preview if any."""
    known = run_rows.runs(session)
    approved = {(run.pays_on.year, run.kind) for run in known if run.state == "approved"}
    year, kind = today.year, SPRING if today.month <= LAST_MONTH_OF_SPRING else AUTUMN
    while (year, kind) in approved:
        year, kind = (year, AUTUMN) if kind == SPRING else (year + 1, SPRING)
    previews = [run for run in known if run.preview]
    planned = [run for run in previews if (run.pays_on.year, run.kind) == (year, kind)]
    days = planned[-1] if planned else None
    back = lending.years_open(book, today)
    return NextRun(
        kind=kind,
        year=year,
        pays_on=days.pays_on if days else None,
        cutoff=days.cutoff if days else None,
        open_years=open_years(kind, year, back),
    )


def latest_rates(book: Book, today: date) -> dict[str, int]:
    """The rate of the newest loan year that has one, by kind, in micro-cents."""
    rates = {}
    for kind in KINDS:
        values = [v for v in book.all(lending.RATE) if v.kind in (kind, "both")]
        years = [v.loan_year for v in values if v.loan_year and v.valid_from <= today]
        value = book.of_loan_year(lending.RATE, max(years), kind, today) if years else None
        if value is not None:
            rates[kind] = number(value)
    return rates


def _with_rates(terms: Terms, rates: dict[str, int]) -> tuple[Terms, frozenset[tuple[int, str]]]:
    """The terms with the latest decided rate where none is decided; nothing known pays nothing."""
    assumed = {
        (year, kind)
        for year, decided in terms.years.items()
        for kind in KINDS
        if decided.rate[kind] is None
    }
    years = {year: _filled(decided, rates) for year, decided in terms.years.items()}
    return replace(terms, years=years), frozenset(assumed)


def _filled(terms: YearTerms, rates: dict[str, int]) -> YearTerms:
    known: dict[str, int | None] = {
        kind: rates.get(kind, 0) if rate is None else rate for kind, rate in terms.rate.items()
    }
    return replace(terms, rate=known)


def _own_result(facts: Snapshot, me: int) -> PayeeResult | None:
    results = calculate(facts).payees
    return next((result for result in results if result.payee == me), None)
