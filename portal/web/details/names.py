"""Names: the list, adding one with its proof, taking one back, and the proof as a file."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.base import documents
from portal.services.people import names
from portal.web.access import allow, current_identity, subject_id
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.details.forms import NameForm
from portal.web.downloads import as_sent
from portal.web.folders import data_dir
from portal.web.limits import PROOFS, limiter
from portal.web.transaction import database
from portal.web.uploads import takes_file
from portal.wording import own_details


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/names", "names", index)
    blueprint.add_url_rule("/names/add", "add_name", add, methods=["GET", "POST"])
    blueprint.add_url_rule(
        "/names/<int:name_id>/withdraw", "withdraw_name", withdraw, methods=["POST"]
    )
    blueprint.add_url_rule("/proofs/<int:number>", "proof", proof)


@allow("details.read")
def index() -> ResponseReturnValue:
    known = names.names_of(database(), subject_id())
    return render_template("details/names.html", known=known, words=own_details)


@allow("details.own")
@takes_file(documents.LARGEST)
@limiter.limit(PROOFS, methods=["POST"])
def add() -> ResponseReturnValue:
    check_opened_for()
    form = NameForm(name=request.args.get("name", "")[:120])
    if not form.saved(
        lambda: names.add_name(database(), data_dir(), current_identity(), form.said(), today())
    ):
        largest = documents.LARGEST // 1024**2
        return render_template("details/add_name.html", form=form, largest=largest)
    flash(_("The name is sent. We look at the proof and write to you here."))
    return redirect(url_for("messages.receipt", number=form.result), code=303)


@allow("details.own")
def withdraw(name_id: int) -> ResponseReturnValue:
    check_opened_for()
    names.withdraw_name(database(), current_identity(), name_id, today())
    flash(_("The name and its proof are taken back."))
    return redirect(url_for("details.names"), code=303)


@allow("details.own")
def proof(number: int) -> ResponseReturnValue:
    kept, content = documents.of_party(database(), data_dir(), subject_id(), number)
    return as_sent(content, kept.media_type, kept.name)
