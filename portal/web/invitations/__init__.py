"""Invitations: to write one, to print its letter, and to answer one by its code."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.services.catalogue.edition_parts import SharedEdition
from portal.services.sharing import invitation_answers, invitations
from portal.web.access import allow, current_identity, subject_id
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.disputes import saying as words
from portal.web.invitations import saying
from portal.web.invitations.forms import AcceptForm, CodeForm, InviteForm, invite_form
from portal.web.limits import CODES, EMAIL_LETTERS, WRITING, limiter
from portal.web.transaction import database

blueprint = Blueprint("invitations", __name__)


@blueprint.route("/works/<int:work_id>/invite/<int:edition_id>", methods=["GET", "POST"])
@allow("sharing.change")
@limiter.limit(WRITING, methods=["POST"])
def invite(work_id: int, edition_id: int) -> ResponseReturnValue:
    check_opened_for()
    edition = saying.edition_of(work_id, edition_id)
    form = invite_form(edition, subject_id())
    if not form.saved(lambda: _write(edition_id, form)):
        return render_template("invitations/invite.html", form=form, edition=edition)
    return _written(edition, form.result)


@blueprint.get("/works/<int:work_id>/invitations/<int:number>/letter")
@allow("sharing.change")
def letter(work_id: int, number: int) -> ResponseReturnValue:
    one = invitations.own(database(), current_identity(), number, today())
    edition = saying.edition_of(work_id, one.edition_id)
    return render_template(
        "invitations/letter.html", one=one, edition=edition, code=saying.kept_code(number),
        address=saying.address(), inviter=edition.names[subject_id()],
        letters=invitations.letters(database(), current_identity(), number),
    )  # fmt: skip


@blueprint.post("/works/<int:work_id>/invitations/<int:number>/renew")
@allow("sharing.change")
@limiter.limit(EMAIL_LETTERS)
def renew(work_id: int, number: int) -> ResponseReturnValue:
    check_opened_for()
    after = request.form.get("letters", -1, type=int)
    sent = invitations.renew(database(), current_identity(), number, after, today())
    if sent is None:
        flash(_("A new letter was written since you opened that page, so no other was made."))
    else:
        saying.keep_code(sent)
    return redirect(url_for("invitations.letter", work_id=work_id, number=number), code=303)


@blueprint.post("/works/<int:work_id>/invitations/<int:number>/withdraw")
@allow("sharing.change")
def withdraw(work_id: int, number: int) -> ResponseReturnValue:
    check_opened_for()
    if invitations.withdraw(database(), current_identity(), number, today()):
        flash(_("The invitation is taken back. Its code opens nothing any more."))
    return redirect(url_for("works.work", work_id=work_id), code=303)


@blueprint.get("/invitation")
@allow("public")
def answer() -> ResponseReturnValue:
    form = CodeForm(code=request.args.get("code", "")[:40])
    known = g.identity is not None and g.identity.subject_id is not None
    return render_template("invitations/code.html", form=form, known=known)


@blueprint.post("/invitation")
@allow("sharing.change")
@limiter.limit(CODES)
def look() -> ResponseReturnValue:
    check_opened_for()
    form = CodeForm()
    if not form.saved(lambda: saying.opened(form.code.data)):
        return render_template("invitations/code.html", form=form, known=True)
    said = form.result
    accept_form = AcceptForm(formdata=None, code=form.code.data, role=said.role, heads=said.heads)
    return render_template("invitations/accept.html", form=accept_form, said=said, saying=words)


@blueprint.post("/invitation/accept")
@allow("sharing.change")
@limiter.limit(CODES)
def accept() -> ResponseReturnValue:
    check_opened_for()
    form = AcceptForm()
    if not form.saved(lambda: _accept(form)):
        said = saying.opened(form.code.data)
        return render_template("invitations/accept.html", form=form, said=said, saying=words)
    flash(_("The work is in your list now. Here is who shares it."))
    return redirect(url_for("works.work", work_id=form.result.work_id), code=303)


def _write(edition_id: int, form: InviteForm) -> invitations.Sent | None:
    return invitations.invite(
        database(), current_identity(), edition_id, form.said(), saying.email_letter(), today()
    )


def _written(edition: SharedEdition, sent: invitations.Sent | None) -> ResponseReturnValue:
    """Where one is led after an invitation: to its letter where it has to be printed."""
    if sent is not None and sent.code:
        saying.keep_code(sent)
        number = sent.invitation_id
        target = url_for("invitations.letter", work_id=edition.work_id, number=number)
        return redirect(target, code=303)
    said = _("The invitation is sent. The work’s page says when it is accepted.")
    flash(said if sent else _("This person is invited already, so nothing was sent."))
    return redirect(url_for("works.work", work_id=edition.work_id), code=303)


def _accept(form: AcceptForm) -> invitation_answers.Accepted:
    return invitation_answers.accept(
        database(), current_identity(), form.code.data or "", form.said(), today(),
        saying.letters(),
    )  # fmt: skip
