"""The headline and the picture of the loans pages."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.services.loans.loans import Loans
from portal.web.charts import Bar, Chart, chart
from portal.wording import changes, formats


def headline(loans: Loans) -> str:
    """What became of the loans in the latest year; needs a year that somebody has reported."""
    year = loans.years[0]
    return changes.headline(
        year,
        loans.by_year[year],
        loans.coverage.before(year, loans.by_year),
        complete=not loans.coverage.absent(year),
    )


def picture(loans: Loans) -> Chart:
    """Loans by year as bars; the latest year is open while a library system is missing."""
    latest = loans.years[0]
    kind = "open" if loans.coverage.absent(latest) else "now"
    bars = [
        Bar(str(year), number, formats.count(number), kind if year == latest else "")
        for year, number in loans.by_year.items()
    ]
    columns = (_("Loan year"), _("Loans"))
    return chart("loans", _("Loans by year"), headline(loans), columns, bars)
