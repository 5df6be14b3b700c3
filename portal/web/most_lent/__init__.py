"""The most lent works of each year, for everybody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from portal.services.loans import loans_csv, most_lent
from portal.web import reported
from portal.web.access import allow
from portal.web.downloads import csv_file
from portal.web.folders import data_dir
from portal.web.transaction import database

blueprint = Blueprint("most_lent", __name__, url_prefix="/statistics/works")


@blueprint.context_processor
def words() -> dict[str, Any]:
    """Sentences about who has reported."""
    return {"reports": reported}


@blueprint.get("")
@allow("public")
def index() -> ResponseReturnValue:
    return render_template("most_lent/index.html", coverage=most_lent.years(database()))


@blueprint.get("/<int:loan_year>")
@allow("public")
def year(loan_year: int) -> ResponseReturnValue:
    found = most_lent.of_year(database(), data_dir(), loan_year)
    return render_template("most_lent/year.html", found=found)


@blueprint.get("/<int:loan_year>/most-lent.csv")
@allow("public")
def download(loan_year: int) -> Response:
    found = most_lent.of_year(database(), data_dir(), loan_year)
    return csv_file(f"most-lent-{loan_year}.csv", loans_csv.most_lent_csv(found))
