"""Loan years and the calendar of runs. Source: contract, "Clock in calendar year Y"."""

from __future__ import annotations

from datetime import date

AUTUMN = "autumn"
SPRING = "spring"
RUN_KINDS = (AUTUMN, SPRING)
OPEN_BACK = 4


def open_years(kind: str, year: int) -> tuple[int, ...]:
    """The loan years a run of calendar year `year` pays, oldest first: autumn Y−4…Y−1, spring Y−4…Y−2."""
    newest = year - 1 if kind == AUTUMN else year - 2
    return tuple(range(year - OPEN_BACK, newest + 1))


def additional_year(kind: str, year: int) -> int | None:
    """The loan year whose undistributed money a run may distribute: Y−5 in spring, none in autumn."""
    return year - OPEN_BACK - 1 if kind == SPRING else None


def expires_on(loan_year: int) -> date:
    """The last day on which money of a loan year can be paid: 31 December L+4."""
    return date(loan_year + OPEN_BACK, 12, 31)
