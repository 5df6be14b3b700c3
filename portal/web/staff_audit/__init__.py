"""The office's audit: looking for events, taking them away, and walking along the chain."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.audit import audit_heads, audit_search
from portal.services.orders import work_orders
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.downloads import csv_file
from portal.web.numbers import page_asked
from portal.web.staff_audit import asked, saying
from portal.web.transaction import database, wake_worker

blueprint = Blueprint("staff_audit", __name__, url_prefix="/staff/audit")


@blueprint.get("")
@allow("staff.audit.read")
def index() -> ResponseReturnValue:
    wanted, kept, problems = asked.of(request.args)
    found = audit_search.search(database(), wanted, page_asked())
    checks = work_orders.listed(database(), kind="check_chain", limit=1)
    head = audit_heads.head(database())
    return render_template("staff_audit/index.html", found=found, kept=kept, problems=problems,
                           check=next(iter(checks), None), head=head, saying=saying)  # fmt: skip


@blueprint.get("/events.csv")
@allow("staff.audit.read")
def file() -> ResponseReturnValue:
    wanted, _kept, _problems = asked.of(request.args)
    return csv_file(f"audit-{today().isoformat()}.csv", audit_search.table(database(), wanted))


@blueprint.post("/check")
@allow("staff.audit.check")
def check() -> ResponseReturnValue:
    check_opened_for()
    work_orders.order(database(), current_identity().actor, "check_chain", {})
    wake_worker()
    flash(_("The chain is being checked. What comes of it stands here."))
    return redirect(url_for("staff_audit.index"), code=303)
