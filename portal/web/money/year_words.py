"""What happens on the days of a year, in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from portal.services.money.money_year import Mark, MoneyYear
from portal.web.masked import tax_percent
from portal.web.money.year_picture import SHAPES
from portal.wording import formats


@dataclass(frozen=True)
class Entry:
    """One line of the year's list: its mark, the day, what happens, and where it leads."""

    shape: str
    day: str
    words: str
    href: str


def entries(year: MoneyYear) -> list[Entry]:
    """The list of a year, in the order of its days."""
    return [
        Entry(SHAPES[one.what], formats.day(one.day), _words(one), _href(one)) for one in year.marks
    ]


def _words(one: Mark) -> str:
    sums = {"sum": formats.money(one.cents), "net": formats.money(one.net_cents)}
    written = {
        "loans_in": lambda: _("The loans of %(year)s were reported.", year=one.loan_year),
        "card": lambda: _("Your tax card of %(percent)s begins.",
                          percent=tax_percent(one.ppm)),
        "card_ended": lambda: _("From this day we know of no tax card of yours."),
        "paid": lambda: _("Paid: %(sum)s before tax, %(net)s to you.", **sums),
        "to_be_paid": lambda: _("Approved: %(sum)s before tax, %(net)s to you.", **sums),
        "nothing_paid": lambda: _("Payment day, with nothing for you."),
        "last_day": lambda: _("The last day to add or change works for the next payment. "
                              "A tax card that we have by then counts too."),
        "coming": lambda: _coming(one),
        "coming_waits": lambda: _("The next payment. About %(sum)s has built up, "
                                  "and it would wait.", sum=sums["sum"]),
        "expires": lambda: _expires(one),
        "expired": lambda: _("%(sum)s of the loans of %(year)s expired.",
                             sum=sums["sum"], year=one.loan_year),
    }  # fmt: skip
    return written[one.what]()


def _coming(one: Mark) -> str:
    if not one.cents:
        return _("The next payment. As things stand, nothing is due to you.")
    rough = {"sum": formats.rough_money(one.cents), "net": formats.rough_money(one.net_cents)}
    return _("The next payment: about %(sum)s before tax, about %(net)s to you.", **rough)


def _expires(one: Mark) -> str:
    if not one.cents:
        return _("The last day of the loans of %(year)s. Nothing of yours expires.",
                 year=one.loan_year)  # fmt: skip
    return _("The last day of the loans of %(year)s: about %(sum)s of yours expires.",
             year=one.loan_year, sum=formats.money(one.cents))  # fmt: skip


def _href(one: Mark) -> str:
    if one.run:
        return url_for("money.payment", run=one.run)
    anchors = {
        "last_day": "next",
        "coming": "next",
        "coming_waits": "builds-up",
        "expires": "expiry",
        "expired": "expired",
    }
    return f"#{anchors[one.what]}" if one.what in anchors else ""
