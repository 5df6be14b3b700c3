"""Statistics as pictures: what was paid year by year, and how payments differ."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.services.runs.statistics import Statistics
from portal.web.charts import Bar, Chart, chart
from portal.wording import formats

FEWEST_BARS = 2
TENTH_PPM = 100_000


def of_years(found: Statistics, this_year: int) -> Chart | None:
    """The sum of each year that is shown, oldest first; None with fewer than two.

    The headline is about the last year that is over; this year's bar is drawn as an open one.
    """
    shown = [(row.year, row.figures.total, row.figures.people or 0)
             for row in reversed(found.years) if row.figures.total is not None]  # fmt: skip
    over = [one for one in shown if one[0] < this_year]
    if len(shown) < FEWEST_BARS or not over:
        return None
    year, total, people = over[-1]
    said = ngettext(
        "%(num)s person was paid %(sum)s in %(year)s",
        "%(num)s people were paid %(sum)s in %(year)s",
        people, year=year, sum=formats.money(total),
    )  # fmt: skip
    kinds = {year: "now", this_year: "open"}
    bars = [Bar(str(one), cents, formats.money(cents), kinds.get(one, ""))
            for one, cents, _people in shown]  # fmt: skip
    title = _("Paid before tax, by calendar year")
    return chart("years", title, said, (_("Year"), _("Paid before tax")), bars)


def of_deciles(found: Statistics) -> Chart | None:
    """How the payments of the newest autumn with deciles differ; None where no payment has them."""
    with_deciles = [row for row in found.runs if row.figures.deciles]
    autumns = [row for row in with_deciles if row.kind == "autumn"] or with_deciles
    if not autumns or autumns[0].pays_on is None:
        return None
    row = autumns[0]
    deciles = row.figures.deciles or ()
    middle = len(deciles) // 2
    bars = [
        Bar(formats.percent(TENTH_PPM * tenth), cents, formats.rough_money(cents),
            "now" if tenth == middle + 1 else "")
        for tenth, cents in enumerate(deciles, 1)
    ]  # fmt: skip
    sentences = {
        "autumn": _("In the autumn of %(year)s half of those paid got about %(sum)s or less",
                    year=row.year, sum=formats.rough_money(deciles[middle])),
        "spring": _("In the spring of %(year)s half of those paid got about %(sum)s or less",
                    year=row.year, sum=formats.rough_money(deciles[middle])),
    }  # fmt: skip
    title = _("So many of those paid got at most this sum, before tax")
    said = sentences[row.kind]
    return chart("deciles", title, said, (_("Part of the people"), _("Paid at most, about")), bars)
