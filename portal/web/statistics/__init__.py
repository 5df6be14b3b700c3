"""Statistics for everybody: payments and years, without telling of a single person."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from portal.services.runs import statistics
from portal.web.access import allow
from portal.web.clock import today
from portal.web.statistics import pictures
from portal.web.transaction import database
from portal.wording import terms

blueprint = Blueprint("statistics", __name__, url_prefix="/statistics")


@blueprint.get("")
@allow("public")
def index() -> ResponseReturnValue:
    found = statistics.statistics_of_runs(database(), today())
    return render_template(
        "statistics/index.html", found=found, sums=pictures.of_years(found, today().year),
        spread=pictures.of_deciles(found), payment_kinds=terms.PAYMENT_KINDS,
    )  # fmt: skip


@blueprint.get("/payments.csv")
@allow("public")
def payments_csv() -> ResponseReturnValue:
    found = statistics.statistics_of_runs(database(), today())
    return _file("payments.csv", statistics.runs_csv(found))


@blueprint.get("/years.csv")
@allow("public")
def years_csv() -> ResponseReturnValue:
    found = statistics.statistics_of_runs(database(), today())
    return _file("years.csv", statistics.years_csv(found))


def _file(name: str, text: str) -> Response:
    answer = Response(text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
