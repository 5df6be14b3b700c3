"""Who it is, once more: by passkey or by the identity provider, and then on where she was going."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Refusal
from portal.services.access import passkey_answers, proofs
from portal.web import cookies, headers, proof
from portal.web.access import allow, current_identity, safe_next
from portal.web.confirm.asking import leave_for_provider, only_by_passkey, provider, to_go_on
from portal.web.limits import SIGN_IN, limiter
from portal.web.transaction import database
from portal.wording import sentence

blueprint = Blueprint("confirm", __name__, url_prefix="/confirm")


@blueprint.get("")
@allow("access.own")
def index() -> ResponseReturnValue:
    if not provider().is_known:
        headers.let_forms_lead_to_any_https()
    account = current_identity().actor.account_id
    options = ""
    if g.visitor.has_passkey:
        site = proof.site()
        options = passkey_answers.options(database(), cookies.token(), site, "confirm", (), account)
    return render_template(
        "confirm/index.html", next=safe_next(request.args.get("next")), options=options,
        lost="lost" in request.args, by_provider=not only_by_passkey(),
    )  # fmt: skip


@blueprint.post("/passkey")
@allow("access.own")
@limiter.limit(SIGN_IN)
def by_passkey() -> ResponseReturnValue:
    target = safe_next(request.form.get("next"))
    told = (current_identity(), cookies.token(), proof.site(), proof.answer())
    try:
        token = proofs.by_passkey(database(), *told)
    except Refusal as refusal:
        flash(sentence(refusal), "error")
        return redirect(url_for("confirm.index", next=target), code=303)
    return to_go_on(token, target)


@blueprint.post("/provider")
@allow("access.own")
@limiter.limit(SIGN_IN)
def by_provider() -> ResponseReturnValue:
    if only_by_passkey():
        abort(403)
    return leave_for_provider(safe_next(request.form.get("next")))


@blueprint.get("/send")
@allow("access.own")
def send() -> ResponseReturnValue:
    form = proofs.waiting_form(database(), cookies.token())
    return render_template("confirm/send.html", form=None, waiting=form)
