"""Which editions are one work: why, and taking apart, putting together, undoing."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.catalogue import regrouping, regrouping_page
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.grouping import saying
from portal.web.grouping.asked import numbers, or_said
from portal.web.transaction import database

blueprint = Blueprint("grouping", __name__, url_prefix="/works/<int:work_id>/editions")


@blueprint.get("")
@allow("works.read")
def index(work_id: int) -> ResponseReturnValue:
    page = regrouping_page.seen(database(), current_identity(), work_id, today())
    return render_template("grouping/index.html", page=page, saying=saying)


@blueprint.get("/split")
@allow("works.change")
@or_said
def split(work_id: int) -> ResponseReturnValue:
    out = numbers(request.args.getlist("isbn"))
    regrouping.check_split(database(), current_identity(), work_id, out)
    page = regrouping_page.seen(database(), current_identity(), work_id, today())
    return render_template("grouping/split.html", page=page, out=out, saying=saying)


@blueprint.post("/split")
@allow("works.change")
@or_said
def save_split(work_id: int) -> ResponseReturnValue:
    check_opened_for()
    out = numbers(request.form.getlist("isbn"))
    done = regrouping.split(database(), current_identity(), work_id, out, today())
    flash(_("These editions are a work of their own now. You can undo it below."))
    return redirect(url_for("grouping.index", work_id=done.work_id), code=303)


@blueprint.get("/join")
@allow("works.change")
@or_said
def join(work_id: int) -> ResponseReturnValue:
    asked = request.args.get("isbn", ""), request.args.get("other", "")
    other = regrouping_page.other_work(database(), current_identity(), work_id, *asked)
    regrouping.check_join(database(), current_identity(), work_id, other.work_id)
    page = regrouping_page.seen(database(), current_identity(), work_id, today())
    there = regrouping_page.editions_of(database(), other.work_id)
    return render_template(
        "grouping/join.html", page=page, other=other, there=there, saying=saying
    )  # fmt: skip


@blueprint.post("/join/<int:other_id>")
@allow("works.change")
@or_said
def save_join(work_id: int, other_id: int) -> ResponseReturnValue:
    check_opened_for()
    regrouping.join(database(), current_identity(), work_id, other_id, today())
    flash(_("These editions are one work now. You can undo it below."))
    return redirect(url_for("grouping.index", work_id=work_id), code=303)


@blueprint.post("/changes/<int:number>/undo")
@allow("works.change")
@or_said
def undo(work_id: int, number: int) -> ResponseReturnValue:
    check_opened_for()
    back = regrouping.undo(database(), current_identity(), number, today())
    flash(_("The editions stand as they did before."))
    return redirect(url_for("grouping.index", work_id=back), code=303)
