"""Support visits in the office: asking, agreeing, beginning, ending, and the weekly report."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.access import sign_in
from portal.services.access.visitors import VISITORS
from portal.services.visits import (
    support_visits,
    visit_eligibility,
    visit_ends,
    visit_history,
    visits_report,
)
from portal.web import cookies
from portal.web.access import allow, current_identity
from portal.web.clock import today
from portal.web.downloads import csv_file
from portal.web.numbers import page_asked
from portal.web.transaction import database
from portal.web.visits.forms import AskForm
from portal.web.visits.reported import as_csv
from portal.wording import visits as words

blueprint = Blueprint("visits", __name__, url_prefix="/staff/visits")


@blueprint.get("")
@allow("staff.visits.read")
def index() -> ResponseReturnValue:
    found = visit_history.of_office(database(), current_identity().actor, _now(), page_asked())
    return render_template("visits/index.html", found=found, words=words)


@blueprint.route("/ask/<code>", methods=["GET", "POST"])
@allow("staff.visits.start")
def ask(code: str) -> ResponseReturnValue:
    party = _visitable(code)
    form = AskForm()
    if form.is_submitted() and form.taken(party.code, party.party_id):
        return _asked(form)
    status = 422 if form.is_submitted() else 200
    return render_template("visits/ask.html", form=form, party=party), status


@blueprint.post("/<handle>/approve")
@allow("staff.visits.approve")
def approve(handle: str) -> ResponseReturnValue:
    support_visits.approve(database(), current_identity().actor, handle, _now())
    flash(_("You have agreed. Your colleague can begin the visit now."))
    return redirect(url_for("visits.index"), code=303)


@blueprint.post("/<handle>/refuse")
@allow("staff.visits.approve")
def refuse(handle: str) -> ResponseReturnValue:
    support_visits.refuse(database(), current_identity().actor, handle, _now())
    flash(_("You have said no. The visit does not begin."))
    return redirect(url_for("visits.index"), code=303)


@blueprint.post("/<handle>/start")
@allow("staff.visits.start")
def start(handle: str) -> ResponseReturnValue:
    who = current_identity().actor
    support_visits.start(database(), who, cookies.token(), handle, _now(), today())
    return _under_new_token("public.start")


@blueprint.post("/end")
@allow("visits.end")
def end() -> ResponseReturnValue:
    if visit_ends.end_own(database(), current_identity().actor, _now(), today()):
        flash(_("The visit has ended. The author is told what was looked at."))
    elif g.visitor.lapsed:
        flash(_("The visit had ended already."))
    works_here = current_identity().actor.staff_role in VISITORS
    return _under_new_token("visits.index" if works_here else "public.start")


@blueprint.get("/report")
@allow("staff.visits.report")
def report() -> ResponseReturnValue:
    week = visits_report.week_of(request.args.get("week", ""), today())
    found = visits_report.report(database(), week, today())
    return render_template("visits/report.html", found=found, words=words)


@blueprint.get("/report.csv")
@allow("staff.visits.report")
def report_file() -> ResponseReturnValue:
    week = visits_report.week_of(request.args.get("week", ""), today())
    found = visits_report.report(database(), week, today())
    return csv_file(f"visits-{week.code}.csv", as_csv(found))


def _visitable(code: str) -> visit_eligibility.Visitable:
    """Looked up apart: a wrong code is counted before the request's own transaction begins."""
    with current_app.extensions["portal.transaction"](writes=False) as short:
        return visit_eligibility.visitable(short, current_identity().actor, code)


def _asked(form: AskForm) -> ResponseReturnValue:
    if form.begins:
        return _under_new_token("public.start")
    flash(_("A colleague is asked. Come back here when he or she has agreed."))
    return redirect(url_for("visits.index"), code=303)


def _under_new_token(endpoint: str) -> ResponseReturnValue:
    response = redirect(url_for(endpoint), code=303)
    cookies.keep_token(response, sign_in.renewed(database(), cookies.token()))
    return response


def _now() -> datetime:
    return datetime.now(UTC)
