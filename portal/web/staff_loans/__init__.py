"""Loans for the office: files in, what came of each, coverage, doubts, and what nobody claims."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.services.matching import match_runs
from portal.services.orders import work_orders
from portal.services.usage import coverage, library_counts, usage_imports
from portal.services.usage.usage_uploads import KIND
from portal.web.access import allow
from portal.web.messages.saying import pages
from portal.web.numbers import page_asked
from portal.web.staff_loans import covering, imports, saying, unclaimed, uploading
from portal.web.transaction import database
from portal.wording import orders as order_words

blueprint = Blueprint("staff_loans", __name__, url_prefix="/staff/loans")
uploading.register(blueprint)
imports.register(blueprint)
covering.register(blueprint)
unclaimed.register(blueprint)


@blueprint.get("")
@allow("staff.loans.read")
def index() -> ResponseReturnValue:
    text, page = request.args.get("q", "")[:200].strip(), page_asked()
    found, total = usage_imports.listed(database(), text, page=page)
    return render_template(
        "staff_loans/index.html", found=found, total=total, text=text, page=page,
        pages=pages(total, usage_imports.A_PAGE, page), saying=saying,
        orders=work_orders.listed(database(), open_only=True, kind=KIND),
        order_words=order_words, covered=coverage.coverage(database()),
        uncounted=len(library_counts.uncounted(database())),
        matched=match_runs.last(database()), may_upload=uploading.may_upload(),
    )  # fmt: skip
