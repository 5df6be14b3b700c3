"""Works: the list, adding by ISBN, one work, and changing or withdrawing an entry."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.services.adding import catalogue
from portal.services.messages import receipts
from portal.services.works import what_if as effects
from portal.web.access import allow, current_identity, subject_id
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.loans.saying import picture
from portal.web.transaction import database
from portal.web.works import adding, listing, photographs, saying, seeking, shared
from portal.web.works import what_if as rows
from portal.web.works.entry_forms import (
    WithdrawForm,
    change_form,
    changed,
    effect_address,
    what_if_form,
)
from portal.wording import formats

blueprint = Blueprint("works", __name__, url_prefix="/works")
adding.register(blueprint)
photographs.register(blueprint)
seeking.register(blueprint)


@blueprint.get("")
@allow("works.read")
def index() -> ResponseReturnValue:
    said = listing.asked()
    seen = catalogue.overview(database(), data_dir(), subject_id(), today(), said)
    return render_template(
        "works/index.html", seen=seen, asked=said, pages=listing.pages(seen, said),
        orders=listing.ORDERS, saying=saying,
    )  # fmt: skip


@blueprint.get("/list.csv")
@allow("works.sums")
def download() -> ResponseReturnValue:
    answer = Response(
        catalogue.works_csv(database(), data_dir(), subject_id(), today()), mimetype="text/csv"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="works.csv"'
    return answer


@blueprint.get("/receipts/<int:first>-<int:last>")
@allow("works.read")
def saved(first: int, last: int) -> ResponseReturnValue:
    number = receipts.number_between(database(), subject_id(), first, last)
    if number:
        written_number = formats.receipt_number(number)
        return redirect(url_for("messages.receipt", number=written_number), 302)
    written = catalogue.receipt(database(), subject_id(), first, last)
    return render_template("works/saved.html", written=written, saying=saying)


@blueprint.get("/<int:work_id>")
@allow("works.read")
def work(work_id: int) -> ResponseReturnValue:
    page = catalogue.work_of(database(), data_dir(), current_identity(), work_id, today())
    chart = picture(page.loans_by_year) if page.loans_by_year.total else None
    with_others = shared.seen(database(), subject_id(), page, today())
    return render_template("works/work.html", page=page, saying=saying, chart=chart,
                           shared=with_others)  # fmt: skip


@blueprint.route("/entries/<int:claim_id>/change", methods=["GET", "POST"])
@allow("works.change")
def change(claim_id: int) -> ResponseReturnValue:
    check_opened_for()
    entry = catalogue.entry_of(database(), current_identity(), claim_id)
    form = change_form(entry)
    if not form.validate_on_submit():
        return render_template("works/change.html", entry=entry, form=form)
    if form.wants_effect:
        return redirect(effect_address(form, claim_id), code=303)
    said = changed(form, entry)
    written = catalogue.change_claim(database(), current_identity(), claim_id, said, today())
    flash(saying.receipt_of(written))
    return redirect(url_for("works.work", work_id=entry.work_id), code=303)


@blueprint.get("/what-if/<int:claim_id>")
@allow("works.read")
def what_if(claim_id: int) -> ResponseReturnValue:
    asked = (database(), data_dir(), current_identity(), claim_id, today())
    seen = effects.what_if(*asked)
    form = what_if_form(seen.now.answers)
    then = effects.what_if(*asked, **form.data) if form.validate() else None
    return render_template(
        "works/what_if.html", entry=seen.entry, seen=then, form=form, words=rows
    )  # fmt: skip


@blueprint.route("/entries/<int:claim_id>/withdraw", methods=["GET", "POST"])
@allow("works.change")
def withdraw(claim_id: int) -> ResponseReturnValue:
    check_opened_for()
    entry = catalogue.entry_of(database(), current_identity(), claim_id)
    form = WithdrawForm()
    if not form.validate_on_submit():
        return render_template("works/withdraw.html", entry=entry, form=form)
    written = catalogue.withdraw_claim(database(), current_identity(), claim_id, today())
    flash(saying.receipt_of(written))
    return redirect(url_for("works.work", work_id=entry.work_id), code=303)
