"""Proposing a value, one or a file of them; approving and refusing what another proposed."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import TextInput

from portal.services.messages import messages
from portal.services.proposals.rule_pages import Number
from portal.web.details.forms import DetailsForm
from portal.web.forms import needed, options
from portal.wording import terms
from portal.wording.rule_names import STATUSES


class ProposeForm(DetailsForm):
    """A new value of one number, with its day, source and reason."""

    FIRST = "value"
    FIELDS = {"why": "reason", "long": "reason", "past": "valid_from"}
    value = StringField(_l("New value"), [needed(_l("Write the new value, such as 0.31."))])
    valid_from = DateField(_l("Holds from"), [needed(_l("Write the first day on which it holds."))])
    loan_year = IntegerField(_l("Loan year"), [Optional()], widget=TextInput())
    kind = SelectField(
        _l("For which loans"),
        choices=options([("both", _l("all loans")), *terms.KINDS.items()]),
    )
    source = StringField(_l("Source"), [needed(_l("Say where the value was decided."))])
    status = SelectField(_l("How sure it is"), choices=options(STATUSES.items()))
    reason = TextAreaField(
        _l("Why it changes"), [needed(_l("Say why the value should change."))],
        filters=[messages.plain],
    )  # fmt: skip

    def fill(self, found: Number, today: date) -> None:
        """Leaves out what the number does not have, and offers today's value."""
        if not found.by_loan_year:
            del self.loan_year
        if not found.by_kind:
            del self.kind
        if not self.is_submitted():
            self.valid_from.data = today

    def table(self, found: Number) -> dict[str, Any]:
        """The value as a file of parameters would say it."""
        table = {
            "name": found.name,
            "unit": found.unit,
            "value": (self.value.data or "").strip().replace(",", "."),
            "valid_from": self.valid_from.data,
            "source": self.source.data or "",
            "status": self.status.data,
        }
        if self.kind and self.kind.data:
            table["kind"] = self.kind.data
        if self.loan_year and self.loan_year.data is not None:
            table["loan_year"] = self.loan_year.data
        return table


class FileForm(DetailsForm):
    """A file of values, each of which becomes a proposal."""

    LARGEST = 64 * 1024
    FIRST = "file"
    FIELDS = {"why": "reason", "long": "reason"}
    file = FileField(_l("The file with the values"), [needed(_l("Choose the file."))])
    reason = TextAreaField(
        _l("Why they change"), [needed(_l("Say why the values should change."))],
        filters=[messages.plain],
    )  # fmt: skip

    def said(self) -> tuple[str, str]:
        """The file's name and its text; bytes that are not UTF-8 become question marks."""
        sent = self.file.data
        content: bytes = sent.read(self.LARGEST + 1)[: self.LARGEST]
        return sent.filename or "", content.decode("utf-8-sig", errors="replace")


class ApproveForm(DetailsForm):
    """Yes to the shadow run that was seen."""

    seen = HiddenField()
    note = StringField(_l("A note (optional)"))


class RefuseForm(DetailsForm):
    """No, with the reason."""

    FIELDS = {"why": "why", "long": "why"}
    why = TextAreaField(_l("Why not"), [needed(_l("Say why the value should not change."))],
                        filters=[messages.plain])  # fmt: skip
