"""How long an answer to a suggestion can be taken back, and how long "later" is."""

from __future__ import annotations

from datetime import date, timedelta

from portal.rules.parameters import Book, Parameter, ParameterNotSet, number

LATER_DAYS = "suggestions.later_days"
UNDO_DAYS = "suggestions.undo_days"
PARAMETERS = (
    Parameter(LATER_DAYS, "days", "run_day"),
    Parameter(UNDO_DAYS, "days", "run_day"),
)


def days(book: Book, name: str, day: date) -> timedelta:
    """A number of days that holds on a day; raises ParameterNotSet."""
    value = book.on(name, day)
    if value is None:
        raise ParameterNotSet(name=name, reason="day", day=day)
    return timedelta(days=number(value))
