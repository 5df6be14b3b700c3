"""The numbers of the rules, for everybody: value, day, source, and whether it was decided."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.services import parameters
from portal.web.access import allow
from portal.web.rules import tables
from portal.web.transaction import database

blueprint = Blueprint("rules", __name__, url_prefix="/rules")


@blueprint.get("/rates")
@allow("public")
def rates() -> ResponseReturnValue:
    return render_template("rules/rates.html", tables=tables.rates(parameters.book(database())))


@blueprint.get("/classes")
@allow("public")
def classes() -> ResponseReturnValue:
    found = tables.classes(parameters.book(database()))
    return render_template("rules/classes.html", tables=found)


@blueprint.get("/limits")
@allow("public")
def limits() -> ResponseReturnValue:
    return render_template("rules/limits.html", tables=tables.limits(parameters.book(database())))


@blueprint.get("/tax")
@allow("public")
def tax() -> ResponseReturnValue:
    return render_template("rules/tax.html", tables=tables.tax(parameters.book(database())))
