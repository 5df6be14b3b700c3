"""One box for any text that has ISBNs in it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from portal.kernel.isbn import NotAnIsbn
from portal.kernel.isbn_text import Extracted
from portal.web.acting import objections
from portal.web.forms import PortalForm, needed
from portal.wording import sentence


class PasteForm(PortalForm):
    """The text; nothing is stored by sending it."""

    text = TextAreaField(
        _l("Text with ISBNs"), [needed(_l("Paste a text that has an ISBN in it."))]
    )

    @property
    def words(self) -> str:
        """The text as sent, empty when none was."""
        return self.text.data or ""

    def validate(self, extra_validators: Any = None) -> bool:
        """Also refuses a form that was opened for somebody else."""
        filled = super().validate(extra_validators)
        self.form_errors.extend(objections())
        return filled and not self.form_errors

    def accept(self, found: Extracted) -> bool:
        """Whether any ISBN was found; else the field says why what looked like one is none."""
        if found.isbns:
            return True
        failed = [sentence(NotAnIsbn(text=one.text, reason=one.reason)) for one in found.failed]
        nothing = _("No ISBN was found in this text. An ISBN has 10 or 13 characters.")
        self.refuse("text", " ".join(failed[:5]) or nothing)
        return False
