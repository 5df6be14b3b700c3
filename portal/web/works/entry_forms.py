"""Changing and withdrawing one entry."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, IntegerField, RadioField
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from portal.kernel.catalogue import HEADS_MAX, HEADS_MIN, ROLES
from portal.services.adding.catalogue import Change, OpenEntry
from portal.services.catalogue.claim_refusals import ClaimUnreadable
from portal.services.works.what_if import Answers
from portal.web.forms import PortalForm
from portal.web.works import options
from portal.wording import formats, sentence

MOST_LOANS = 9_999_999


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

    @property
    def wants_effect(self) -> bool:
        """Whether the effect is to be seen before anything is saved."""
        return "effect" in request.form


class WithdrawForm(PortalForm):
    """One button; the forgery token is all it carries."""


def _most_loans(_form: PortalForm, field: Field) -> None:
    if field.data is None or not 0 <= field.data <= MOST_LOANS:
        field.errors = []
        raise StopValidation(
            _(
                "Write the loans of a year as a number up to %(most)s.",
                most=formats.count(MOST_LOANS),
            )
        )


class WhatIfForm(PortalForm):
    """Answers to look at; it is sent by GET, because nothing is saved."""

    class Meta(PortalForm.Meta):
        """Without the forgery token: the answers stand in the address."""

        csrf = False

    role = RadioField(_l("Your part"), choices=options.roles())
    heads = IntegerField(options.HEADS, [_heads], widget=TextInput())
    loans = IntegerField(_l("Loans in the latest year"), [_most_loans], widget=TextInput())


def what_if_form(now: Answers) -> WhatIfForm:
    """The form with what the address says; what it leaves out is as it is now."""
    said = {"role": now.role, "heads": str(now.heads), "loans": str(now.loans)}
    sent = {name: value for name, value in request.args.items() if name in said}
    return WhatIfForm(formdata=MultiDict({**said, **sent}))


def effect_address(form: ChangeForm, claim_id: int) -> str:
    """Where the effect of a checked form is seen."""
    said = {"role": form.role.data, "heads": form.heads.data}
    return url_for("works.what_if", claim_id=claim_id, **said)


def change_form(entry: OpenEntry) -> ChangeForm:
    """The form with what the entry says now, or with the answers that the address brings along.

    The form of the edition is free only where nobody else has claimed it.
    """
    role = request.args.get("role", "")
    heads = request.args.get("heads", 0, type=int)
    form = ChangeForm(
        role=role if role in ROLES else entry.role,
        heads=heads if HEADS_MIN <= heads <= HEADS_MAX else entry.heads,
        separate=entry.separate,
        medium=entry.medium,
    )
    if not entry.medium_free:
        del form.medium
    return form


def changed(form: ChangeForm, entry: OpenEntry) -> Change:
    """What a checked form says."""
    medium = form.medium.data if entry.medium_free else None
    return Change(form.role.data, form.heads.data, form.separate.data, medium)
