"""The office's long work: the list, one order with its progress and outcome, taking one back."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.kernel.errors import NotFound, Refusal
from portal.services.access import permissions
from portal.services.orders import work_orders
from portal.services.orders.work_orders import WorkOrderShown
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.transaction import database
from portal.wording import orders as wording
from portal.wording import sentence

READ = {
    "import_loans": "staff.loans.read",
    "calculate_run": "staff.runs.read",
    "recompute_run": "staff.runs.read",
    "shadow_run": "staff.rules.read",
    "check_chain": "staff.audit.read",
}
"""Kind of work → the right to see it."""
PLACES = {
    "import_loans": ("staff_loans.imported", "number", "import"),
    "calculate_run": ("staff_runs.run", "code", "run"),
    "recompute_run": ("staff_runs.run", "code", "run"),
    "shadow_run": ("staff_rules.proposal", "number", "proposal"),
}
"""Kind → the page of what came of it, the name in its address, and where the outcome has it."""
BEGUN = {
    "import_loans": "staff_loans.index",
    "calculate_run": "staff_runs.index",
    "recompute_run": "staff_runs.index",
    "shadow_run": "staff_rules.index",
    "check_chain": "staff_audit.index",
}
"""Kind → the page from which it is ordered."""


def register(blueprint: Blueprint) -> None:
    """Adds the pages to the office's day."""
    blueprint.get("/orders")(orders)
    blueprint.get("/orders/<number>")(order)
    blueprint.post("/orders/<number>/cancel")(cancel_order)


@allow("staff.today")
def orders() -> ResponseReturnValue:
    found = [one for one in work_orders.listed(database(), limit=100) if _may_see(one)]
    return render_template("staff_today/orders.html", orders=found, wording=wording,
                           now=datetime.now(UTC))  # fmt: skip


@allow("staff.today")
def order(number: str) -> ResponseReturnValue:
    shown = _seen(number)
    return render_template(
        "staff_today/order.html", order=shown, wording=wording, sentence=sentence,
        silent=shown.is_silent(datetime.now(UTC)), target=_target(shown),
        may_cancel=_may_cancel(shown),
        begun_at=url_for(BEGUN.get(shown.kind, "staff_today.orders")),
    )  # fmt: skip


@allow("staff.today")
def cancel_order(number: str) -> ResponseReturnValue:
    check_opened_for()
    shown = _seen(number)
    try:
        work_orders.cancel(database(), shown.number, current_identity().actor)
    except Refusal as refusal:
        flash(sentence(refusal))
    else:
        flash(_("The work was taken back before it began. Nothing was changed."))
    return redirect(url_for("staff_today.order", number=number), code=303)


def _seen(number: str) -> WorkOrderShown:
    """An order that this role may see; NotFound for any other."""
    shown = work_orders.shown(database(), number)
    if not _may_see(shown):
        raise NotFound(what="order", name=number)
    return shown


def _may_see(shown: WorkOrderShown) -> bool:
    return permissions.allowed(READ[shown.kind], g.identity)


def _may_cancel(shown: WorkOrderShown) -> bool:
    role = current_identity().actor.staff_role
    return shown.state == "waiting" and role in work_orders.ORDERED_BY[shown.kind]


def _target(shown: WorkOrderShown) -> str:
    """The page of what came of it, empty where there is none."""
    if shown.state != "done" or shown.kind not in PLACES:
        return ""
    endpoint, name, key = PLACES[shown.kind]
    return url_for(endpoint, **{name: shown.outcome[key]}) if key in shown.outcome else ""
