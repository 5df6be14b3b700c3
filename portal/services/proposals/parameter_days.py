"""From which day a value may hold: what an approved run went by is never said otherwise."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.kernel.dated import DatedValue
from portal.kernel.periods import open_years
from portal.rules.parameters import Parameter
from portal.rules.schemes import lending
from portal.rules.schemes import parameters as known_parameters
from portal.services.parameters import parameters
from portal.services.settlement import run_rows

OF_RUNS = ("lending.", "tax.")
"""The parameters that runs go by; the others are those of pages and of nightly work."""


def held(session: Session, value: DatedValue) -> DatedValue | None:
    """The value that holds now where this one would: for its loan year, or on its day.

    A number that serves all loan years from a day on serves a year that has none of its own.
    """
    book = parameters.book(session)
    if value.loan_year is None:
        return book.on(value.name, value.valid_from, value.kind)
    own = book.of_loan_year(value.name, value.loan_year, value.kind, value.valid_from)
    if own is not None or _parameter(value.name).basis != "loan_year_start":
        return own
    return book.on(value.name, date(value.loan_year, 1, 1), value.kind)


def earliest(session: Session, value: DatedValue, today: date) -> date:
    """The first day from which such a value may hold.

    A value of a loan year, or of a run's day, begins after the last payment that was approved; one
    that serves all loan years from a day on begins after the newest loan year that was paid.
    Corrections of a paid year name the year, and pay or take back the difference in the next run.
    """
    if not value.name.startswith(OF_RUNS):
        return today
    runs = run_rows.approved(session)
    if not runs:
        return date.min
    if _parameter(value.name).basis == "loan_year_start" and value.loan_year is None:
        book = parameters.book(session)
        newest = max(
            open_years(run.kind, run.pays_on.year, lending.years_open(book, run.pays_on))[-1]
            for run in runs
        )
        return date(newest, 1, 2)
    return max(run.pays_on for run in runs) + timedelta(days=1)


def _parameter(name: str) -> Parameter:
    """The parameter that a checked value belongs to."""
    return next(
        one for one in known_parameters()
        if one.name == name or (one.name.endswith(".") and name.startswith(one.name))
    )  # fmt: skip
