"""How loans changed from one year to the next, as a headline: words first, and no bold claims."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.kernel.money import divide_half_up
from portal.wording import formats

FEWEST = 20
"""Below so many loans a percentage says more than there is: the numbers themselves are said."""
WHOLE = 100
PPM_OF_PERCENT = 10_000


def percent_changed(before: int, now: int) -> int | None:
    """Whole per cent by which loans rose (or fell, negative), half away from zero.

    None where a percentage would mislead: few loans before or now, or as many more as there were.
    """
    if before < FEWEST or now < FEWEST:
        return None
    percent = divide_half_up(abs(now - before) * WHOLE, before)
    if percent >= WHOLE:
        return None
    return percent if now >= before else -percent


def headline(year: int, now: int, before: int | None, *, complete: bool = True) -> str:
    """What became of the loans of `year`, as a headline without a full stop.

    `before` are the loans of the year before, None when nobody reported that year. `complete` is
    False while a library system that reported the year before is missing: nothing is compared.
    """
    if not complete:
        return _so_far(year, now)
    if before is None:
        return _first(year, now)
    percent = percent_changed(before, now)
    if now == before:
        return _same(year, now)
    if percent is None:
        return _in_numbers(year, now, before)
    return _in_percent(year, percent)


def _so_far(year: int, now: int) -> str:
    if not now:
        return _("No loans in %(year)s so far", year=year)
    return ngettext(
        "%(number)s loan in %(year)s so far",
        "%(number)s loans in %(year)s so far",
        now,
        number=formats.count(now),
        year=year,
    )


def _first(year: int, now: int) -> str:
    if not now:
        return _("No loans in %(year)s", year=year)
    return _(
        "The first reported loans: %(number)s in %(year)s", number=formats.count(now), year=year
    )


def _same(year: int, now: int) -> str:
    if not now:
        return _("No loans in %(year)s, and none the year before", year=year)
    return _("Loans stayed the same in %(year)s: %(number)s", year=year, number=formats.count(now))


def _in_numbers(year: int, now: int, before: int) -> str:
    said = {"year": year, "now": formats.count(now), "before": formats.count(before)}
    if not before:
        return _("Loans rose in %(year)s from none to %(now)s", **said)
    if not now:
        return _("Loans fell in %(year)s from %(before)s to none", **said)
    if now > before:
        return _("Loans rose in %(year)s from %(before)s to %(now)s", **said)
    return _("Loans fell in %(year)s from %(before)s to %(now)s", **said)


def _in_percent(year: int, percent: int) -> str:
    if not percent:
        return _("Loans stayed about the same in %(year)s", year=year)
    said = {"year": year, "percent": formats.percent(abs(percent) * PPM_OF_PERCENT)}
    if percent > 0:
        return _("Loans rose %(percent)s in %(year)s", **said)
    return _("Loans fell %(percent)s in %(year)s", **said)
