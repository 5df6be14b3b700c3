"""Recording a death, and taking a wrong record back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.people import estates, person_page
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.staff_people.forms import DeathForm, ReasonForm
from portal.web.transaction import database


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/<code>/death", "death", record, methods=both)
    blueprint.add_url_rule("/<code>/death/take-back", "no_death", withdraw, methods=both)


@allow("staff.people.deaths")
def record(code: str) -> ResponseReturnValue:
    check_opened_for()
    form, actor = DeathForm(), current_identity().actor
    if not form.saved(lambda: estates.record(
        database(), code, form.day.data, form.source.data or "", actor, today()
    )):  # fmt: skip
        return _page("staff_people/death.html", code, form)
    flash(_("The death is recorded."))
    return redirect(url_for("staff_people.person", code=code), code=303)


@allow("staff.people.deaths")
def withdraw(code: str) -> ResponseReturnValue:
    check_opened_for()
    form, actor = ReasonForm(), current_identity().actor
    if not form.saved(lambda: estates.withdraw(database(), code, form.reason.data or "", actor)):
        return _page("staff_people/no_death.html", code, form)
    flash(_("The record of the death is taken back."))
    return redirect(url_for("staff_people.person", code=code), code=303)


def _page(template: str, code: str, form: DeathForm | ReasonForm) -> str:
    seen = person_page.person_page(database(), code, current_identity().actor)
    years = estates.term_years(database(), today())
    tax = estates.estate_tax_ppm(database(), today())
    return render_template(template, seen=seen, form=form, years=years, tax=tax)
