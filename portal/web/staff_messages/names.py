"""Names that wait: the proof, which its owner sees was opened, and yes or no with a reason."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.people import name_decisions
from portal.services.suggestions import suggestions
from portal.web import downloads
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.staff_messages import saying
from portal.web.staff_messages.forms import RefuseForm
from portal.web.transaction import database


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/names", "names", listed)
    blueprint.add_url_rule("/names/<int:number>", "name", seen)
    for path, view in (("proof", proof), ("confirm", confirm), ("refuse", refuse)):
        address = f"/names/<int:number>/{path}"
        blueprint.add_url_rule(address, f"name_{path}", view, methods=["POST"])


@allow("staff.messages.read")
def listed() -> ResponseReturnValue:
    found = name_decisions.waiting(database())
    return render_template("staff_messages/names.html", found=found, saying=saying)


@allow("staff.messages.read")
def seen(number: int) -> ResponseReturnValue:
    return _page(number, RefuseForm(formdata=None))


@allow("staff.messages.write")
def proof(number: int) -> Response:
    """Hands out the proof; the name's owner sees that it was opened."""
    check_opened_for()
    kept, content = name_decisions.proof(
        database(), data_dir(), number, current_identity().actor
    )  # fmt: skip
    return downloads.as_sent(content, kept.media_type, kept.name)


@allow("staff.messages.write")
def confirm(number: int) -> ResponseReturnValue:
    check_opened_for()
    whose = name_decisions.confirm(database(), number, current_identity().actor, today())
    suggestions.refresh(database(), data_dir(), whose, today())
    flash(_("The name is confirmed, and its owner is told. It finds works from now on."))
    return redirect(url_for("staff_messages.names"), code=303)


@allow("staff.messages.write")
def refuse(number: int) -> ResponseReturnValue:
    check_opened_for()
    form = RefuseForm()
    if not form.saved(lambda: name_decisions.refuse(
        database(), number, form.reason.data or "", current_identity().actor, today()
    )):  # fmt: skip
        return _page(number, form)
    flash(_("The name is refused, and its owner is told why."))
    return redirect(url_for("staff_messages.names"), code=303)


def _page(number: int, form: RefuseForm) -> ResponseReturnValue:
    waiting = name_decisions.one_waiting(database(), number)
    form.reason.choices = saying.refusals()
    return render_template("staff_messages/name.html", waiting=waiting, form=form, saying=saying)
