"""Something is wrong with a shared work: saying what, the timeline, and the answers."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.kernel.errors import NotFound
from portal.services.base import documents
from portal.services.sharing import dispute_decisions, dispute_pages, disputes
from portal.services.sharing.dispute_pages import SeenDispute
from portal.web.access import allow, current_identity, subject_id
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.disputes import saying
from portal.web.disputes.forms import SayForm, about_asked, wrong_form
from portal.web.folders import data_dir
from portal.web.invitations.saying import edition_of, letters
from portal.web.limits import WRITING, limiter
from portal.web.transaction import database
from portal.web.uploads import takes_file
from portal.wording import formats

blueprint = Blueprint("disputes", __name__, url_prefix="/works")


@blueprint.route("/<int:work_id>/wrong/<int:edition_id>", methods=["GET", "POST"])
@allow("sharing.change")
@limiter.limit(WRITING, methods=["POST"])
def wrong(work_id: int, edition_id: int) -> ResponseReturnValue:
    check_opened_for()
    edition = edition_of(work_id, edition_id)
    form = wrong_form(edition, subject_id())
    if not about_asked() or not form.saved(
        lambda: disputes.start(
            database(), current_identity(), edition_id, form.said(), today(), letters()
        )
    ):
        return render_template("disputes/wrong.html", edition=edition, saying=saying,
                               form=form if about_asked() else None)  # fmt: skip
    return _started(form.result)


@blueprint.get("/disputes/<number>")
@allow("sharing.read")
def seen(number: str) -> ResponseReturnValue:
    return _page(number, SayForm(formdata=None))


@blueprint.post("/disputes/<number>/agree")
@allow("sharing.change")
def agree(number: str) -> ResponseReturnValue:
    check_opened_for()
    if disputes.agree(database(), current_identity(), number, today(), letters()):
        flash(_("You agree. Your entry says so from today."))
    return _back(number)


@blueprint.post("/disputes/<number>/write")
@allow("sharing.change")
@takes_file(documents.LARGEST)
@limiter.limit(WRITING)
def write(number: str) -> ResponseReturnValue:
    check_opened_for()
    form = SayForm()
    if not form.saved(lambda: _said(disputes.write, number, form)):
        return _page(number, form)
    flash(_("What you wrote stands in the timeline now."))
    return _back(number)


@blueprint.route("/disputes/<number>/disagree", methods=["GET", "POST"])
@allow("sharing.change")
@takes_file(documents.LARGEST)
@limiter.limit(WRITING, methods=["POST"])
def disagree(number: str) -> ResponseReturnValue:
    check_opened_for()
    one, form = _own(number), SayForm()
    if not one.asks_you and not form.is_submitted():
        raise NotFound
    if not form.saved(lambda: _said(disputes.disagree, number, form)):
        return render_template("disputes/disagree.html", one=one, form=form, saying=saying)
    flash(_("Your answer is sent. The office decides now, and gives its reason."))
    return _back(number)


@blueprint.route("/disputes/<number>/appeal", methods=["GET", "POST"])
@allow("sharing.change")
@takes_file(documents.LARGEST)
@limiter.limit(WRITING, methods=["POST"])
def appeal(number: str) -> ResponseReturnValue:
    check_opened_for()
    one, form = _own(number), SayForm()
    if one.appeal_until is None and not form.is_submitted():
        raise NotFound
    if not form.saved(lambda: _said(dispute_decisions.appeal, number, form)):
        return render_template("disputes/appeal.html", one=one, form=form, saying=saying)
    flash(_("Somebody else in the office looks at it now."))
    return _back(number)


@blueprint.post("/disputes/<number>/withdraw")
@allow("sharing.change")
def withdraw(number: str) -> ResponseReturnValue:
    check_opened_for()
    disputes.withdraw(database(), current_identity(), number, today(), letters())
    flash(_("It is taken back. Your entry says again what it said before."))
    return _back(number)


def _own(number: str) -> SeenDispute:
    return dispute_pages.seen(database(), current_identity(), number, today())


def _page(number: str, form: SayForm) -> ResponseReturnValue:
    """The timeline, with what may be done now."""
    return render_template("disputes/seen.html", one=_own(number), form=form, saying=saying)


def _said(verb: saying.Verb, number: str, form: SayForm) -> None:
    words, file = form.said()
    verb(database(), data_dir(), current_identity(), number, words, file, today(), letters())


def _started(opened: disputes.Opened) -> ResponseReturnValue:
    """Where one is led: to the timeline where somebody has to answer, else back to the work."""
    if opened.number:
        flash(_("It is written down, and everybody who shares the work sees it."))
        return _back(opened.number)
    flash(_("Your own entry is changed. Nobody else says otherwise, so nobody has to answer."))
    return redirect(url_for("works.work", work_id=opened.work_id), code=303)


def _back(number: str) -> ResponseReturnValue:
    written = formats.receipt_number(number.replace("-", ""))
    return redirect(url_for("disputes.seen", number=written), code=303)
