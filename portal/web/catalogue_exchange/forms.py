"""Bringing a file, and choosing what of an own list is to be added."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from sqlalchemy.orm import Session
from wtforms import HiddenField

from portal.kernel.catalogue_exchange import Catalogue
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Identity
from portal.services.adding import lists_brought
from portal.services.adding.lists_brought import BroughtList
from portal.web.forms import PortalForm
from portal.wording import sentence

TAKE = "take_"


class UploadForm(PortalForm):
    """One file; nothing of it is stored."""

    file = FileField(_l("Your file"))

    def brought(self, session: Session, identity: Identity) -> Catalogue | BroughtList | None:
        """What the file holds; None when the field says why it cannot be read."""
        sent = self.file.data
        if not self.validate_on_submit():
            return None
        if not sent or not sent.filename:
            self.refuse("file", _("Choose a file from your computer or telephone."))
            return None
        try:
            content = sent.read(lists_brought.LARGEST + 1)
            return lists_brought.brought(session, identity, content, sent.filename)
        except NotFound:
            raise
        except Refusal as refusal:
            self.refuse("file", sentence(refusal))
            return None


class OwnListForm(PortalForm):
    """The entries of an own list, carried along as text; a tick for each is beside it."""

    carried = HiddenField()

    def any_chosen(self, keys: set[str]) -> bool:
        """Whether anything is ticked; else the form says so."""
        if not keys:
            self.form_errors.append(_("Tick at least one entry, or go back to your works."))
        return bool(keys)


def chosen() -> set[str]:
    """The entries that a sent form has ticked."""
    return {name.removeprefix(TAKE) for name in request.form if name.startswith(TAKE)}
