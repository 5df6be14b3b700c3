"""The list of runs, one run with its checks, and beside it the run of a year before."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.kernel.errors import NotFound
from portal.services.runs import (
    run_approval,
    run_check_things,
    run_comparison,
    run_page,
    run_review,
)
from portal.web.access import allow, current_identity
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.numbers import page_asked
from portal.web.staff_runs import saying
from portal.web.transaction import database


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.get("")(index)
    blueprint.get("/<code>")(run)
    blueprint.get("/<code>/compared")(compared)
    blueprint.get("/<code>/checks/<check>")(check)


@allow("staff.runs.read")
def index() -> ResponseReturnValue:
    page = page_asked()
    found, pages = run_review.listed(database(), page)
    if page > pages:
        raise NotFound
    return render_template("staff_runs/index.html", runs=found, page=page, pages=pages)


@allow("staff.runs.read")
def run(code: str) -> ResponseReturnValue:
    found = run_page.page(database(), data_dir(), code, today())
    objection = None
    if current_identity().actor.staff_role == "approver" and found.head.may_be_approved:
        objection = run_approval.objection(database(), current_identity(), code, today())
    return render_template(
        "staff_runs/run.html", head=found.head, run=found.head.summary, passed=found.passed,
        checks=saying.checks(code, found.head.loan_years, found.checks),
        compared=found.compared, objection=objection,
    )  # fmt: skip


@allow("staff.runs.read")
def compared(code: str) -> ResponseReturnValue:
    run = run_review.summary(database(), code)
    found = run_comparison.comparison(database(), data_dir(), code)
    return render_template("staff_runs/compared.html", run=run, found=found)


@allow("staff.runs.read")
def check(code: str, check: str) -> ResponseReturnValue:
    run = run_review.summary(database(), code)
    if check == "coverage":
        found = run_check_things.silent_libraries(database(), data_dir(), code)
        return render_template("staff_runs/libraries.html", run=run, found=found)
    if check != "values":
        raise NotFound(what="check", name=check)
    values = run_check_things.values(database(), code)
    return render_template("staff_runs/values.html", run=run, found=values)
