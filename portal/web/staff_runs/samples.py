"""Twenty people to count by hand: the list, a sheet to print for each, and what came of it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.runs import run_explaining, run_review, run_samples
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.folders import data_dir
from portal.web.staff_runs.explaining import written_down
from portal.web.staff_runs.forms import VerdictForm
from portal.web.transaction import database


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.get("/<code>/sample")(sample)
    blueprint.get("/<code>/sample/<person>")(sheet)
    blueprint.post("/<code>/sample/<person>")(say)


@allow("staff.runs.read")
def sample(code: str) -> ResponseReturnValue:
    run, found = run_review.summary(database(), code), run_samples.drawn(database(), code)
    return render_template("staff_runs/sample.html", run=run, found=found)


@allow("staff.runs.check")
def sheet(code: str, person: str) -> ResponseReturnValue:
    written_down(code, person)
    return _sheet(code, person, VerdictForm())


@allow("staff.runs.check")
def say(code: str, person: str) -> ResponseReturnValue:
    check_opened_for()
    form, who = VerdictForm(), current_identity().actor
    if not form.saved(lambda: run_samples.say(
        database(), code, person, form.verdict.data or "", form.note.data or "", who
    )):  # fmt: skip
        return _sheet(code, person, form)
    flash(_("What you found is kept, with your name."))
    return redirect(url_for("staff_runs.sample", code=code), code=303)


def _sheet(code: str, person: str, form: VerdictForm) -> ResponseReturnValue:
    drawn = run_samples.one_drawn(database(), code, person)
    found = run_explaining.figures(database(), data_dir(), code, person)
    run = run_review.summary(database(), code)
    return render_template(
        "staff_runs/sheet.html", run=run, drawn=drawn, payment=found.statement, form=form
    )
