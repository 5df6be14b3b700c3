"""Home: what comes, what to do and what is new; and what may be missing, in euro."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services import home
from portal.services.suggestions import missing
from portal.web.access import allow, current_identity, subject_id
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.home import pictures, saying
from portal.web.home.aside_form import AsideForm
from portal.web.transaction import database
from portal.web.works import saying as work_words

blueprint = Blueprint("home", __name__, url_prefix="/missing")


def page() -> str:
    """The home page of whoever is signed in; without a party there are no works and no money."""
    if current_identity().subject_id is None:
        return render_template("home/nobody.html", person=g.visitor)
    seen = home.home(database(), data_dir(), subject_id(), today())
    return render_template(
        "home/index.html", person=g.visitor.visited or g.visitor, seen=seen,
        chart=pictures.of_years(seen), saying=saying, work_words=work_words, today=today(),
    )  # fmt: skip


@blueprint.get("")
@allow("works.read")
def index() -> ResponseReturnValue:
    found = missing.missing(database(), data_dir(), subject_id(), today())
    return render_template("home/missing.html", found=found, saying=saying)


@blueprint.route("/<code>/<subject>/put-aside", methods=["GET", "POST"])
@allow("works.own")
def put_aside(code: str, subject: str) -> ResponseReturnValue:
    check_opened_for()
    hint = missing.hint_of(database(), data_dir(), subject_id(), code, subject, today())
    form = AsideForm()
    if not form.validate_on_submit():
        return render_template("home/put_aside.html", hint=hint, form=form, saying=saying)
    reason = form.reason.data
    missing.put_aside(database(), data_dir(), current_identity(), hint.key, reason, today())
    flash(_("The hint is put aside. You can bring it back below."))
    return redirect(url_for("home.index", _anchor="aside"), code=303)


@blueprint.post("/<code>/<subject>/bring-back")
@allow("works.own")
def bring_back(code: str, subject: str) -> ResponseReturnValue:
    check_opened_for()
    missing.bring_back(database(), current_identity(), code, subject)
    flash(_("The hint is shown again."))
    return redirect(url_for("home.index"), code=303)
