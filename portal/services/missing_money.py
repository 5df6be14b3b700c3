"""The hints that have a sum: disputes, editions left out, money about to expire, tax, late entries.

Cents before tax, of the loan years that the next payment can pay; the cap is not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from sqlalchemy.orm import Session

from portal.kernel.catalogue import CLASSES, NARRATOR, kind_of
from portal.kernel.money import cents_half_up, line_microcents
from portal.kernel.periods import expires_on
from portal.rules.schemes import lending
from portal.rules.settlement.payable import ENTITLEMENT
from portal.rules.tax.withholding import CARD, ESTATE, NO_CARD
from portal.services.edition_figures import NOT_IN_TIME, TERM_OVER, Part
from portal.services.estimating import Worked
from portal.services.tax_cards import cards_of
from portal.services.title_facts import Counted, counted_titles
from portal.services.works_overview import WorkRow

HEADS_DIFFER = "heads_differ"
ROLES_DIFFER = "roles_differ"
EDITION_LEFT_OUT = "edition_left_out"
EXPIRES = "expires"
ADDED_LATE = "added_late"
NO_TAX_CARD = "no_tax_card"
OLD_TAX_CARD = "old_tax_card"
HINTS_OF_MONEY = (
    HEADS_DIFFER, ROLES_DIFFER, EDITION_LEFT_OUT, EXPIRES, ADDED_LATE, NO_TAX_CARD, OLD_TAX_CARD,
)  # fmt: skip
_MISSING = (HEADS_DIFFER, ROLES_DIFFER, EDITION_LEFT_OUT, EXPIRES)


@dataclass(frozen=True)
class Hint:
    """One hint: its code, and `subject`, what it is about (an ISBN, a year), as text.

    `more_cents` is what else must come for money that expires to be paid; `ppm` a tax percentage.
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

    @property
    def key(self) -> tuple[str, str]:
        """What names the hint to its party."""
        return self.code, self.subject

    @property
    def missing(self) -> bool:
        """Whether its sum is the party's and does not come by itself."""
        return self.code in _MISSING


def hints(
    session: Session,
    data_dir: Path,
    party_id: int,
    known: Worked,
    works: Sequence[WorkRow],
    today: date,
) -> list[Hint]:
    """The hints of a party, in no order."""
    return [
        *_disputes(known, works),
        *_left_out(session, data_dir, known, works),
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
            yield _about(codes[row.work.work_id], row, _first_isbn(row), cents)


def _left_out(
    session: Session, data_dir: Path, known: Worked, works: Sequence[WorkRow]
) -> Iterator[Hint]:
    """Editions of the party's works that others have, by what its part in the work would bring."""
    beside = {
        other.isbn: (row, other.medium)
        for row in works
        for other in row.work.others
        if row.parts and row.parts[0].role != NARRATOR
    }
    if not beside:
        return
    for isbn, counted in _by_isbn(session, data_dir, known, beside.keys()).items():
        row, medium = beside[isbn]
        ended = all(TERM_OVER in figures.states for _, figures in row.editions)
        cents = cents_half_up(sum(_worth(known, one, row.parts[0]) for one in counted))
        if cents and not ended:
            loans = sum(one.loans for one in counted)
            yield _about(EDITION_LEFT_OUT, row, isbn, cents, medium=medium, loans=loans)


def _by_isbn(
    session: Session, data_dir: Path, known: Worked, isbns: Collection[int]
) -> dict[int, list[Counted]]:
    """The counts of the open years of records that none of the party's ISBNs is in."""
    found: dict[int, list[Counted]] = defaultdict(list)
    for row in counted_titles(session, data_dir, sorted(isbns)):
        if row.loan_year in known.next_run.open_years and not known.facts.own.keys() & row.members:
            found[next(isbn for isbn in row.members if isbn in isbns)].append(row)
    return found


def _worth(known: Worked, row: Counted, part: Part) -> int:
    """Micro-cents of one count with a part as in the work's other editions."""
    terms, kind = known.terms.years[row.loan_year], kind_of(row.medium)
    if not known.terms.pays(row.loan_year, kind):
        return 0
    ppm = terms.class_ppm[CLASSES.index(row.class_)]
    divisor = part.largest_denominator * part.heads
    return line_microcents(row.loans, terms.rate[kind] or 0, ppm, divisor)


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
                yield _about(ADDED_LATE, row, edition.isbn, cents, medium=edition.medium)


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


def _about(
    code: str, row: WorkRow, isbn: int, cents: int, *, medium: str = "", loans: int = 0
) -> Hint:
    work = row.work
    return Hint(
        code, str(isbn), cents, work.work_id, work.title, work.language, isbn, medium, loans
    )  # fmt: skip
