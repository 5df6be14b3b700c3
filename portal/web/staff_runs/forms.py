"""Forms of the runs: what to calculate, what came of counting by hand, and the approval."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation

from portal.kernel.money import NotAnAmount, cents_from_text
from portal.services.messages import messages
from portal.services.runs.run_approval import Seen
from portal.services.settlement import calculating
from portal.services.settlement.collecting import Order
from portal.web.details.forms import DetailsForm
from portal.web.forms import needed, options
from portal.web.staff_runs.saying import KINDS, VERDICTS

_STATED = re.compile(r"(?P<year>\d{4})\s*=\s*(?P<euro>\d[\d\s]*(?:[.,]\d{1,2})?)", re.ASCII)
_EURO_SIGNS = str.maketrans({",": ".", "€": None, " ": None, "\N{NO-BREAK SPACE}": None})


def _lines(_form: DetailsForm, field: Field) -> None:
    for line in (field.data or "").splitlines():
        if line.strip() and not _STATED.fullmatch(line.strip()):
            raise StopValidation(
                _("“%(said)s” is not understood. Write YEAR=EURO, such as 2020=2900.00.",
                  said=line.strip()[:40])
            )  # fmt: skip


def _before_payment(form: DetailsForm, field: Field) -> None:
    if field.data and form.pays_on.data and field.data >= form.pays_on.data:
        raise StopValidation(_("The last day for entries comes before the day of payment."))


class CalculateForm(DetailsForm):
    """Which run, for which days, and what is known to be undistributed."""

    FIRST = "kind"
    FIELDS = {"autumn": "undistributed", "spring": "undistributed", "nothing": "undistributed"}
    kind = RadioField(_l("Which run"), choices=options(KINDS.items()), default="autumn")
    pays_on = DateField(_l("Day of payment"), [needed(_l("Write the day of payment."))])
    cutoff = DateField(
        _l("Last day for entries"),
        [needed(_l("Write the last day whose entries count.")), _before_payment],
    )
    undistributed = TextAreaField(_l("Undistributed money, for a spring run"), [_lines])

    def order(self) -> Order:
        """What the run is asked to be."""
        lines = (line.strip() for line in (self.undistributed.data or "").splitlines())
        money = tuple(
            calculating.undistributed(int(found["year"]), _cents(found["euro"]))
            for line in lines
            if (found := _STATED.fullmatch(line))
        )
        return Order(self.kind.data, self.pays_on.data, self.cutoff.data, money)  # type: ignore[arg-type]


def _cents(text: str) -> int:
    return cents_from_text("".join(text.split()).replace(",", "."))


class VerdictForm(DetailsForm):
    """Whether a person's figures are right, and what was found."""

    FIRST = "verdict"
    FIELDS = {"note": "note"}
    verdict = RadioField(_l("Are the figures right"), choices=options(VERDICTS.items()))
    note = TextAreaField(_l("What you found"), filters=[messages.plain])


class ApproveForm(DetailsForm):
    """One yes to the digest and the sum that the page showed."""

    FIRST = "looked"
    digest = HiddenField()
    net_cents = HiddenField()
    looked = BooleanField(_l("I have looked at the checks that ask for it"))
    typed = StringField(_l("The sum after tax, as you read it above"))

    def check_typed(self, net_cents: int) -> bool:
        """Whether the sum was typed as it is; says beside the field when it was not."""
        try:
            same = cents_from_text((self.typed.data or "").translate(_EURO_SIGNS)) == net_cents
        except NotAnAmount:
            same = False
        if not same:
            self.refuse("typed", _("Write the sum after tax as it stands above, with its cents."))
        return same

    def seen(self, passkey_id: int | None) -> Seen:
        """What was seen; a sum that is no number is none that a run has."""
        text = self.net_cents.data or ""
        cents = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1
        return Seen(self.digest.data or "", cents, bool(self.looked.data), passkey_id)
