"""The hints that have a sum: disputes, editions left out, money about to expire, tax, late entries.

What suggestions say is worked out in missing_suggestions, so that no loan counts in two hints.

Cents before tax, of the loan years that the next payment can pay; the cap is not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from portal.kernel.money import cents_half_up
from portal.kernel.periods import expires_on
from portal.rules.schemes import lending
from portal.rules.settlement.payable import ENTITLEMENT
from portal.rules.tax.withholding import CARD, ESTATE, NO_CARD
from portal.services.money.edition_figures import NOT_IN_TIME
from portal.services.money.estimating import Worked
from portal.services.people.tax_cards import cards_of
from portal.services.works.works_overview import WorkRow

HEADS_DIFFER = "heads_differ"
ROLES_DIFFER = "roles_differ"
EDITION_LEFT_OUT = "edition_left_out"
EXPIRES = "expires"
ADDED_LATE = "added_late"
NO_TAX_CARD = "no_tax_card"
OLD_TAX_CARD = "old_tax_card"
SUGGESTED = "suggested"
UNMATCHED_LOANS = "unmatched_loans"
HEADS_BY_RECORD = "heads_by_record"
OTHER_NAME = "other_name"
HINTS_OF_MONEY = (
    HEADS_DIFFER, ROLES_DIFFER, EDITION_LEFT_OUT, EXPIRES, ADDED_LATE, NO_TAX_CARD, OLD_TAX_CARD,
    SUGGESTED, UNMATCHED_LOANS, HEADS_BY_RECORD, OTHER_NAME,
)  # fmt: skip
_MISSING = (
    HEADS_DIFFER, ROLES_DIFFER, EDITION_LEFT_OUT, EXPIRES, SUGGESTED, UNMATCHED_LOANS,
    HEADS_BY_RECORD, OTHER_NAME,
)  # fmt: skip


@dataclass(frozen=True)
class Hint:
    """One hint: its code, and `subject`, what it is about (an ISBN, a year), as text.

    `more_cents` is what else must come for money that expires to be paid; `ppm` a tax percentage;
    `number` how many editions or people, `said` how many the party says; `name` a name that it has
    not told; `suggestion` the id of the first of its suggestions.
    """

    code: str
    subject: str
    cents: int | None = None
    work_id: int | None = None
    title: str = ""
    language: str | None = None
    isbn: int | None = None
    medium: str = ""
    loans: int = 0
    year: int | None = None
    day: date | None = None
    more_cents: int = 0
    ppm: int = 0
    number: int = 0
    said: int = 0
    name: str = ""
    suggestion: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What names the hint to its party."""
        return self.code, self.subject

    @property
    def missing(self) -> bool:
        """Whether its sum is the party's and does not come by itself."""
        return self.code in _MISSING


def hints(
    session: Session, party_id: int, known: Worked, works: Sequence[WorkRow], today: date
) -> list[Hint]:
    """The hints of what a party has entered, in no order."""
    return [
        *_disputes(known, works),
        *_expiring(known, today),
        *_late(works),
        *_tax(session, party_id, known, today),
    ]


def _disputes(known: Worked, works: Sequence[WorkRow]) -> Iterator[Hint]:
    """Works about which claims disagree, with what the largest part would bring beside it."""
    lines = known.lines
    is_open = np.isin(lines.loan_year, known.next_run.open_years)
    homes = {edition.isbn: row for row in works for edition, _ in row.editions}
    sums: dict[int, int] = defaultdict(int)
    codes: dict[int, str] = {}
    for place in np.flatnonzero(is_open & (lines.largest != lines.amount)).tolist():
        members = known.facts.members[int(lines.title[place])]
        row = next((homes[isbn] for isbn in members if isbn in homes), None)
        if row is None:
            continue
        sums[row.work.work_id] += int(lines.largest[place] - lines.amount[place])
        roles = int(lines.largest_denominator[place]) != int(lines.denominator[place])
        before = codes.get(row.work.work_id)
        codes[row.work.work_id] = ROLES_DIFFER if roles else before or HEADS_DIFFER
    for row in works:
        cents = cents_half_up(sums.get(row.work.work_id, 0))
        if cents:
            yield about(codes[row.work.work_id], row, _first_isbn(row), cents)


def _expiring(known: Worked, today: date) -> Iterator[Hint]:
    """The loan year whose last day is this year's, where its money waits to become enough."""
    year = today.year - lending.years_open(known.book, today)
    if known.result is None:
        return
    rows = zip(known.result.periods, known.result.outcomes, strict=True)
    waits = sum(
        outcome.waiting
        for period, outcome in rows
        if period.loan_year == year and period.additional == ENTITLEMENT
    )
    if waits:
        more = known.terms.threshold_cents - known.result.waiting
        day = expires_on(year, today.year - year)
        yield Hint(EXPIRES, str(year), waits, year=year, day=day, more_cents=more)


def _late(works: Sequence[WorkRow]) -> Iterator[Hint]:
    """Editions that came after the last day of the year's payments so far: the next pays them."""
    for row in works:
        for edition, figures in row.editions:
            cents = cents_half_up(figures.amount_microcents)
            if NOT_IN_TIME in figures.states and cents and edition.isbn is not None:
                yield about(ADDED_LATE, row, edition.isbn, cents, medium=edition.medium)


def _tax(session: Session, party_id: int, known: Worked, today: date) -> Iterator[Hint]:
    """No card, with what is withheld for want of it; or a card of an earlier year."""
    if known.result is None or not known.result.gross:
        return
    year = (known.next_run.pays_on or today).year
    if known.tax.basis in (NO_CARD, ESTATE):
        yield Hint(NO_TAX_CARD, str(year), known.result.tax, year=year, ppm=known.tax.ppm)
    elif known.tax.basis == CARD:
        cards = [card for card in cards_of(session, party_id) if card.valid_from.year <= year]
        if cards and cards[-1].valid_from.year < year:
            said = cards[-1].valid_from.year
            yield Hint(OLD_TAX_CARD, str(year), None, year=said, ppm=known.tax.ppm)


def _first_isbn(row: WorkRow) -> int:
    return min(edition.isbn for edition, _ in row.editions if edition.isbn is not None)


def about(
    code: str, row: WorkRow, isbn: int, cents: int | None, *, medium: str = "", loans: int = 0
) -> Hint:
    """A hint about a work of the list."""
    work = row.work
    return Hint(
        code, str(isbn), cents, work.work_id, work.title, work.language, isbn, medium, loans
    )  # fmt: skip
