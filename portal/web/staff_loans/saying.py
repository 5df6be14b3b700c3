"""Words of the office's pages about loans."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.services.usage.usage_imports import ImportListed
from portal.wording import formats
from portal.wording import loan_files as words

MEGABYTE = 1_000_000


def format_words(code: str) -> str:
    """How a file is written."""
    return str(words.FORMATS.get(code, code))


def reason(code: str, left_out: bool = False) -> str:
    """Why rows do not count."""
    table = words.LEFT_OUT if left_out else words.REFUSED
    return str(table.get(code, code))


def years(one: ImportListed) -> str:
    """The loan years of an import."""
    return formats.listed([str(year) for year in one.years]) if one.years else _("none")


def size(number: int) -> str:
    """Bytes as people read them."""
    if number < MEGABYTE:
        return _("%(number)s kB", number=formats.count(-(-number // 1000)))
    return _("%(number)s MB", number=formats.count(-(-number // MEGABYTE)))


def change(now: int, before: int | None) -> str:
    """The change against the year before, to a tenth of a per cent; empty where none was."""
    if not before:
        return ""
    tenths = (now - before) * 1000 // before
    sign = "+" if tenths > 0 else ""
    return f"{sign}{formats.percent(tenths * 1000)}"
