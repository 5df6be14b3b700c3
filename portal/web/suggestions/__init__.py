"""Works that may be one's own: mine, not mine, later; and new editions added by themselves."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.suggestions import suggestions
from portal.web.access import allow, current_identity, subject_id
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.suggestions import answering, saying
from portal.web.suggestions.forms import work_form
from portal.web.transaction import database

blueprint = Blueprint("suggestions", __name__, url_prefix="/works/suggestions")


@blueprint.get("")
@allow("works.read")
def index() -> ResponseReturnValue:
    page = request.args.get("page", 1, type=int)
    seen = suggestions.listed(database(), data_dir(), subject_id(), today(), page)
    return render_template("suggestions/index.html", seen=seen, saying=saying)


@blueprint.post("")
@allow("works.change")
def answer() -> ResponseReturnValue:
    check_opened_for()
    flash(answering.answered(request.form))
    return redirect(url_for("suggestions.index"), code=303)


@blueprint.route("/<int:number>", methods=["GET", "POST"])
@allow("works.own")
def work(number: int) -> ResponseReturnValue:
    check_opened_for()
    seen = suggestions.one_work(database(), data_dir(), subject_id(), number, today())
    if seen is None:
        flash(_("You have answered this already. Below you can take an answer back."))
        return redirect(url_for("suggestions.index", _anchor="answered"), code=303)
    own = suggestions.own_editions(database(), subject_id()) if not seen.has_isbn else ()
    form = work_form(seen, own)
    if not form.validate_on_submit():
        return render_template("suggestions/work.html", seen=seen, form=form, saying=saying)
    flash(answering.looked_at(form, seen))
    return redirect(url_for("suggestions.index"), code=303)


@blueprint.post("/undo")
@allow("works.change")
def undo() -> ResponseReturnValue:
    check_opened_for()
    ids = answering.ids_of(request.form)
    done = suggestions.undo(database(), current_identity(), ids, today())
    flash(saying.taken_back(done))
    return redirect(url_for("suggestions.index"), code=303)


@blueprint.post("/new-editions")
@allow("works.own")
def new_editions() -> ResponseReturnValue:
    check_opened_for()
    chosen = request.form.get("chosen") == "yes"
    suggestions.choose_new_editions(database(), current_identity(), chosen)
    flash(saying.chosen(chosen))
    return redirect(url_for("suggestions.index", _anchor="new-editions"), code=303)
