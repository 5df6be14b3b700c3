"""The year of an edition, leaving for the organisation, and how it went there."""

from __future__ import annotations

from datetime import date

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import IntegerField, RadioField
from wtforms.widgets import TextInput

from portal.services.organisations.illustrators import (
    NotAPublishedYear,
    PublishedYearShared,
    say_year,
)
from portal.services.organisations.referrals import ANSWERS
from portal.web.access import current_identity
from portal.web.forms import PortalForm, needed, options
from portal.web.illustrators import handing_over
from portal.wording import sentence

ANSWER_WORDS = {
    "joined": _l("Yes, I have joined"),
    "waiting": _l("I have applied and wait for an answer"),
    "not_yet": _l("Not yet, I mean to do it"),
    "no_need": _l("I do not need it"),
}


class YearForm(PortalForm):
    """In which year an edition was published."""

    year = IntegerField(
        _l("Year of publication"),
        [needed(_l("Write the year of publication. It stands on the back of the title page."))],
        widget=TextInput(),
    )


class LeavingForm(PortalForm):
    """One button; the forgery token is all it carries."""


class AskedForm(PortalForm):
    """How it went with the organisation."""

    answer = RadioField(
        _l("How did it go?"), choices=options([(code, ANSWER_WORDS[code]) for code in ANSWERS])
    )


def said_year(form: YearForm, database: Session, isbn: int, today: date) -> bool:
    """Keeps a checked form's year and says so; a refusal stands at the field."""
    try:
        receipt = say_year(database, current_identity(), isbn, form.year.data, today)
    except (NotAPublishedYear, PublishedYearShared) as refusal:
        form.refuse("year", sentence(refusal))
        return False
    flash(handing_over.receipt_words(_("The year is in the list."), receipt))
    return True
