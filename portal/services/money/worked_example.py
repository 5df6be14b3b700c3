"""One invented book from its loans to a cent, by the rules and the parameters of a year.

Only what somebody would tell of a book is invented here; every number of the rules is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.kernel.catalogue import CLASSES, PHYSICAL, STORY_BOOK
from portal.kernel.money import cents_half_up, line_microcents
from portal.rules.parameters import number
from portal.rules.schemes import lending
from portal.rules.settlement.explain import LineFactors, Step, steps
from portal.rules.tax import withholding
from portal.services.money.estimating import NextRun, next_run
from portal.services.parameters import parameters

__all__ = ["Example", "NextRun", "Step", "coming_run", "example"]

LOANS = 876
WRITERS = 2
CLASS = STORY_BOOK
CARD_PPM = 245_000


@dataclass(frozen=True)
class Example:
    """A story book of two writers in the original language, and a tax card.

    `steps` run from the loans to micro-cents of one line; cents for what is paid. `rate_status`
    says whether the rate is decided, inferred or assumed.
    """

    loan_year: int
    loans: int
    class_: str
    heads: int
    steps: tuple[Step, ...]
    gross_cents: int
    tax_ppm: int
    tax_cents: int
    threshold_cents: int
    rate_status: str

    @property
    def net_cents(self) -> int:
        """What reaches the writer."""
        return self.gross_cents - self.tax_cents


def example(session: Session, today: date) -> Example | None:
    """The example with the latest loan year that has a rate today; None where no year has one."""
    book = parameters.book(session)
    rates = [v for v in book.all(lending.RATE) if v.loan_year and v.valid_from <= today
             and v.kind in (PHYSICAL, "both")]  # fmt: skip
    if not rates:
        return None
    year = max(value.loan_year or 0 for value in rates)
    rate = book.of_loan_year(lending.RATE, year, PHYSICAL, today)
    terms = lending.year_terms(book, today, year)
    if rate is None:
        return None
    class_ppm = terms.class_ppm[CLASSES.index(CLASS)]
    amount = line_microcents(LOANS, number(rate), class_ppm, WRITERS)
    gross = cents_half_up(amount)
    return Example(
        loan_year=year,
        loans=LOANS,
        class_=CLASS,
        heads=WRITERS,
        steps=steps(LineFactors(LOANS, number(rate), class_ppm, 1, WRITERS, amount)),
        gross_cents=gross,
        tax_ppm=CARD_PPM,
        tax_cents=withholding.withheld(gross, CARD_PPM),
        threshold_cents=lending.terms(book, today, ()).threshold_cents,
        rate_status=rate.status,
    )


def coming_run(session: Session, today: date) -> NextRun:
    """The next payment and its last day, where they are known; public days only."""
    return next_run(session, parameters.book(session), today)
