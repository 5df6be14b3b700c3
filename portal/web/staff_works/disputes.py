"""Disputes as the office sees them: the list, the timeline, its documents, and the decision."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.base.parties import PersonUnknown
from portal.services.sharing import dispute_decisions, dispute_pages, office_disputes
from portal.services.sharing.dispute_decisions import Decision, DisputeNotDecided
from portal.web import downloads
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.folders import data_dir
from portal.web.invitations.saying import letters
from portal.web.messages.saying import pages
from portal.web.numbers import page_asked
from portal.web.staff_works import saying
from portal.web.staff_works.forms import DecideForm, decision_asked, decision_fields
from portal.web.transaction import database
from portal.wording import formats, sentence


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/disputes", "disputes", listed)
    blueprint.add_url_rule("/disputes/<number>", "dispute", seen)
    blueprint.add_url_rule("/disputes/<number>/decide", "decide", effect)
    blueprint.add_url_rule("/disputes/<number>/decide", "decided", decide, methods=["POST"])
    address = "/disputes/<number>/documents/<int:document>"
    blueprint.add_url_rule(address, "document", document, methods=["POST"])


@allow("staff.works.read")
def listed() -> ResponseReturnValue:
    everything, page = "all" in request.args, page_asked()
    found, total = office_disputes.listed(database(), everything=everything, page=page)
    last = pages(total, office_disputes.A_PAGE, page)
    return render_template("staff_works/disputes.html", found=found, total=total, page=page,
                           pages=last, everything=everything, saying=saying)  # fmt: skip


@allow("staff.works.read")
def seen(number: str) -> ResponseReturnValue:
    view = dispute_pages.for_office(database(), number, current_identity().actor)
    return render_template("staff_works/dispute.html", view=view, today=today(), saying=saying)


@allow("staff.works.decide")
def effect(number: str) -> ResponseReturnValue:
    return _effect(number, DecideForm(formdata=None))


@allow("staff.works.decide")
def decide(number: str) -> ResponseReturnValue:
    check_opened_for()
    form = DecideForm()
    if not form.saved(lambda: dispute_decisions.decide(
        database(), number, _decision(), form.reason.data or "", current_identity().actor,
        today(), letters(),
    )):  # fmt: skip
        return _effect(number, form)
    flash(_("Decided, and everybody who shares the work is told."))
    return _back(number)


@allow("staff.works.decide")
def document(number: str, document: int) -> Response:
    """Hands out a proof; its sender sees that it was opened."""
    check_opened_for()
    kept, content = dispute_decisions.proof(
        database(), data_dir(), number, document, current_identity().actor
    )
    return downloads.as_sent(content, kept.media_type, kept.name)


def _decision() -> Decision:
    return office_disputes.decision(database(), *decision_asked())


def _effect(number: str, form: DecideForm) -> ResponseReturnValue:
    """What the decision would do; what cannot be decided so is said on the dispute's page."""
    who = current_identity().actor
    try:
        found = office_disputes.effect(database(), number, _decision(), who)
    except (DisputeNotDecided, PersonUnknown) as refusal:
        flash(sentence(refusal), "error")
        return _back(number)
    view = dispute_pages.for_office(database(), number, who)
    return render_template("staff_works/decide.html", view=view, found=found, form=form,
                           fields=decision_fields(), saying=saying)  # fmt: skip


def _back(number: str) -> ResponseReturnValue:
    written = formats.receipt_number(number.replace("-", ""))
    return redirect(url_for("staff_works.dispute", number=written), code=303)
