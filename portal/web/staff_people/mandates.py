"""Giving somebody the right to act for a person, and ending it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.people import mandates, person_page
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.staff_people.forms import MandateForm
from portal.web.transaction import database


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/<code>/mandates", "give_mandate", give, methods=["GET", "POST"])
    blueprint.add_url_rule(
        "/mandates/<int:mandate_id>/end", "end_mandate", end, methods=["POST"]
    )  # fmt: skip


@allow("staff.people.mandates")
def give(code: str) -> ResponseReturnValue:
    check_opened_for()
    sought = request.values.get("holder", "").strip()[:200]
    found = mandates.holders(database(), sought)
    form, actor = MandateForm(valid_from=today()), current_identity().actor
    form.offer(found)
    if not form.saved(lambda: mandates.give(database(), code, form.wanted(), actor, today())):
        seen = person_page.person_page(database(), code, actor)
        return render_template(
            "staff_people/mandate.html", seen=seen, form=form, sought=sought, found=found
        )
    flash(_("The right to act is given, and the person is told."))
    return redirect(url_for("staff_people.person", code=code), code=303)


@allow("staff.people.mandates")
def end(mandate_id: int) -> ResponseReturnValue:
    check_opened_for()
    code = mandates.revoke(database(), mandate_id, current_identity().actor, today())
    flash(_("The right to act has ended, and the person is told."))
    return redirect(url_for("staff_people.person", code=code), code=303)
