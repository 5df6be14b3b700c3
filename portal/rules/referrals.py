"""When the portal asks how it went with the organisation that it sent somebody to."""

from __future__ import annotations

from datetime import date, timedelta

from portal.rules.parameters import Book, Parameter, ParameterNotSet, number

ASK_AFTER = "referrals.ask_after"
PARAMETERS = (Parameter(ASK_AFTER, "days", "run_day"),)


def ask_after(book: Book, day: date) -> timedelta:
    """How long the portal waits before it asks; raises ParameterNotSet."""
    value = book.on(ASK_AFTER, day)
    if value is None:
        raise ParameterNotSet(name=ASK_AFTER, reason="day", day=day)
    return timedelta(days=number(value))
