"""Which library systems have reported a loan year, and what is doubtful in it."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.kernel.errors import NotFound
from portal.services.usage import coverage, doubts
from portal.web.access import allow
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.staff_loans import saying
from portal.web.transaction import database
from portal.wording import doubts as doubt_words


def register(blueprint: Blueprint) -> None:
    """Adds the address."""
    blueprint.add_url_rule("/years/<int:year>", "year", year)


@allow("staff.loans.read")
def year(year: int) -> ResponseReturnValue:
    covered = coverage.coverage(database())
    if year not in covered.years:
        raise NotFound(what="year", name=str(year))
    found = doubts.doubts(database(), data_dir(), year, today())
    before = {one.library: one.loans for one in covered.reported(year - 1)}
    return render_template(
        "staff_loans/year.html", year=year, covered=covered, found=found, before=before,
        reported=covered.reported(year), absent=covered.absent(year), saying=saying,
        sentences=[doubt_words.said(one, year) for one in found.found],
        total=sum(one.loans for one in covered.reported(year)),
    )  # fmt: skip
