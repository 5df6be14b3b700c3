"""Loan years and the calendar of runs. Source: contract, "Clock in calendar year Y"."""

from __future__ import annotations

from datetime import date

AUTUMN = "autumn"
SPRING = "spring"
RUN_KINDS = (AUTUMN, SPRING)
YEARS_OPEN = 4
"""How many years after the loans their money can be paid (parameter `lending.years_open`)."""


def open_years(kind: str, year: int, back: int = YEARS_OPEN) -> tuple[int, ...]:
    """The loan years a run of calendar year `year` pays, oldest first.

    Autumn Y−4…Y−1 (the newest for the first time), spring Y−4…Y−2.
    """
    newest = year - 1 if kind == AUTUMN else year - 2
    return tuple(range(year - back, newest + 1))


def additional_year(kind: str, year: int, back: int = YEARS_OPEN) -> int | None:
    """The loan year whose undistributed money a run may distribute: Y−5 in spring, else none."""
    return year - back - 1 if kind == SPRING else None


def expires_on(loan_year: int, back: int = YEARS_OPEN) -> date:
    """The last day on which money of a loan year can be paid: 31 December L+4."""
    return date(loan_year + back, 12, 31)


def period_of(loan_year: int) -> tuple[date, date]:
    """First and last day of a loan year."""
    return date(loan_year, 1, 1), date(loan_year, 12, 31)
