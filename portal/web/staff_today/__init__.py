"""Today: what waits for the office, the next days, and what needs a look."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.services.office import today as todays
from portal.web.access import allow, current_identity
from portal.web.clock import today
from portal.web.staff_today import orders, saying
from portal.web.transaction import database

blueprint = Blueprint("staff_today", __name__, url_prefix="/staff")
orders.register(blueprint)


@blueprint.get("")
@allow("staff.today")
def index() -> ResponseReturnValue:
    seen = todays.today(database(), current_identity().actor, today())
    return render_template("staff_today/index.html", seen=seen, saying=saying)
