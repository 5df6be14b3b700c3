"""The additional distribution of a year as a list of steps."""

from __future__ import annotations

from fractions import Fraction

from flask import url_for
from flask_babel import gettext as _

from portal.kernel.catalogue import KINDS
from portal.kernel.money import MICRO_PER_CENT, divide_half_up
from portal.services.money.why_additional import KindPart, WhyAdditional
from portal.web.money import settled
from portal.web.money.chains import Row
from portal.wording import formats, terms


def steps(why: WhyAdditional) -> list[Row]:
    """From the money stated as undistributed to the payee's part in cents."""
    money = why.part.money
    words = _("Money of %(year)s that nobody could be paid in time", year=money.loan_year)
    note = _("Stated by the society for the payment of %(day)s", day=formats.day(why.pays_on))
    rows = [Row(words, formats.money(money.cents), note=note)]
    for part in why.part.kinds:
        rows += _of_kind(why, part)
    words = _("Your part, fractions of a cent dropped")
    return [*rows, Row(words, formats.money(why.part.cents), total=True)]


def onwards(why: WhyAdditional) -> list[Row]:
    """From the part to what the payment paid of it."""
    return settled.after_the_cap(why.period, why.earlier)


def _of_kind(why: WhyAdditional, part: KindPart) -> list[Row]:
    kind = str(terms.KINDS[KINDS[part.kind]])
    limits = url_for("rules.limits", _anchor="cap")
    if part.room_cents == 0:
        words = _("You are at the cap of the year, so these have no part: %(kind)s", kind=kind)
        return [Row(words, formats.money(0), limits)]
    rows = [
        Row(
            _("Your share loans of the year, %(kind)s", kind=kind),
            operator="×",
            factor=formats.share_loans(part.share_loans),
            factor_href="#share-loans",
        ),
        Row(
            _("Everybody’s share loans, except of those at their cap"),
            _exact(part.exact_cents),
            operator="÷",
            factor=formats.share_loans(why.part.everybody),
            factor_href="#everybody",
        ),
    ]
    if part.cut_cents < part.exact_cents:
        rows.append(Row(_("Cut at the cap of the year"), _exact(part.cut_cents), limits))
    return rows


def _exact(cents: Fraction) -> str:
    """Exact cents rounded once, for the eye only, to four decimals of a euro."""
    hundredths = divide_half_up(cents.numerator * 100, cents.denominator)
    return formats.exact_money(hundredths * (MICRO_PER_CENT // 100))
