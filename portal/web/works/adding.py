"""Adding works: pasting, the review, and saving what is ticked."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.kernel.isbn_text import extract
from portal.services.adding import catalogue
from portal.services.suggestions import suggestions
from portal.web.access import allow, current_identity, subject_id
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.transaction import database, reads_only
from portal.web.works import reviewing
from portal.web.works.paste_form import PasteForm
from portal.web.works.review_form import filled_in, review_form, reviewed
from portal.wording import formats


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/add", "add", add)
    blueprint.add_url_rule("/add", "find", find, methods=["POST"])
    blueprint.add_url_rule("/review", "save", save, methods=["POST"])


@allow("works.change")
def add() -> ResponseReturnValue:
    return render_template("works/add.html", form=PasteForm())


@allow("works.change")
@reads_only
def find() -> ResponseReturnValue:
    form = PasteForm()
    found = extract(form.words)
    if not form.validate_on_submit() or not form.accept(found):
        return render_template("works/add.html", form=form)
    return reviewing.page(found)


@allow("works.change")
def save() -> ResponseReturnValue:
    review = reviewed(database(), data_dir(), subject_id(), request.form, today())
    form = review_form(review, request.form.get("usual"), request.form)
    if form.only_ticks(request.form.get("tick", "")):
        return reviewing.shown(review, form)
    if not form.validate_on_submit():
        return reviewing.shown(review, form, refused=True)
    written = catalogue.add_claims(database(), current_identity(), filled_in(form, review), today())
    if not written.changed:
        flash(_("These entries were in your list already, so nothing was changed."))
        return redirect(url_for("works.index"), code=303)
    suggestions.refresh(database(), data_dir(), subject_id(), today())
    flash(reviewing.saved(written))
    return redirect(url_for("messages.receipt", number=formats.receipt_number(written.number)), 303)
