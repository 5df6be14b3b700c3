"""Any cent of a run: people, one person's figures, and why a line is what it is."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from portal.kernel.errors import NotFound
from portal.services.runs import run_explaining, run_review
from portal.web.access import allow, current_identity
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.money import additional_steps, chains, settled
from portal.web.numbers import page_asked
from portal.web.staff_runs import saying
from portal.web.transaction import database

LONGEST = 200


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.get("/<code>/people")(people)
    blueprint.get("/<code>/people/<person>")(person)
    blueprint.get("/<code>/people/<person>/lines/<int:number>")(line)
    blueprint.get("/<code>/people/<person>/additional/<int:loan_year>")(additional)


def written_down(code: str, person: str) -> None:
    """The person can read from now on who looked; committed before anything is shown."""
    with current_app.extensions["portal.transaction"]() as session:
        run_explaining.opened(session, code, person, current_identity().actor)


@allow("staff.runs.read")
def people(code: str) -> ResponseReturnValue:
    run, page = run_review.summary(database(), code), page_asked()
    text, check = request.args.get("q", "")[:LONGEST], request.args.get("check", "")
    found = run_explaining.people(database(), data_dir(), code, text, page, check)
    if page > found.pages:
        raise NotFound
    return render_template(
        "staff_runs/people.html", run=run, found=found, page=page, text=text, check=check
    )


@allow("staff.runs.read")
def person(code: str, person: str) -> ResponseReturnValue:
    written_down(code, person)
    found = run_explaining.figures(database(), data_dir(), code, person)
    return render_template(
        "staff_runs/person.html", run=run_review.summary(database(), code), found=found,
        payment=found.statement,
        steps=saying.for_the_office(chains.of_payment(found.statement, today()), code, person),
    )  # fmt: skip


@allow("staff.runs.read")
def line(code: str, person: str, number: int) -> ResponseReturnValue:
    written_down(code, person)
    name, why = run_explaining.line(database(), data_dir(), code, person, number)
    return render_template(
        "staff_runs/line.html", code=code, person=person, name=name, why=why,
        steps=saying.for_the_office(chains.of_line(why), code, person),
        onwards=saying.for_the_office(settled.of_line(why), code, person),
    )  # fmt: skip


@allow("staff.runs.read")
def additional(code: str, person: str, loan_year: int) -> ResponseReturnValue:
    written_down(code, person)
    name, why = run_explaining.additional(database(), data_dir(), code, person, loan_year)
    return render_template(
        "staff_runs/additional.html", code=code, person=person, name=name, why=why,
        steps=saying.for_the_office(additional_steps.steps(why), code, person),
        onwards=saying.for_the_office(additional_steps.onwards(why), code, person),
    )  # fmt: skip
