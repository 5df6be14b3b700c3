"""Loans: of all works by year, of one work, and of one edition by year, library and medium."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from portal.services.loans import loans, loans_csv
from portal.web import reported
from portal.web.access import allow, subject_id
from portal.web.downloads import csv_file
from portal.web.folders import data_dir
from portal.web.loans import saying
from portal.web.numbers import page_asked
from portal.web.transaction import database
from portal.wording import terms

blueprint = Blueprint("loans", __name__, url_prefix="/loans")
A_PAGE = 50


@blueprint.context_processor
def words() -> dict[str, Any]:
    """The field's terms, and the sentences about loans."""
    return {"media": terms.MEDIA, "classes": terms.CLASSES, "saying": saying, "reports": reported}


@blueprint.get("")
@allow("works.read")
def index() -> ResponseReturnValue:
    seen = loans.overview(database(), data_dir(), subject_id())
    page = page_asked()
    first = (page - 1) * A_PAGE
    return render_template(
        "loans/index.html",
        seen=seen,
        works=seen.works[first : first + A_PAGE],
        page=page,
        pages=max(1, -(-len(seen.works) // A_PAGE)),
    )


@blueprint.get("/loans.csv")
@allow("works.files")
def download() -> Response:
    seen = loans.overview(database(), data_dir(), subject_id())
    return csv_file("loans.csv", loans_csv.overview_csv(seen))


@blueprint.get("/works/<int:work_id>")
@allow("works.read")
def work(work_id: int) -> ResponseReturnValue:
    seen = loans.work_loans(database(), data_dir(), subject_id(), work_id)
    return render_template("loans/work.html", seen=seen)


@blueprint.get("/works/<int:work_id>/loans.csv")
@allow("works.files")
def work_file(work_id: int) -> Response:
    seen = loans.work_loans(database(), data_dir(), subject_id(), work_id)
    return csv_file(f"loans-of-work-{work_id}.csv", loans_csv.work_csv(seen))


@blueprint.get("/<isbn:isbn>")
@allow("works.read")
def edition(isbn: int) -> ResponseReturnValue:
    seen = loans.edition_loans(database(), data_dir(), subject_id(), isbn)
    return render_template("loans/edition.html", seen=seen)


@blueprint.get("/<isbn:isbn>/loans.csv")
@allow("works.files")
def edition_file(isbn: int) -> Response:
    seen = loans.edition_loans(database(), data_dir(), subject_id(), isbn)
    return csv_file(f"loans-{isbn}.csv", loans_csv.edition_csv(seen))
