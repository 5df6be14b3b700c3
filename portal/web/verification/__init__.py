"""Verifying a receipt, for everybody: when it was given, and whether the record still stands."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.web.access import allow
from portal.web.limits import VERIFY, limiter
from portal.web.messages import saying
from portal.web.transaction import database
from portal.web.verification.number_form import NumberForm

blueprint = Blueprint("verification", __name__, url_prefix="/verify")


@blueprint.get("")
@allow("public")
def ask() -> ResponseReturnValue:
    return render_template("verification/ask.html", form=NumberForm(formdata=None))


@blueprint.post("")
@allow("public")
@limiter.limit(VERIFY)
def look_up() -> ResponseReturnValue:
    form = NumberForm()
    if not form.validate_on_submit() or not form.names_a_receipt(database()):
        return render_template("verification/ask.html", form=form)
    return redirect(url_for("verification.found", number=form.written), code=303)


@blueprint.get("/<number>")
@allow("public")
@limiter.limit(VERIFY)
def found(number: str) -> ResponseReturnValue:
    form = NumberForm(formdata=None, number=number)
    if not form.names_a_receipt(database()):
        return render_template("verification/ask.html", form=form), 404
    return render_template("verification/found.html", checked=form.checked, saying=saying)
