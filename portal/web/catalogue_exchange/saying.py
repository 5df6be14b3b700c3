"""Words about files of works: the formats and for whom each is, and what was left out of a list."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.services.adding.lists_brought import BroughtList
from portal.services.adding.own_list_brought import BroughtEntry, Difference
from portal.web.works.saying import medium, role

__all__ = ["FORMATS", "entry_words", "medium", "now_words", "remarks", "summary"]

FORMATS = (
    ("xlsx", _l("Spreadsheet (XLSX)"), _l("For you, in Excel or LibreOffice. ISBNs stay whole.")),
    ("csv", _l("Table as text (CSV)"), _l("For any program, and for other societies.")),
    ("json", _l("Data (JSON)"), _l("For whoever writes a program.")),
    ("marcxml", _l("Library records (MARCXML)"), _l("For libraries and their catalogues.")),
    ("onix", _l("Book trade (ONIX 3.1)"), _l("For publishers and booksellers.")),
)


def remarks(brought: BroughtList) -> Iterator[str]:
    """What was not read, and what was guessed."""
    if brought.hidden:
        yield ngettext(
            "A hidden sheet was not read: %(names)s.",
            "%(num)s hidden sheets were not read: %(names)s.",
            len(brought.hidden),
            names=", ".join(brought.hidden[:5]),
        )
    if brought.encoding:
        yield _(
            "The file was read as %(encoding)s. Look whether å, ä and ö are right.",
            encoding=brought.encoding,
        )
    if brought.unnamed:
        yield ngettext(
            "%(num)s edition in the file does not name you and is left out.",
            "%(num)s editions in the file do not name you and are left out.",
            brought.unnamed,
        )


def summary(seen: Difference) -> str:
    """The result first: how many entries would be added or changed."""
    if not seen.entries:
        return _("Everything in this file is in your list already.")
    return ngettext(
        "%(num)s entry is not in your list as the file says it.",
        "%(num)s entries are not in your list as the file says them.",
        len(seen.entries),
    )


def entry_words(one: BroughtEntry) -> str:
    """What the file says of the person's part."""
    words = role(one.role, one.heads)
    return _("%(part)s, a piece of its own", part=words) if one.separate else words


def now_words(one: BroughtEntry) -> str:
    """What the list says now; empty where it says nothing."""
    return role(one.now.role, one.now.heads) if one.now else ""
