"""How long personal data are kept: numbers with their sources, and the days that follow."""

from __future__ import annotations

from datetime import date, timedelta

from portal.kernel.dated import DatedValue
from portal.rules.parameters import Book, Parameter, ParameterNotSet, number

PAYMENTS = "retention.payments"
REFUSED_PROOFS = "retention.refused_proofs"
DISPUTE_PROOFS = "retention.dispute_proofs"
EMAIL_CHANGES = "retention.email_changes"
SESSIONS = "retention.sessions"
PARAMETERS = (
    Parameter(PAYMENTS, "years", "run_day"),
    Parameter(REFUSED_PROOFS, "days", "run_day"),
    Parameter(DISPUTE_PROOFS, "years", "run_day"),
    Parameter(EMAIL_CHANGES, "days", "run_day"),
    Parameter(SESSIONS, "days", "run_day"),
)


def in_force(book: Book, name: str, day: date) -> DatedValue:
    """The number that holds on a day; raises ParameterNotSet."""
    value = book.on(name, day)
    if value is None:
        raise ParameterNotSet(name=name, reason="day", day=day)
    return value


def days(book: Book, name: str, day: date) -> timedelta:
    """A number of days; raises ParameterNotSet."""
    return timedelta(days=number(in_force(book, name, day)))


def years(book: Book, name: str, day: date) -> int:
    """A number of whole years; raises ParameterNotSet."""
    return number(in_force(book, name, day))


def end_of_year(book: Book, name: str, since: int, day: date) -> date:
    """The last day of the year that lies so many years after the year `since`."""
    return date(since + number(in_force(book, name, day)), 12, 31)
