"""Lending remuneration: its parameters and the terms they make for one run.

Source: contract, "The money of lending, precisely"; lending-rules 1.1 to 1.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.kernel.catalogue import CLASSES, ELECTRONIC, KINDS
from portal.kernel.dated import DatedValue
from portal.kernel.periods import YEARS_OPEN
from portal.rules.parameters import Book, Parameter, ParameterNotSet, number

CODE = "lending"
RATE = "lending.rate"
NARRATOR_RATE = "lending.narrator_rate"
CAP = "lending.cap"
POT = "lending.pot"
THRESHOLD = "lending.threshold"
TERM_YEARS = "lending.term_years"
OPEN_BACK = "lending.years_open"
E_LOANS_FROM = "lending.e_loans_from"
TRANSLATION = "lending.translation_denominator"
CLASS_PREFIX = "lending.class."
LIBRARY_CLASS_PREFIX = "lending.library_class."
NO_CAP = 2**62

PARAMETERS = (
    Parameter(RATE, "EUR/loan", "loan_year", kinds=True),
    Parameter(NARRATOR_RATE, "EUR/loan", "loan_year"),
    Parameter(POT, "EUR", "loan_year", kinds=True),
    Parameter(CAP, "EUR", "loan_year_start", kinds=True),
    Parameter(TERM_YEARS, "years", "loan_year_start"),
    Parameter(TRANSLATION, "parts", "loan_year_start"),
    *(Parameter(CLASS_PREFIX + name, "percent", "loan_year_start") for name in CLASSES),
    Parameter(E_LOANS_FROM, "year", "run_day"),
    Parameter(THRESHOLD, "EUR", "run_day"),
    Parameter(OPEN_BACK, "years", "run_day", largest="20"),
    Parameter(LIBRARY_CLASS_PREFIX, "class", "run_day"),
)


@dataclass(frozen=True)
class YearTerms:
    """What holds for the loans of one year. Rates in micro-cents, None while not decided."""

    loan_year: int
    rate: dict[str, int | None]
    narrator_rate: int | None
    cap_cents: dict[str, int]
    class_ppm: tuple[int, ...]
    """By position in kernel.catalogue.CLASSES."""
    term_years: int
    translation_denominator: int


@dataclass(frozen=True)
class Terms:
    """Everything the rules need to know on a run's day."""

    threshold_cents: int
    e_loans_from: int
    years: dict[int, YearTerms]

    def pays(self, loan_year: int, kind: str) -> bool:
        """Whether loans of this kind are paid at all: e-loans only from their first year."""
        return kind != ELECTRONIC or loan_year >= self.e_loans_from


def terms(book: Book, day: date, loan_years: tuple[int, ...]) -> Terms:
    """The terms in force on `day` for the given loan years; raises ParameterNotSet."""
    return Terms(
        threshold_cents=_on(book, THRESHOLD, day),
        e_loans_from=_on(book, E_LOANS_FROM, day),
        years={year: year_terms(book, day, year) for year in loan_years},
    )


def years_open(book: Book, day: date) -> int:
    """How many years back a run pays; the practice's four where nothing is set."""
    value = book.on(OPEN_BACK, day)
    return YEARS_OPEN if value is None else number(value)


def year_terms(book: Book, day: date, loan_year: int) -> YearTerms:
    """The terms of one loan year as decided by `day`."""
    classes = (CLASS_PREFIX + name for name in CLASSES)
    return YearTerms(
        loan_year=loan_year,
        rate={kind: _maybe(book.of_loan_year(RATE, loan_year, kind, day)) for kind in KINDS},
        narrator_rate=_maybe(book.of_loan_year(NARRATOR_RATE, loan_year, "both", day)),
        cap_cents={kind: _cap(book, day, loan_year, kind) for kind in KINDS},
        class_ppm=tuple(_of_year(book, name, day, loan_year) for name in classes),
        term_years=_of_year(book, TERM_YEARS, day, loan_year),
        translation_denominator=_of_year(book, TRANSLATION, day, loan_year),
    )


def _cap(book: Book, day: date, loan_year: int, kind: str) -> int:
    value = _started(book, CAP, day, loan_year, kind)
    return NO_CAP if value is None else number(value)


def _of_year(book: Book, name: str, day: date, loan_year: int) -> int:
    value = _started(book, name, day, loan_year)
    if value is None:
        raise ParameterNotSet(name=name, loan_year=loan_year)
    return number(value)


def _started(
    book: Book, name: str, day: date, loan_year: int, kind: str = "both"
) -> DatedValue | None:
    """The value said for this very loan year, else the one in force on its first day."""
    own = book.of_loan_year(name, loan_year, kind, day)
    return own or book.on(name, date(loan_year, 1, 1), kind)


def _on(book: Book, name: str, day: date) -> int:
    value = book.on(name, day)
    if value is None:
        raise ParameterNotSet(name=name, reason="day", day=day)
    return number(value)


def _maybe(value: DatedValue | None) -> int | None:
    return None if value is None else number(value)
