"""The rules for everybody: in plain words, and each number with its day, source and state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from portal.services.parameters import parameters
from portal.web.access import allow
from portal.web.clock import today
from portal.web.rules import picture, sums_and_days, tables, tax_and_classes, who_and_what
from portal.web.rules.groups import PAGES, Current, Rule
from portal.web.transaction import database

blueprint = Blueprint("rules", __name__, url_prefix="/rules")

IN_WORDS: dict[str, Callable[[Current], list[Rule]]] = {
    "who": who_and_what.who,
    "loans": who_and_what.loans,
    "sharing": who_and_what.sharing,
    "cap": sums_and_days.cap,
    "smallest": sums_and_days.smallest,
    "last-days": sums_and_days.last_days,
    "term": sums_and_days.term,
    "additional": sums_and_days.additional,
}


@blueprint.context_processor
def pages() -> dict[str, Any]:
    """The list of all pages about rules, for every template of the area."""
    return {"rules_list": PAGES}


@blueprint.get("")
@allow("public")
def index() -> ResponseReturnValue:
    return render_template("rules/index.html")


@blueprint.get("/<word>")
@allow("public")
def in_words(word: str) -> ResponseReturnValue:
    written = IN_WORDS.get(word) or abort(404)
    rules = written(Current(parameters.book(database()), today()))
    return render_template("rules/in_words.html", word=word, rules=rules)


@blueprint.get("/rates")
@allow("public")
def rates() -> ResponseReturnValue:
    book = parameters.book(database())
    return render_template(
        "rules/rates.html", tables=tables.rates(book), chart=picture.of_rates(book)
    )


@blueprint.get("/classes")
@allow("public")
def classes() -> ResponseReturnValue:
    now = Current(parameters.book(database()), today())
    found = tables.classes(now.book)
    return render_template("rules/classes.html", tables=found, rules=tax_and_classes.classes(now))


@blueprint.get("/limits")
@allow("public")
def limits() -> ResponseReturnValue:
    return render_template("rules/limits.html", tables=tables.limits(parameters.book(database())))


@blueprint.get("/tax")
@allow("public")
def tax() -> ResponseReturnValue:
    now = Current(parameters.book(database()), today())
    found = tables.tax(now.book)
    return render_template("rules/tax.html", tables=found, rules=tax_and_classes.tax(now))
