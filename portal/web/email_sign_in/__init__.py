"""Signing in by e-mail, to read only: ask for a letter, then type its code."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask import session as page_session
from flask.typing import ResponseReturnValue

from portal.services.access import email_sign_in
from portal.web import cookies
from portal.web.access import allow
from portal.web.clock import today
from portal.web.email_sign_in.forms import AddressForm, CodeForm, letters
from portal.web.limits import EMAIL_LETTERS, SIGN_IN, limiter
from portal.web.transaction import database

blueprint = Blueprint("email_sign_in", __name__, url_prefix="/sign-in/email")
KEPT = "email_sign_in"
"""What the page's cookie calls the token of the letter that this browser asked for."""


@blueprint.route("", methods=["GET", "POST"])
@allow("public")
@limiter.limit(EMAIL_LETTERS, methods=["POST"])
def ask() -> ResponseReturnValue:
    if g.identity is not None:
        return redirect(url_for("public.start"), code=303)
    form = AddressForm()
    if not form.asked(lambda email: email_sign_in.ask(database(), email, letters())):
        return render_template("email_sign_in/ask.html", form=form)
    page_session[KEPT] = form.result
    return redirect(url_for("email_sign_in.code"), code=303)


@blueprint.route("/code", methods=["GET", "POST"])
@allow("public")
@limiter.limit(SIGN_IN, methods=["POST"])
def code() -> ResponseReturnValue:
    token = page_session.get(KEPT, "")
    if not token:
        return redirect(url_for("email_sign_in.ask"), code=303)
    return _type(token, url_for("email_sign_in.code"))


@blueprint.route("/letter/<token>", methods=["GET", "POST"])
@allow("public")
@limiter.limit(SIGN_IN, methods=["POST"])
def letter(token: str) -> ResponseReturnValue:
    return _type(token, url_for("email_sign_in.letter", token=token))


def _type(token: str, here: str) -> ResponseReturnValue:
    """The field for the code; a wrong one is said beside it, in a page that keeps the try."""
    if g.identity is not None:
        return redirect(url_for("public.start"), code=303)
    form = CodeForm()
    agent, asker = request.user_agent.string, request.remote_addr or ""
    if not form.right(lambda typed: email_sign_in.finish(
        database(), token, typed, cookies.token(), agent, asker, today()
    )):  # fmt: skip
        known = form if email_sign_in.holds(database(), token) else None
        minutes = email_sign_in.MINUTES
        return render_template("email_sign_in/code.html", form=known, here=here, minutes=minutes)
    page_session.clear()
    response = redirect(url_for("public.start"), code=303)
    cookies.keep_token(response, form.result)
    # The back button would show the sums of pages kept from a full session that has run out.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
