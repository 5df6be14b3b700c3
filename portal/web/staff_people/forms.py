"""The forms of the office's pages about people."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from portal.services.people.mandates import Holder, Wanted
from portal.web.details.forms import DetailsForm
from portal.web.forms import needed, one_line, options
from portal.wording.office_people import MANDATES

WHY = _l("Write why. It is kept with the decision.")


class MergeForm(DetailsForm):
    """Who is kept, who is joined into her, and why."""

    FIRST = "reason"
    kept = HiddenField()
    other = HiddenField()
    reason = TextAreaField(_l("Why are they one person"), [needed(WHY)], filters=[one_line])


class ReasonForm(DetailsForm):
    """A reason alone."""

    FIRST = "reason"
    reason = TextAreaField(_l("Why"), [needed(WHY)], filters=[one_line])


class DeathForm(DetailsForm):
    """The day and the document."""

    FIRST = "day"
    day = DateField(_l("Day of death"), [needed(_l("Write the day, such as 2026-03-12."))])
    source = StringField(
        _l("Document"), [needed(_l("Write which document says so, with its day."))]
    )


class MandateForm(DetailsForm):
    """Who may act, as what, over what, from when to when, and by which document."""

    FIRST = "account"
    FIELDS = {"days": "valid_to", "kind": "kind", "heir": "kind", "agent": "money",
              "scopes": "works"}  # fmt: skip
    account = RadioField(
        _l("Who may act"), [needed(_l("Choose who may act."))], choices=[], coerce=int
    )
    kind = RadioField(
        _l("As what"), [needed(_l("Choose one."))],
        choices=options(MANDATES.items()),  # type: ignore[arg-type]
    )  # fmt: skip
    works = BooleanField(_l("Works: add, change and withdraw entries"))
    money = BooleanField(_l("Money: see payments and statements"))
    contact = BooleanField(_l("Messages and contact data"))
    valid_from = DateField(_l("From"), [needed(_l("Write the first day."))])
    valid_to = DateField(_l("To, empty when it has no end"), [Optional()])
    source = StringField(
        _l("Document"), [needed(_l("Write which document says so, with its day."))]
    )

    def offer(self, found: Sequence[Holder]) -> None:
        """Puts the sign-ins that were found among the answers."""
        self.account.choices = [(one.account_id, self._named(one)) for one in found]

    def wanted(self) -> Wanted:
        """What was asked for."""
        ticks = {"works": self.works, "money": self.money, "contact": self.contact}
        return Wanted(
            account_id=self.account.data,
            kind=self.kind.data,
            scopes=frozenset(name for name, tick in ticks.items() if tick.data),
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            source=self.source.data or "",
        )

    def _named(self, one: Holder) -> str:
        if one.code:
            return _("%(name)s (person %(code)s)", name=one.name, code=one.code)
        return _("%(name)s (no pages of an own)", name=one.name)
