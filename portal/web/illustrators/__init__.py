"""Pictures: the list that is handed over, leaving for who pays them, and how it went."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.organisations import illustrators, organisations, referrals
from portal.web.access import allow, current_identity, subject_id
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.illustrators import handing_over
from portal.web.illustrators.entry_forms import AskedForm, LeavingForm, YearForm, said_year
from portal.web.transaction import database
from portal.wording import terms

blueprint = Blueprint("illustrators", __name__, url_prefix="/works/pictures")


@blueprint.get("")
@allow("works.read")
def index() -> ResponseReturnValue:
    found = illustrators.picture_list(database(), subject_id(), today())
    organisation = organisations.who_pays(organisations.PICTURES)
    return render_template(
        "illustrators/index.html", found=found, organisation=organisation, classes=terms.CLASSES,
        roles_of=handing_over.roles_of, as_text=handing_over.as_text(found),
        gone=referrals.latest(database(), subject_id(), organisation.code),
    )  # fmt: skip


@blueprint.get("/list.csv")
@allow("works.files")
def download() -> ResponseReturnValue:
    found = illustrators.picture_list(database(), subject_id(), today())
    answer = Response(handing_over.as_csv(found), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="pictures.csv"'
    return answer


@blueprint.route("/<isbn:isbn>/year", methods=["GET", "POST"])
@allow("works.change")
def year(isbn: int) -> ResponseReturnValue:
    check_opened_for()
    edition = illustrators.edition_of(database(), subject_id(), isbn, today())
    form = YearForm(year=edition.year)
    if not form.validate_on_submit() or not said_year(form, database(), isbn, today()):
        return render_template("illustrators/year.html", form=form, edition=edition)
    return redirect(url_for("illustrators.index", _anchor="list"), code=303)


@blueprint.get("/leaving")
@allow("works.read")
def leaving() -> ResponseReturnValue:
    organisation = organisations.who_pays(organisations.PICTURES)
    gone = referrals.latest(database(), subject_id(), organisation.code)
    return render_template("illustrators/leaving.html", organisation=organisation, gone=gone,
                           form=LeavingForm())  # fmt: skip


@blueprint.post("/leaving")
@allow("works.own")
def go() -> ResponseReturnValue:
    check_opened_for()
    organisation = organisations.who_pays(organisations.PICTURES)
    count = len(illustrators.picture_list(database(), subject_id(), today()).editions)
    gone = referrals.refer(database(), current_identity(), organisation.code, count, today())
    flash(handing_over.receipt_words(_("We have noted that you go there."), gone.receipt))
    return redirect(url_for("illustrators.leaving"), code=303)


@blueprint.route("/asked/<int:referral_id>", methods=["GET", "POST"])
@allow("works.own")
def asked(referral_id: int) -> ResponseReturnValue:
    check_opened_for()
    gone = referrals.owned(database(), current_identity(), referral_id)
    form, organisation = (
        AskedForm(answer=gone.answer),
        organisations.organisation(gone.organisation),
    )
    if not form.validate_on_submit():
        return render_template("illustrators/asked.html", form=form, gone=gone,
                               organisation=organisation)  # fmt: skip
    kept = referrals.answer(database(), current_identity(), referral_id, form.answer.data, today())
    flash(handing_over.receipt_words(_("Thank you. We do not ask again."), kept.receipt))
    return redirect(url_for("illustrators.index"), code=303)
