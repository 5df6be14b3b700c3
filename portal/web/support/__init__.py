"""Letting customer service see one's pages: the code under Help, and ending a visit oneself."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField

from portal.services.visits import support_codes, visit_ends, visit_history
from portal.services.visits.support_codes import SupportCodeUnusable
from portal.web.access import allow, current_identity, subject_id
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.forms import PortalForm, options
from portal.web.limits import CODES, limiter
from portal.web.transaction import database
from portal.wording import sentence
from portal.wording import visits as words

blueprint = Blueprint("support", __name__, url_prefix="/help/support-code")
SHOWN_ONCE = "support_code"


class CodeForm(PortalForm):
    """What the code allows; `drawn` makes a form that is sent twice one code."""

    mode = RadioField(
        _l("What may customer service do"), choices=options(words.OWN_MODES.items()),
        validate_choice=False, default="reading",
    )  # fmt: skip
    drawn = HiddenField()

    def made(self) -> str | None:
        """The digits of the code; None where it was refused, which stands beside the field."""
        said = self.mode.data or "", self.drawn.data or ""
        try:
            return support_codes.make(database(), current_identity(), *said, _now())
        except SupportCodeUnusable as refusal:
            self.refuse("mode", sentence(refusal))
            return None


@blueprint.get("")
@allow("details.own")
def index() -> ResponseReturnValue:
    return _page(CodeForm(formdata=None), session.pop(SHOWN_ONCE, ""))


@blueprint.post("")
@allow("details.own")
@limiter.limit(CODES)
def make() -> ResponseReturnValue:
    check_opened_for()
    form = CodeForm()
    digits = form.made()
    if digits is None:
        return _page(form), 422
    session[SHOWN_ONCE] = digits
    return redirect(url_for("support.index"), code=303)


@blueprint.post("/withdraw")
@allow("details.own")
def withdraw() -> ResponseReturnValue:
    check_opened_for()
    support_codes.withdraw(database(), current_identity(), _now())
    session.pop(SHOWN_ONCE, None)
    flash(_("The code is worth nothing any more."))
    return redirect(url_for("support.index"), code=303)


@blueprint.post("/end-visit")
@allow("details.own")
def end_visit() -> ResponseReturnValue:
    check_opened_for()
    if visit_ends.end_by_author(database(), current_identity(), _now(), today()):
        flash(_("The visit has ended. Nobody looks at your pages now."))
    return redirect(url_for("details.access_log"), code=303)


def _page(form: CodeForm, digits: str = "") -> str:
    """The digits are shown once; after that the page only says that a code holds."""
    live = support_codes.live(database(), subject_id(), _now())
    form.drawn.data = secrets.token_hex(16)
    visits = visit_history.of_party(database(), current_identity(), _now(), most=1)
    going_on = [one for one in visits if one.state == visit_history.GOING_ON]
    return render_template(
        "support/code.html", form=form, live=live, digits=digits if live else "",
        going_on=going_on, words=words,
    )  # fmt: skip


def _now() -> datetime:
    return datetime.now(UTC)
