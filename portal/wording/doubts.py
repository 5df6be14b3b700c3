"""Doubts about what a library system reported, as sentences."""

from __future__ import annotations

from babel.dates import get_month_names
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from portal.kernel.doubts import Doubt
from portal.wording import formats


def said(doubt: Doubt, year: int) -> str:
    """What is doubtful, and what to do about it."""
    return _SAID[doubt.code](doubt, year)


def _gone(doubt: Doubt, year: int) -> str:
    return _(
        "%(library)s has reported no loans of %(year)d. The year before it reported %(before)s. "
        "Ask whether its file is still to come.",
        **_figures(doubt, year),
    )


def _fell(doubt: Doubt, year: int) -> str:
    return _(
        "The loans of %(library)s fell by %(percent)d %% in %(year)d: from %(before)s to "
        "%(loans)s. Ask whether the file is complete.",
        **_figures(doubt, year),
    )


def _rose(doubt: Doubt, year: int) -> str:
    return _(
        "%(library)s has %(times)d times the loans of the year before in %(year)d: %(loans)s, "
        "from %(before)s. Ask whether something was counted twice.",
        **_figures(doubt, year),
    )


def _months(doubt: Doubt, year: int) -> str:
    names = get_month_names("wide", locale=get_locale())
    return ngettext(
        "The files of %(library)s have no row of %(months)s %(year)d. Ask for that month.",
        "The files of %(library)s have no row of %(months)s %(year)d. Ask for those months.",
        len(doubt.months),
        months=formats.listed([names[month] for month in doubt.months]),
        **_figures(doubt, year),
    )


def _one_title(doubt: Doubt, year: int) -> str:
    return _(
        "One title, %(isbn)s, has %(percent)d %% of the loans of %(library)s in %(year)d: "
        "%(loans)s. Ask whether its number is right.",
        isbn=formats.isbn(doubt.isbn) if doubt.isbn else "",
        **_figures(doubt, year),
    )


def _figures(doubt: Doubt, year: int) -> dict[str, object]:
    return {
        "year": year,
        "library": doubt.library,
        "percent": doubt.percent,
        "times": doubt.times,
        "loans": formats.count(doubt.loans),
        "before": formats.count(doubt.before),
    }


_SAID = {
    "gone": _gone,
    "fell": _fell,
    "rose": _rose,
    "months": _months,
    "one_title": _one_title,
}
