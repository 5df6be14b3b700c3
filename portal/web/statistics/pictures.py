"""Statistics as pictures: what was paid year by year, and how payments differ."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.services.statistics import Statistics
from portal.web.charts import Bar, Chart, chart
from portal.wording import formats

FEWEST_BARS = 2
TENTH_PPM = 100_000


def of_years(found: Statistics) -> Chart | None:
    """The sum of each year that is shown, oldest first; None with fewer than two."""
    shown = [(row.year, row.figures.total, row.figures.people) for row in reversed(found.years)
             if row.figures.total is not None]  # fmt: skip
    if len(shown) < FEWEST_BARS:
        return None
    newest, total, people = shown[-1]
    bars = [Bar(str(year), cents, formats.money(cents), "now" if year == newest else "")
            for year, cents, _people in shown]  # fmt: skip
    said = ngettext(
        "In %(year)s %(num)s person was paid %(sum)s before tax",
        "In %(year)s %(num)s people were paid %(sum)s before tax",
        people or 0, year=newest, sum=formats.money(total),
    )  # fmt: skip
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
