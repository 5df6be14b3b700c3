"""Changing and withdrawing one entry."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, IntegerField, RadioField
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from portal.kernel.catalogue import HEADS_MAX, HEADS_MIN
from portal.services.catalogue import Change, OpenEntry
from portal.services.claims import ClaimUnreadable
from portal.web.forms import PortalForm
from portal.web.works import options
from portal.wording import sentence


def _heads(_form: PortalForm, field: Field) -> None:
    if field.data is None or not HEADS_MIN <= field.data <= HEADS_MAX:
        said = ClaimUnreadable(reason="heads", smallest=HEADS_MIN, largest=HEADS_MAX)
        field.errors = []
        raise StopValidation(sentence(said))


class ChangeForm(PortalForm):
    """What an entry says from today."""

    role = RadioField(_l("Your part"), choices=options.roles())
    heads = IntegerField(options.HEADS, [_heads], widget=TextInput())
    separate = BooleanField(_l("My part is a piece of its own, as in an anthology"))
    medium = RadioField(_l("Form of the edition"), choices=options.media())


class WithdrawForm(PortalForm):
    """One button; the forgery token is all it carries."""


def change_form(entry: OpenEntry) -> ChangeForm:
    """The form with what the entry says now; the form of the edition only where it is free."""
    form = ChangeForm(
        role=entry.role, heads=entry.heads, separate=entry.separate, medium=entry.medium
    )
    if not entry.medium_free:
        del form.medium
    return form


def changed(form: ChangeForm, entry: OpenEntry) -> Change:
    """What a checked form says."""
    medium = form.medium.data if entry.medium_free else None
    return Change(form.role.data, form.heads.data, form.separate.data, medium)
