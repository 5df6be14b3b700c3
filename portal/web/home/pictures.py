"""The loans of the latest years as a picture with its headline."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.services.home import Home
from portal.web.charts import Bar, Chart, chart
from portal.wording import changes, formats


def of_years(seen: Home) -> Chart | None:
    """The picture of the years with loans; None where nothing was ever lent."""
    years = [year for year in seen.years if year.reported]
    if not any(year.loans for year in years):
        return None
    latest = years[-1]
    before = years[-2] if len(years) > 1 else None
    follows = before is not None and before.loan_year == latest.loan_year - 1
    said = changes.headline(
        latest.loan_year, latest.loans, before.loans if before and follows else None
    )
    bars = [
        Bar(str(year.loan_year), year.loans, formats.count(year.loans),
            "now" if year is latest else "")
        for year in years
    ]  # fmt: skip
    return chart("loans", _("Loans of your works by year"), said, (_("Year"), _("Loans")), bars)
