"""How often bibliographies are asked, how long answers hold, how long a failing source rests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.rules.parameters import Book, Parameter, ParameterNotSet, number

_UNITS = {
    "isbn_days": "days",
    "empty_days": "days",
    "name_days": "days",
    "a_minute": "questions",
    "most_records": "records",
    "page_seconds": "seconds",
    "rest_first": "seconds",
    "rest_most": "seconds",
}
PARAMETERS = tuple(Parameter(f"bibliographies.{name}", _UNITS[name], "run_day") for name in _UNITS)


@dataclass(frozen=True)
class Politeness:
    """The numbers of asking: days that an answer holds (with records, without, about a name),
    questions a minute, records of one answer, seconds that a page waits, seconds of rest."""

    isbn_days: int
    empty_days: int
    name_days: int
    a_minute: int
    most_records: int
    page_seconds: int
    rest_first: int
    rest_most: int

    def rest(self, tries: int, asked_for: int | None = None) -> int:
        """Seconds that a source is left alone after failing `tries` times in a row.

        Each time twice as long, up to the most; longer only when the source itself asks for it.
        """
        doubled = self.rest_first << min(max(tries - 1, 0), 30)
        return max(min(doubled, self.rest_most), asked_for or 0)


def politeness(book: Book, day: date) -> Politeness:
    """The numbers in force on a day; raises ParameterNotSet."""
    found: dict[str, int] = {}
    for parameter in PARAMETERS:
        value = book.on(parameter.name, day)
        if value is None:
            raise ParameterNotSet(name=parameter.name, reason="day", day=day)
        found[parameter.name.rpartition(".")[2]] = number(value)
    return Politeness(**found)
