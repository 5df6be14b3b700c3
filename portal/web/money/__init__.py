"""Money: what was paid, what waits, and why each cent is what it is."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from portal.services.money import check_yourself, money, statements
from portal.services.money.tax_taken import tax_taken
from portal.services.money.why import why as why_line
from portal.services.money.why_additional import all_additional, why_additional
from portal.web.access import allow, subject_id
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.money import (
    additional_steps,
    chains,
    reasons,
    settled,
    tax_words,
    year_picture,
    year_words,
)
from portal.web.transaction import database
from portal.wording import terms

blueprint = Blueprint("money", __name__, url_prefix="/money")
WORK_PAGE = "works.work"


@blueprint.context_processor
def words() -> dict[str, Any]:
    """The field's terms, and the page of a work, for every template of the area."""
    work_page = WORK_PAGE if WORK_PAGE in current_app.view_functions else ""
    return {
        "roles": terms.ROLES, "media": terms.MEDIA, "classes": terms.CLASSES,
        "work_page": work_page, "after_words": reasons.after_words,
        "payment_words": reasons.payment_words, "without_card": tax_words.without_card,
        "today": today(),
    }  # fmt: skip


@blueprint.get("")
@allow("money.read")
def index() -> ResponseReturnValue:
    year = request.args.get("year", type=int)
    seen = money.overview(database(), data_dir(), subject_id(), today(), year)
    return render_template(
        "money/index.html",
        seen=seen,
        entries=year_words.entries(seen.year),
        pictures=year_picture.pictures(seen.year),
        reasons=reasons.grouped(seen.not_paid),
    )


@blueprint.get("/payments/<run>")
@allow("money.read")
def payment(run: str) -> ResponseReturnValue:
    found = money.payment_in_full(database(), data_dir(), subject_id(), run, today())
    return render_template(
        "money/payment.html",
        payment=found.statement,
        stages=found.stages,
        steps=chains.of_payment(found.statement, today()),
        tax=tax_taken(database(), subject_id(), found.statement),
        reasons=reasons.grouped(found.not_paid),
    )


@blueprint.get("/payments/<run>/lines.csv")
@allow("money.files")
def lines(run: str) -> ResponseReturnValue:
    statement = statements.payment(database(), data_dir(), subject_id(), run)
    more = all_additional(database(), data_dir(), subject_id(), statement)
    answer = Response(check_yourself.lines_csv(statement, more), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="lines-{statement.run}.csv"'
    return answer


@blueprint.get("/payments/<run>/why/<int:number>")
@allow("money.read")
def why(run: str, number: int) -> ResponseReturnValue:
    found = why_line(database(), data_dir(), subject_id(), run, number)
    return render_template(
        "money/why.html",
        why=found,
        steps=chains.of_line(found),
        onwards=settled.of_line(found),
        said=settled.said_of(found),
        today=today(),
    )


@blueprint.get("/payments/<run>/additional/<int:loan_year>")
@allow("money.read")
def additional(run: str, loan_year: int) -> ResponseReturnValue:
    found = why_additional(database(), data_dir(), subject_id(), run, loan_year)
    return render_template(
        "money/additional.html",
        why=found,
        steps=additional_steps.steps(found),
        onwards=additional_steps.onwards(found),
    )


@blueprint.get("/loans/<isbn:isbn>")
@allow("money.read")
def loans(isbn: int) -> ResponseReturnValue:
    return redirect(url_for("loans.edition", isbn=isbn), code=308)
