"""When the portal reminds people of the last day before a payment."""

from __future__ import annotations

from datetime import date, timedelta

from portal.rules.parameters import Book, Parameter, ParameterNotSet, number

DAYS_BEFORE = "reminders.days_before"
PARAMETERS = (Parameter(DAYS_BEFORE, "days", "run_day"),)


def begins(book: Book, last_day: date, today: date) -> date:
    """The first day on which reminders of a last day are written; raises ParameterNotSet."""
    value = book.on(DAYS_BEFORE, today)
    if value is None:
        raise ParameterNotSet(name=DAYS_BEFORE, reason="day", day=today)
    return last_day - timedelta(days=number(value))
