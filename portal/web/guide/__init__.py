"""What everybody may read: how it works, words, paper forms, accessibility, privacy."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from portal.services.money import worked_example
from portal.services.organisations import organisations
from portal.services.parameters import parameters
from portal.web.access import allow
from portal.web.clock import today
from portal.web.guide import paper, steps
from portal.web.rules.groups import Current
from portal.web.transaction import database
from portal.wording import glossary, terms

blueprint = Blueprint("guide", __name__)
STATEMENT_OF = date(2026, 11, 23)
"""When somebody last compared the accessibility statement with the portal."""


@blueprint.get("/how-it-works")
@allow("public")
def how_it_works() -> ResponseReturnValue:
    example = worked_example.example(database(), today())
    return render_template(
        "guide/how_it_works.html", example=example, classes=terms.CLASSES,
        steps=steps.of_example(example) if example else [],
    )  # fmt: skip


@blueprint.get("/help/words")
@allow("public")
def words() -> ResponseReturnValue:
    return render_template("guide/words.html", words=glossary.MEANINGS)


@blueprint.get("/help/statement")
@allow("public")
def statement() -> ResponseReturnValue:
    now = Current(parameters.book(database()), today())
    return render_template("guide/statement.html", smallest=now.money("lending.threshold"))


@blueprint.get("/help/paper/<word>")
@allow("public")
def paper_form(word: str) -> ResponseReturnValue:
    form = paper.form(word) or abort(404)
    return render_template("guide/paper.html", paper=form)


@blueprint.get("/accessibility")
@allow("public")
def accessibility() -> ResponseReturnValue:
    return render_template("guide/accessibility.html", written_on=STATEMENT_OF)


@blueprint.get("/privacy")
@allow("public")
def privacy() -> ResponseReturnValue:
    now = Current(parameters.book(database()), today())
    return render_template("guide/privacy.html", now=now)


@blueprint.get("/leaving/<code>")
@allow("public")
def leaving(code: str) -> ResponseReturnValue:
    return render_template("guide/leaving.html", organisation=organisations.organisation(code))
