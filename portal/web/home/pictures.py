"""The loans of the latest years as a picture with its headline."""

from __future__ import annotations

from dataclasses import replace

from portal.services.home import Home
from portal.web.charts import Chart, chart
from portal.web.loans.saying import picture

YEARS_SHOWN = 5


def of_years(seen: Home) -> Chart | None:
    """The picture of the latest years; None where nothing was ever lent."""
    if not seen.loans.total or not seen.loans.years:
        return None
    whole = picture(seen.loans)
    bars = [one.bar for one in whole.drawn][-YEARS_SHOWN:]
    return replace(whole, drawn=chart(whole.name, "", "", whole.columns, bars).drawn)
