"""Which library systems have reported a loan year and which have not, as sentences."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.services.usage.coverage import Coverage
from portal.wording import formats, numbers

NAMED = 3
"""So many library systems are named in a sentence; of more the number is said."""


def reported(coverage: Coverage, year: int) -> str:
    """How many library systems have reported a year."""
    number = len(coverage.reported(year))
    return ngettext(
        "%(number)s library system has reported %(year)s.",
        "%(number)s library systems have reported %(year)s.",
        number,
        number=numbers.at_the_beginning(number),
        year=year,
    )


def absent(coverage: Coverage, year: int) -> str:
    """Who reported the year before and not this one, a few by name; empty when all have."""
    names = coverage.absent(year)
    if not names:
        return ""
    if len(names) <= NAMED:
        return ngettext(
            "%(names)s has not reported %(year)s yet, so the loans may still rise.",
            "%(names)s have not reported %(year)s yet, so the loans may still rise.",
            len(names),
            names=formats.listed(names),
            year=year,
        )
    return ngettext(
        "%(number)s library system has not reported %(year)s yet, so the loans may still rise.",
        "%(number)s library systems have not reported %(year)s yet, so the loans may still rise.",
        len(names),
        number=formats.count(len(names)),
        year=year,
    )


def joined(coverage: Coverage, year: int) -> str:
    """Who reports this year and did not report the year before; empty when nobody does."""
    names = coverage.joined(year)
    if not names:
        return ""
    if len(names) <= NAMED:
        return _(
            "%(names)s did not report %(before)s, so part of the change comes from that.",
            names=formats.listed(names),
            before=year - 1,
        )
    return _(
        "%(number)s of them did not report %(before)s, so part of the change comes from that.",
        number=formats.count(len(names)),
        before=year - 1,
    )


def stopped(coverage: Coverage, year: int) -> list[str]:
    """Who reported an earlier year last."""
    return [
        _("%(name)s: last reported %(year)s", name=one.library, year=one.last_year)
        for one in coverage.stopped(year)
    ]
