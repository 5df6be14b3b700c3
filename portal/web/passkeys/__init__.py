"""Passkeys of whoever is signed in: the list, adding one, removing one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.kernel import devices
from portal.kernel.errors import Refusal
from portal.services.access import passkeys
from portal.web import cookies, proof
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.clock import today
from portal.web.limits import SIGN_IN, limiter
from portal.web.transaction import database
from portal.wording import access_log, sentence

blueprint = Blueprint("passkeys", __name__, url_prefix="/passkeys")


@blueprint.get("")
@allow("access.own")
def index() -> ResponseReturnValue:
    found = passkeys.listed(database(), current_identity())
    needed = current_identity().is_staff and proof.staff_need_passkeys()
    return render_template("passkeys/index.html", found=found, needed=needed)


@blueprint.get("/add")
@allow("access.change")
def add() -> ResponseReturnValue:
    options = passkeys.options_to_add(database(), current_identity(), cookies.token(), proof.site())
    return render_template("passkeys/add.html", options=options, name=_device())


@blueprint.post("/add")
@allow("access.change")
@limiter.limit(SIGN_IN)
def keep() -> ResponseReturnValue:
    check_opened_for()
    name = request.form.get("name", "").strip() or _device()
    told = (cookies.token(), proof.site(), name, proof.answer(), today())
    try:
        token = passkeys.add(database(), current_identity(), *told)
    except Refusal as refusal:
        flash(sentence(refusal), "error")
        return redirect(url_for("passkeys.add"), code=303)
    flash(_("The passkey is added. From now on it signs you in."))
    response = redirect(url_for("passkeys.index"), code=303)
    cookies.keep_token(response, token)
    return response


@blueprint.post("/<handle>/remove")
@allow("access.change")
def remove(handle: str) -> ResponseReturnValue:
    check_opened_for()
    keep_one = proof.staff_need_passkeys()
    passkeys.remove(database(), current_identity(), handle, today(), staff_keep_one=keep_one)
    flash(_("The passkey is removed. It does not open your pages any more."))
    return redirect(url_for("passkeys.index"), code=303)


def _device() -> str:
    """A name to begin with: what the browser says it runs on."""
    return access_log.device(devices.in_words(request.user_agent.string))
