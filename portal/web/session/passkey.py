"""Signing in with a passkey: the device says who it is, nothing is typed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as page_session
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Refusal
from portal.services.access import passkey_answers, passkeys
from portal.services.access import sign_in as sessions
from portal.services.people import preferences
from portal.web import cookies, proof
from portal.web.access import allow, safe_next
from portal.web.clock import today
from portal.web.limits import SIGN_IN, limiter
from portal.web.screen import choices
from portal.web.transaction import database
from portal.wording import sentence


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/sign-in/passkey", "passkey", ask)
    blueprint.add_url_rule("/sign-in/passkey", "begin_passkey", begin, methods=["POST"])
    blueprint.add_url_rule("/sign-in/passkey/answer", "passkey_answer", arrive, methods=["POST"])


@allow("public")
@limiter.limit(SIGN_IN)
def begin() -> ResponseReturnValue:
    response = redirect(url_for("session.passkey"), code=303)
    sessions.end(database(), cookies.token())
    kept = {"next": safe_next(request.form.get("next")), "by": "passkey"}
    cookies.keep_token(response, sessions.begin(database(), kept))
    return response


@allow("public")
def ask() -> ResponseReturnValue:
    if sessions.kept_data(database(), cookies.token()).get("by") != "passkey":
        return redirect(url_for("session.sign_in"), code=303)
    options = passkey_answers.options(database(), cookies.token(), proof.site(), "sign_in")
    return render_template("session/passkey.html", options=options)


@allow("public")
@limiter.limit(SIGN_IN)
def arrive() -> ResponseReturnValue:
    old = cookies.token()
    target = safe_next(sessions.kept_data(database(), old).get("next"))
    told = (old, proof.site(), proof.answer(), today(), request.user_agent.string)
    try:
        entered = passkeys.enter(database(), *told)
    except Refusal as refusal:
        sessions.end(database(), old)
        flash(sentence(refusal), "error")
        return redirect(url_for("session.sign_in", next=target), code=303)
    page_session.clear()
    response = redirect(target or url_for("public.start"), code=303)
    cookies.keep_token(response, entered.token)
    choices.keep_own(response, preferences.screen_of(database(), entered.issuer, entered.subject))
    return response
