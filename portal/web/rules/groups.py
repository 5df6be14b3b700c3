"""The rules in plain words: which pages there are, and what a rule on one of them is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.kernel.dated import DatedValue
from portal.kernel.money import scaled
from portal.web.rules import tables
from portal.web.rules.tables import Table
from portal.wording import formats

PAGES = {
    "who": _l("Who is paid"),
    "loans": _l("Which loans count"),
    "sharing": _l("How a work is shared"),
    "classes": _l("Parts of a text"),
    "rates": _l("What one loan pays"),
    "cap": _l("The most that one person is paid"),
    "smallest": _l("The smallest payment"),
    "last-days": _l("Last days, and money that expires"),
    "term": _l("How long a work is protected"),
    "additional": _l("Additional distribution"),
    "tax": _l("Tax withheld"),
    "limits": _l("Limits and last days"),
}
"""Address below /rules → its title, in the order in which one reads them."""


class Book(tables.Book, Protocol):
    """What the pages need of the values of the rules."""

    def on(self, name: str, day: date, kind: str = "both") -> DatedValue | None:
        """The value in force on a day."""


@dataclass(frozen=True)
class Rule:
    """One rule: an anchor that stays, a heading, a sentence or two, and who says so.

    `assumed` is `part` or `whole` where no source says it; a `table` has its numbers and sources.
    """

    anchor: str
    heading: str
    text: str
    source: str = ""
    assumed: str = ""
    table: Table | None = None
    onwards: tuple[tuple[str, str], ...] = ()
    """Addresses that lead on, with their words."""


@dataclass(frozen=True)
class Current:
    """The numbers in force on a day, as words; None where nobody has decided one."""

    book: Book
    day: date

    def money(self, name: str, kind: str = "both") -> str | None:
        """A sum."""
        number = self._number(name, 2, kind)
        return None if number is None else formats.money(number)

    def count(self, name: str) -> int | None:
        """A number of years or parts."""
        return self._number(name, 0)

    def percent(self, name: str) -> str | None:
        """A part or a tax rate."""
        number = self._number(name, 4)
        return None if number is None else formats.percent(number)

    def _number(self, name: str, decimals: int, kind: str = "both") -> int | None:
        value = self.book.on(name, self.day, kind)
        return None if value is None else scaled(value.value, decimals)


def undecided() -> str:
    """What stands instead of a rule whose number nobody has decided."""
    return _("Nobody has decided this number yet, so nothing is paid that needs it.")
