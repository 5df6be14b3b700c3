"""The form that brings a file of loans."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, SelectField, StringField

from portal.kernel.errors import Refusal
from portal.services.orders.work_orders import WorkOrderShown
from portal.services.usage import usage_uploads
from portal.services.usage.usage_uploads import LoanFile
from portal.web.access import current_identity
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.forms import PortalForm, needed, options
from portal.web.staff_loans import saying
from portal.wording import sentence

FIELDS = {
    "text_unusable": "source",
    "usage_year_not_ended": "year",
    "usage_unknown_format_name": "format",
}
"""Beside which field a refusal is said; all others are about the file."""


class UploadForm(PortalForm):
    """One file, who sent it, and how it is to be read."""

    file = FileField(_l("File of loans"))
    source = StringField(
        _l("Who sent it"), [needed(_l("Write the library system or supplier that sent the file."))]
    )
    year = StringField(_l("Loan year (optional)"))
    format = SelectField(_l("Format"))
    replace = BooleanField(_l("Replace what this sender reported of these years"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        named = [(code, saying.format_words(code)) for code in usage_uploads.FORMATS]
        self.format.choices = options([("", _("As the file shows")), *named])

    def ordered(self, session: Session) -> WorkOrderShown | None:
        """The order that imports the file; None when a field says why there is none."""
        if not self.validate_on_submit() or not self._is_complete():
            return None
        actor, sent = current_identity().actor, self.file.data
        try:
            return usage_uploads.order(
                session, data_dir(), _place(sent), self._said(), actor, today()
            )
        except Refusal as refusal:
            self.refuse(FIELDS.get(refusal.code, "file"), sentence(refusal))
            return None

    def _is_complete(self) -> bool:
        if not self.file.data or not self.file.data.filename:
            self.refuse("file", _("Choose a file from your computer."))
        year = (self.year.data or "").strip()
        if year and not (year.isascii() and year.isdigit() and len(year) == 4):
            self.refuse("year", _("Write the year with four digits, such as 2025, or leave it."))
        return not self.errors

    def _said(self) -> LoanFile:
        year = (self.year.data or "").strip()
        return LoanFile(
            name=self.file.data.filename or "",
            source=self.source.data or "",
            year=int(year) if year else None,
            format=self.format.data or None,
            replace=bool(self.replace.data),
        )


def _place(sent: FileStorage) -> Path:
    """Where the bytes lie on the disk already."""
    sent.stream.flush()
    return Path(str(sent.stream.name))  # type: ignore[attr-defined]
