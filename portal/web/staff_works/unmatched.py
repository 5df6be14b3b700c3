"""Loans without an ISBN: most lent first, what they may be, and the office's decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.kernel.errors import NotFound
from portal.services.matching import match_runs, unmatched, unmatched_decisions
from portal.services.matching.unmatched import UnmatchedWork
from portal.services.matching.unmatched_decisions import Choice
from portal.services.usage import coverage
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.messages.saying import pages
from portal.web.numbers import page_asked
from portal.web.staff_works import saying
from portal.web.staff_works.forms import UnmatchedForm
from portal.web.transaction import database

A_PAGE = 50
LONGEST_KEY = 300


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/unmatched", "unmatched", listed)
    blueprint.add_url_rule("/unmatched/one", "unmatched_one", one)
    blueprint.add_url_rule("/unmatched/one", "unmatched_decided", decide, methods=["POST"])


@dataclass(frozen=True)
class Asked:
    """What of the list is asked for; empty and None for all of it."""

    text: str
    year: int | None
    library: str
    page: int

    def address(self) -> dict[str, Any]:
        """The part of an address that asks for the same."""
        said = {"q": self.text, "year": self.year, "library": self.library}
        return {name: value for name, value in said.items() if value}


@allow("staff.works.read")
def listed() -> ResponseReturnValue:
    said = _asked()
    found, total = unmatched.sought(
        database(), data_dir(), text=said.text, year=said.year, library=said.library,
        limit=A_PAGE, offset=(said.page - 1) * A_PAGE,
    )  # fmt: skip
    keys = [work.key for work in found]
    why = match_runs.suggested_for(database(), data_dir(), keys)
    covered = coverage.coverage(database())
    last = pages(max(total, 1), A_PAGE, said.page)
    return render_template("staff_works/unmatched.html", found=found, total=total, why=why,
                           said=said, pages=last, covered=covered, saying=saying)  # fmt: skip


@allow("staff.works.read")
def one() -> ResponseReturnValue:
    return _one(UnmatchedForm(formdata=None))


@allow("staff.works.decide")
def decide() -> ResponseReturnValue:
    check_opened_for()
    form = UnmatchedForm()
    if not form.saved(lambda: unmatched_decisions.decide(
        database(), data_dir(), _choice(form), current_identity().actor, today()
    )):  # fmt: skip
        return _one(form)
    flash(_("Decided. You can undo it under Decisions."))
    return redirect(url_for("staff_works.unmatched"), code=303)


def _asked() -> Asked:
    year = request.args.get("year", "")
    return Asked(
        text=request.args.get("q", "")[:200].strip(),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        library=request.args.get("library", "")[:200],
        page=page_asked(),
    )


def _choice(form: UnmatchedForm) -> Choice:
    """The decision, with what the matching had suggested where it says the same."""
    key, isbn = _key(), form.edition()
    why = match_runs.suggested_for(database(), data_dir(), [key]).get(key)
    agrees = why is not None and why.isbn == isbn
    tier, weight = (why.tier, why.weight_ppm) if why and agrees else (None, None)
    return Choice(key, isbn, form.reason.data or "", tier=tier, weight_ppm=weight)


def _key() -> str:
    return request.values.get("key", "")[:LONGEST_KEY]


def _work(key: str) -> UnmatchedWork:
    found = unmatched.under_keys(database(), data_dir(), [key]).get(key)
    if found is None:
        raise NotFound
    return found


def _one(form: UnmatchedForm) -> ResponseReturnValue:
    key = _key()
    work = _work(key)
    why = match_runs.suggested_for(database(), data_dir(), [key]).get(key)
    if why is not None and not form.is_submitted():
        form.isbn.data = saying.written_isbn(why.isbn)
    return render_template("staff_works/unmatched_one.html", work=work, why=why, form=form,
                           saying=saying)  # fmt: skip
