"""Duplicates: the pairs, two side by side, joining them, and undoing it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.kernel.errors import NotFound
from portal.services.merging import duplicates, merges
from portal.services.merging.duplicates import Comparison
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.staff_people import saying
from portal.web.staff_people.asked import page_asked
from portal.web.staff_people.forms import MergeForm
from portal.web.transaction import database


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/duplicates", "duplicates", index)
    blueprint.add_url_rule("/compare", "compare", compare)
    blueprint.add_url_rule("/merge", "merge", merge, methods=["POST"])
    blueprint.add_url_rule("/merges/<int:merge_id>/undo", "undo_merge", undo, methods=["POST"])


@allow("staff.people.read")
def index() -> ResponseReturnValue:
    found = duplicates.candidates(database(), page_asked())
    return render_template("staff_people/duplicates.html", found=found, saying=saying)


@allow("staff.people.read")
def compare() -> ResponseReturnValue:
    kept, other = (request.args.get(name, "").strip() for name in ("kept", "other"))
    try:
        found = _compared(kept, other)
    except NotFound as unknown:
        flash(_("“%(code)s” is nobody’s person id. Find the person first.", **_code(unknown)))
        return redirect(url_for("staff_people.duplicates"), code=303)
    return _shown(found, MergeForm(None, kept=kept, other=other))


@allow("staff.people.merge")
def merge() -> ResponseReturnValue:
    check_opened_for()
    form = MergeForm()
    kept, other = form.kept.data or "", form.other.data or ""
    actor = current_identity().actor
    if not form.saved(
        lambda: merges.merge(database(), kept, other, form.reason.data or "", actor, today())
    ):
        return _shown(_compared(kept, other), form)
    flash(_("The two are one person now. You can undo it until the next run is approved."))
    return redirect(url_for("staff_people.person", code=kept), code=303)


@allow("staff.people.merge")
def undo(merge_id: int) -> ResponseReturnValue:
    check_opened_for()
    kept = merges.undo(database(), merge_id, current_identity().actor, today())
    flash(_("The two are two persons again, each with the entries from before."))
    return redirect(url_for("staff_people.person", code=kept), code=303)


def _code(unknown: NotFound) -> dict[str, str]:
    return {"code": str(unknown.arguments["name"])}


def _compared(kept: str, other: str) -> Comparison:
    actor = current_identity().actor
    return duplicates.comparison(database(), kept, other, actor, today())


def _shown(found: Comparison, form: MergeForm) -> str:
    return render_template("staff_people/compare.html", found=found, form=form, saying=saying)
