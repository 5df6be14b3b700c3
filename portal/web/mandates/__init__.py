"""Who may act for me: the list, and ending a right at once."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.people import mandates
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.transaction import database
from portal.wording.office_people import MANDATES, SCOPES

blueprint = Blueprint("mandates", __name__, url_prefix="/me/mandates")


@blueprint.get("")
@allow("details.read")
def index() -> ResponseReturnValue:
    identity = current_identity()
    found = mandates.own(database(), identity)
    may_end = identity.mandate is None and identity.visit is None and not identity.reading
    return render_template(
        "mandates/index.html", found=found, kinds=MANDATES, scopes=SCOPES, may_end=may_end
    )


@blueprint.post("/<int:mandate_id>/end")
@allow("details.secure")
def end(mandate_id: int) -> ResponseReturnValue:
    check_opened_for()
    mandates.revoke_own(database(), current_identity(), mandate_id, today())
    flash(_("The right to act has ended."))
    return redirect(url_for("mandates.index"), code=303)
