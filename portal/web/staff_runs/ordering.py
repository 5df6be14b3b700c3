"""Ordering a run and its recomputation; the queue does them and its page shows how far it is."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.services.runs import run_ordering
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.staff_runs.forms import CalculateForm
from portal.web.transaction import database, wake_worker


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.route("/calculate", methods=["GET", "POST"])(calculate)
    blueprint.post("/<code>/recompute")(recompute)


@allow("staff.runs.calculate")
def calculate() -> ResponseReturnValue:
    check_opened_for()
    form, who = CalculateForm(), current_identity().actor
    if not form.saved(lambda: run_ordering.order_run(database(), form.order(), who)):
        return render_template("staff_runs/calculate.html", form=form)
    return _to_order(form.result)


@allow("staff.runs.recompute")
def recompute(code: str) -> ResponseReturnValue:
    check_opened_for()
    who = current_identity().actor
    return _to_order(run_ordering.order_recomputing(database(), code, who))


def _to_order(number: str) -> ResponseReturnValue:
    wake_worker()
    return redirect(url_for("staff_today.order", number=number), code=303)
