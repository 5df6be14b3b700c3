"""Words of the pages about which editions are one work."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.services.catalogue.regrouping import Change
from portal.services.catalogue.regrouping_page import SeenEdition
from portal.wording import formats, terms


def edition(one: SeenEdition) -> str:
    """The form of an edition, with its year where somebody has said it."""
    words = str(terms.MEDIA[one.medium])
    return _("%(medium)s, %(year)s", medium=words, year=one.year) if one.year else words


def reason(one: SeenEdition) -> str:
    """Why an edition is in its work; empty for the one with which the work began."""
    said = {name: str(value) for name, value in one.note.items() if value}
    said["isbn"] = formats.isbn(one.note["isbn"]) if one.note.get("isbn") else ""
    if one.by == "person":
        return _("Put here by hand on %(day)s.", day=_day(said.get("day", "")))
    if one.by == "file":
        return _("Same text: it came into the list under the same title.")
    if one.by == "record" and "library" in said:
        return _("Same text: one record of a library has this ISBN and %(isbn)s.", **said)
    if one.by == "record":
        return _("Same text: a record of %(source)s has this ISBN and %(isbn)s.", **said)
    if one.by == "identifier":
        return _("Same text: a record of %(source)s says so of this ISBN and %(isbn)s.", **said)
    if one.by == "title":
        return _(
            "Same text: title, first writer (%(writer)s) and language are those of %(isbn)s.",
            **said,
        )
    return ""


def change(one: Change) -> str:
    """What was changed, with the title and how many editions."""
    number = len(one.isbns)
    if one.kind == "join":
        return ngettext(
            "%(num)s edition was put together with this work",
            "%(num)s editions were put together with this work",
            number,
        )
    return ngettext(
        "%(num)s edition was taken out of a work",
        "%(num)s editions were taken out of a work",
        number,
    )


def _day(text: str) -> str:
    return formats.day(date.fromisoformat(text)) if text else ""
