"""What builds up to the smallest payment and what expires when, as it stands today. Cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from sqlalchemy.orm import Session

from portal.kernel.catalogue import KINDS
from portal.kernel.columns import column
from portal.kernel.money import MICRO_PER_CENT, divide_half_up
from portal.kernel.periods import expires_on
from portal.rules.schemes import lending
from portal.rules.settlement.payable import ENTITLEMENT, Outcome, Period
from portal.services.money.estimating import Worked
from portal.services.money.payment_list import Waiting, waiting_of
from portal.services.titles.works_list import claims_of

LARGEST = 3
"""How many works of a year and kind are named."""


@dataclass(frozen=True)
class Due:
    """One loan year and kind in the next payment: what it brings, or what of it would wait."""

    loan_year: int
    kind: str
    cents: int
    disputed_cents: int
    expires: date


@dataclass(frozen=True)
class BuildsUp:
    """The parts of the next payment; `waits` while they are less than the smallest payment."""

    parts: tuple[Due, ...]
    total_cents: int
    smallest_cents: int
    waits: bool


@dataclass(frozen=True)
class ExpiringShare:
    """A share of the party that the next payment would not pay; micro-cents before tax."""

    isbn: int
    title: str
    language: str | None
    work_id: int
    microcents: int

    @property
    def cents(self) -> int:
        """The same for an estimate, rounded half-up."""
        return divide_half_up(self.microcents, MICRO_PER_CENT)


class Named(NamedTuple):
    """An edition of the party: `language` is its title's."""

    isbn: int
    title: str
    language: str | None
    work_id: int


@dataclass(frozen=True)
class Expiry:
    """An open loan year: its last day, and what the next payment would leave unpaid of it.

    `shares` are the largest of them, where it is certain which ones they are. `last_paid`: no
    payment comes before the last day, and the sums are what the latest one left.
    """

    loan_year: int
    expires: date
    waiting_cents: int
    disputed_cents: int
    shares: tuple[ExpiringShare, ...]
    last_paid: bool = False


def builds_up(known: Worked, today: date) -> BuildsUp:
    """What the next payment would be made of, oldest loan year first."""
    back = lending.years_open(known.book, today)
    rows = [(period, outcome) for period, outcome in _rows(known) if _counts(period, outcome)]
    return BuildsUp(
        parts=tuple(_due(period, outcome, back) for period, outcome in rows),
        total_cents=sum(max(outcome.moved, 0) + outcome.waiting for _, outcome in rows),
        smallest_cents=known.terms.threshold_cents,
        waits=any(outcome.waiting for _, outcome in rows),
    )


def expiries(session: Session, known: Worked, today: date) -> tuple[Expiry, ...]:
    """Every loan year that is open today, oldest first."""
    back, first = lending.years_open(known.book, today), min(known.next_run.open_years)
    over = _left_for_good(session, known, today, range(today.year - back, first))
    years = range(max(today.year - back, first), today.year)
    left = {year: _left(known, year) for year in years}
    titles = {title for rows in left.values() for title, _ in rows}
    named = _named(session, known, titles)
    return over + tuple(
        Expiry(
            loan_year=year,
            expires=expires_on(year, back),
            waiting_cents=sum(o.waiting for p, o in _rows(known) if p.loan_year == year),
            disputed_cents=sum(p.disputed for p, _ in _rows(known) if p.loan_year == year),
            shares=tuple(_share(named[title], amount) for title, amount in rows),
        )
        for year, rows in left.items()
    )


def _left_for_good(
    session: Session, known: Worked, today: date, years: range
) -> tuple[Expiry, ...]:  # fmt: skip
    """The open loan years that no payment to come can pay, with what the latest run left."""
    back = lending.years_open(known.book, today)
    kept = waiting_of(session, known.facts.party_ids[known.facts.me], today)

    def expiry(year: int, rows: list[Waiting]) -> Expiry:
        waits, disputed = sum(one.cents for one in rows), sum(one.disputed_cents for one in rows)
        return Expiry(year, expires_on(year, back), waits, disputed, (), last_paid=True)

    return tuple(expiry(year, [one for one in kept if one.loan_year == year]) for year in years)


def _rows(known: Worked) -> list[tuple[Period, Outcome]]:
    if known.result is None:
        return []
    rows = zip(known.result.periods, known.result.outcomes, strict=True)
    return [(period, outcome) for period, outcome in rows if period.additional == ENTITLEMENT]


def _counts(period: Period, outcome: Outcome) -> bool:
    return bool(outcome.moved > 0 or outcome.waiting or period.disputed)


def _due(period: Period, outcome: Outcome, back: int) -> Due:
    return Due(
        loan_year=period.loan_year,
        kind=KINDS[period.kind],
        cents=max(outcome.moved, 0) + outcome.waiting,
        disputed_cents=period.disputed,
        expires=expires_on(period.loan_year, back),
    )


def _left(known: Worked, year: int) -> list[tuple[int, int]]:
    """The largest unpaid shares of a year: title and micro-cents.

    What waits is told by title only where all of the year and kind waits: else nobody can say
    which of the loans the paid part was for.
    """
    lines = known.lines
    left: dict[int, int] = {}
    for period, outcome in _rows(known):
        whole = outcome.waiting > 0 and outcome.waiting == period.capped
        place = (lines.loan_year == year) & (lines.kind == period.kind)
        rows = np.flatnonzero(place) if period.loan_year == year else column([])
        for row in rows.tolist():
            unpaid = int(lines.largest[row]) - (0 if whole else int(lines.amount[row]))
            title = int(lines.title[row])
            left[title] = left.get(title, 0) + unpaid
    ordered = sorted(left.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(title, amount) for title, amount in ordered[:LARGEST] if amount]


def _own_isbn(known: Worked, title: int) -> int:
    members = known.facts.members[title]
    return next((isbn for isbn in members if isbn in known.facts.own), members[0])


def _named(session: Session, known: Worked, titles: set[int]) -> dict[int, Named]:
    """Title → ISBN, words, language and work of the party's own edition."""
    if not titles:
        return {}
    own = {
        edition.isbn: Named(edition.isbn, edition.title, work.language, work.work_id)
        for work in claims_of(session, known.facts.party_ids[known.facts.me])
        for edition in work.editions
        if edition.isbn is not None
    }
    return {title: own[_own_isbn(known, title)] for title in titles}


def _share(named: Named, microcents: int) -> ExpiringShare:
    return ExpiringShare(*named, microcents)
