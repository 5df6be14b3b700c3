"""What is withheld without a tax card, in words."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.services.money.tax_now import TaxNow
from portal.web.masked import tax_percent


def without_card(tax: TaxNow) -> str:
    """The percentage of the next payment, and why it is that one."""
    percent = tax_percent(tax.ppm)
    said = tax.default
    return {
        "tax.no_card": _("%(percent)s is withheld, because we know of no tax card of yours.",
                         percent=percent),
        "tax.no_card_estate": _("%(percent)s is withheld, because this estate has no tax card.",
                                percent=percent),
        "tax.non_resident": _("%(percent)s is withheld, because you live outside Finland "
                              "and we know of no tax card of yours.", percent=percent),
    }[said.name if said else "tax.no_card"]  # fmt: skip
