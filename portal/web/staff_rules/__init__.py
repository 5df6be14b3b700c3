"""The office's rules: every number with its source, and how one changes by two people."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.access.permissions import allowed
from portal.services.proposals import (
    parameter_history,
    parameter_proposals,
    proposal_pages,
    rule_pages,
)
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.downloads import csv_file
from portal.web.messages.saying import pages
from portal.web.numbers import page_asked
from portal.web.staff_rules import saying
from portal.web.staff_rules.forms import ApproveForm, FileForm, ProposeForm, RefuseForm
from portal.web.transaction import database, wake_worker
from portal.web.uploads import takes_file

blueprint = Blueprint("staff_rules", __name__, url_prefix="/staff/rules")
SEEN = "staff_rules.proposal"


@blueprint.get("")
@allow("staff.rules.read")
def index() -> ResponseReturnValue:
    waiting, _total = proposal_pages.listed(database(), open_only=True)
    found = saying.by_subject(rule_pages.numbers(database(), today()))
    return render_template("staff_rules/index.html", subjects=found, waiting=waiting,
                           saying=saying, may_propose=_may_propose())  # fmt: skip


@blueprint.get("/numbers/<name>")
@allow("staff.rules.read")
def number(name: str) -> ResponseReturnValue:
    found = rule_pages.number(database(), name, today())
    history = parameter_history.history(database(), name)
    listed, _total = proposal_pages.listed(database(), name=name)
    return render_template("staff_rules/number.html", found=found, history=history, listed=listed,
                           saying=saying, may_propose=_may_propose())  # fmt: skip


@blueprint.route("/numbers/<name>/propose", methods=["GET", "POST"])
@allow("staff.rules.propose")
def propose(name: str) -> ResponseReturnValue:
    check_opened_for()
    found, form = rule_pages.number(database(), name, today()), ProposeForm()
    form.fill(found, today())
    if not form.saved(lambda: parameter_proposals.propose(
        database(), current_identity().actor, form.table(found), form.reason.data or "", today()
    )):  # fmt: skip
        return render_template("staff_rules/propose.html", found=found, form=form, saying=saying)
    wake_worker()
    flash(_("The value is proposed. Now it is tried in the shadow of the next run."))
    return redirect(url_for(SEEN, number=form.result), code=303)


@blueprint.route("/file", methods=["GET", "POST"])
@allow("staff.rules.propose")
@takes_file(FileForm.LARGEST)
def file() -> ResponseReturnValue:
    check_opened_for()
    form = FileForm()
    if not form.saved(lambda: parameter_proposals.propose_file(
        database(), current_identity().actor, *form.said(), form.reason.data or "", today()
    )):  # fmt: skip
        return render_template("staff_rules/file.html", form=form)
    wake_worker()
    flash(_("The values of the file are proposed, each by itself."))
    return redirect(url_for("staff_rules.proposals"), code=303)


@blueprint.get("/proposals")
@allow("staff.rules.read")
def proposals() -> ResponseReturnValue:
    page = page_asked()
    listed, total = proposal_pages.listed(database(), page)
    last = pages(total, proposal_pages.A_PAGE, page)
    return render_template("staff_rules/proposals.html", listed=listed, page=page, pages=last,
                           saying=saying)  # fmt: skip


@blueprint.get("/proposals/<number>")
@allow("staff.rules.read")
def proposal(number: str) -> ResponseReturnValue:
    return _proposal(number, ApproveForm(formdata=None), RefuseForm(formdata=None))


@blueprint.get("/proposals/<number>/changes.csv")
@allow("staff.rules.people")
def changes(number: str) -> ResponseReturnValue:
    return csv_file(f"shadow-{number}.csv", proposal_pages.everybody_csv(database(), number))


@blueprint.post("/proposals/<number>/approve")
@allow("staff.rules.approve")
def approve(number: str) -> ResponseReturnValue:
    check_opened_for()
    form = ApproveForm()
    if not form.saved(lambda: parameter_proposals.approve(
        database(), current_identity().actor, number, form.seen.data or "", form.note.data or ""
    )):  # fmt: skip
        return _proposal(number, form, RefuseForm(formdata=None))
    flash(_("The value is approved, and holds from its day on."))
    return redirect(url_for(SEEN, number=number), code=303)


@blueprint.post("/proposals/<number>/refuse")
@allow("staff.rules.approve")
def refuse(number: str) -> ResponseReturnValue:
    check_opened_for()
    form = RefuseForm()
    if not form.saved(lambda: parameter_proposals.refuse(
        database(), current_identity().actor, number, form.why.data or ""
    )):  # fmt: skip
        return _proposal(number, ApproveForm(formdata=None), form, form)
    flash(_("The proposal is refused. Nothing changes."))
    return redirect(url_for(SEEN, number=number), code=303)


@blueprint.post("/proposals/<number>/withdraw")
@allow("staff.rules.propose")
def withdraw(number: str) -> ResponseReturnValue:
    check_opened_for()
    parameter_proposals.withdraw(database(), current_identity().actor, number)
    flash(_("The proposal is withdrawn. Nothing changes."))
    return redirect(url_for(SEEN, number=number), code=303)


@blueprint.post("/proposals/<number>/shadow")
@allow("staff.rules.try")
def try_again(number: str) -> ResponseReturnValue:
    check_opened_for()
    parameter_proposals.run_again(database(), current_identity().actor, number)
    wake_worker()
    flash(_("The value is tried again in the shadow of the next run."))
    return redirect(url_for(SEEN, number=number), code=303)


def _may_propose() -> bool:
    return allowed("staff.rules.propose", current_identity())


def _proposal(
    number: str, approving: ApproveForm, refusing: RefuseForm, form: object = None
) -> ResponseReturnValue:
    """The page of a proposal; `form` is the one of both that was sent. Names need their right."""
    found = proposal_pages.seen(database(), number)
    identity = current_identity()
    approving.seen.data = found.sha256
    return render_template(
        "staff_rules/proposal.html", found=found, approving=approving, refusing=refusing,
        form=form, saying=saying, names=allowed("staff.rules.people", identity),
        rights=saying.rights(found, identity),
    )  # fmt: skip
