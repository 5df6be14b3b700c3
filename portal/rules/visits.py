"""Whose pages count as those of a top earner in the weekly report of support visits."""

from __future__ import annotations

from datetime import date

from portal.rules.parameters import Book, Parameter, ParameterNotSet, number

TOP_EARNERS = "visits.top_earners"
PARAMETERS = (Parameter(TOP_EARNERS, "people", "run_day"),)


def top_earners(book: Book, day: date) -> int:
    """How many people with the highest payments are watched over; raises ParameterNotSet."""
    value = book.on(TOP_EARNERS, day)
    if value is None:
        raise ParameterNotSet(name=TOP_EARNERS, reason="day", day=day)
    return number(value)
