"""Works for the office: entries that disagree, one work with all that is said of it, grouping."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.catalogue import office_grouping
from portal.services.office import office_works
from portal.services.sharing import disagreements, dispute_decisions
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.grouping.asked import numbers
from portal.web.messages.saying import pages
from portal.web.numbers import page_asked
from portal.web.staff_works import decisions, disputes, editions, saying, unmatched
from portal.web.staff_works.forms import JoinForm, SplitForm
from portal.web.transaction import database

blueprint = Blueprint("staff_works", __name__, url_prefix="/staff/works")
editions.register(blueprint)
disputes.register(blueprint)
unmatched.register(blueprint)
decisions.register(blueprint)


@blueprint.get("")
@allow("staff.works.read")
def index() -> ResponseReturnValue:
    page = page_asked()
    found = disagreements.listed(database(), data_dir(), page)
    waiting = dispute_decisions.disputes_with_staff_count(database())
    last = pages(found.total, disagreements.A_PAGE, page)
    return render_template("staff_works/index.html", found=found, page=page, pages=last,
                           waiting=waiting[0], saying=saying)  # fmt: skip


@blueprint.get("/search")
@allow("staff.works.read")
def search() -> ResponseReturnValue:
    text, page = request.args.get("q", "")[:200].strip(), page_asked()
    found, total = office_works.search(database(), text, page)
    last = pages(total, office_works.A_PAGE, page)
    return render_template("staff_works/search.html", text=text, found=found, total=total,
                           page=page, pages=last, saying=saying)  # fmt: skip


@blueprint.get("/work/<int:work_id>")
@allow("staff.works.read")
def work(work_id: int) -> ResponseReturnValue:
    return _work(work_id, JoinForm(formdata=None), SplitForm(formdata=None))


@blueprint.post("/work/<int:work_id>/join")
@allow("staff.works.decide")
def join(work_id: int) -> ResponseReturnValue:
    check_opened_for()
    form, here = JoinForm(), office_works.work(database(), data_dir(), work_id)
    if not form.saved(lambda: office_grouping.join(
        database(), saying.first_isbn(here), form.isbn(), form.join_reason.data or "",
        current_identity().actor, today(),
    )):  # fmt: skip
        return _work(work_id, form, SplitForm(formdata=None), form)
    flash(_("These editions are one work now. You can undo it under Decisions."))
    return redirect(url_for("staff_works.work", work_id=work_id), code=303)


@blueprint.post("/work/<int:work_id>/split")
@allow("staff.works.decide")
def split(work_id: int) -> ResponseReturnValue:
    check_opened_for()
    form, out = SplitForm(), numbers(request.form.getlist("isbn"))
    if not form.saved(lambda: office_grouping.split(
        database(), out, form.split_reason.data or "", current_identity().actor, today()
    )):  # fmt: skip
        return _work(work_id, JoinForm(formdata=None), form, form)
    flash(_("These editions are a work of their own now. You can undo it under Decisions."))
    return redirect(url_for("staff_works.work", work_id=form.result.work_id), code=303)


def _work(
    work_id: int, join_form: JoinForm, split_form: SplitForm, form: object = None
) -> ResponseReturnValue:
    """The page of a work; `form` is the one of both that was sent."""
    found = office_works.work(database(), data_dir(), work_id)
    return render_template("staff_works/work.html", found=found, join_form=join_form,
                           split_form=split_form, form=form, saying=saying)  # fmt: skip
