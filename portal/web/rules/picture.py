"""The rates of all years as a picture: what one loan paid, year by year."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.kernel.dated import DatedValue
from portal.kernel.money import scaled
from portal.web.charts import Bar, Chart, chart
from portal.web.rules.tables import Book
from portal.wording import formats

RATE_DECIMALS = 8


def of_rates(book: Book) -> Chart | None:
    """Bars of the rate of printed books, oldest first; None where no year has one."""
    latest: dict[int, DatedValue] = {}
    for value in sorted(book.all("lending.rate"), key=lambda v: v.valid_from):
        if value.loan_year and value.kind != "e":
            latest[value.loan_year] = value
    if not latest:
        return None
    newest = max(latest)
    rows = [_bar(latest[year], year == newest) for year in sorted(latest)]
    said = _("A loan of %(year)s pays %(rate)s", year=newest, rate=rows[-1].words)
    title = _("Euro for one loan of a printed book, by loan year")
    return chart("rates", title, said, (_("Loan year"), _("Euro for one loan")), rows)


def _bar(value: DatedValue, newest: bool) -> Bar:
    rate = scaled(value.value, RATE_DECIMALS)
    kind = "open" if value.status != "decided" else "now" if newest else ""
    return Bar(str(value.loan_year), rate, formats.exact_money(rate), kind)
