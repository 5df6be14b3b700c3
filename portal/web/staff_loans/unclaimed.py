"""Lent titles with an ISBN that nobody claims, most lent first; also as a table to take away."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from portal.kernel.errors import NotFound
from portal.services.matching import unclaimed_titles
from portal.services.usage import coverage
from portal.web.access import allow
from portal.web.downloads import csv_file
from portal.web.folders import data_dir
from portal.web.limits import WRITING, limiter
from portal.web.messages.saying import pages
from portal.web.numbers import page_asked
from portal.web.transaction import database


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/years/<int:year>/unclaimed", "unclaimed", listed)
    blueprint.add_url_rule("/years/<int:year>/unclaimed.csv", "unclaimed_csv", table)


@allow("staff.loans.read")
def listed(year: int) -> ResponseReturnValue:
    _check(year)
    text, page = _text(), page_asked()
    found, total = unclaimed_titles.sought(database(), data_dir(), year, text, page=page)
    return render_template(
        "staff_loans/unclaimed.html", year=year, found=found, total=total, text=text, page=page,
        pages=pages(total, unclaimed_titles.A_PAGE, page),
        years=coverage.coverage(database()).years,
    )  # fmt: skip


@allow("staff.loans.read")
@limiter.limit(WRITING)
def table(year: int) -> Response:
    _check(year)
    text = unclaimed_titles.as_csv(database(), data_dir(), year, _text())
    return csv_file(f"unclaimed-{year}.csv", text)


def _check(year: int) -> None:
    if year not in coverage.coverage(database()).years:
        raise NotFound(what="year", name=str(year))


def _text() -> str:
    return request.args.get("q", "")[:200].strip()
