"""Signing in and out, and choosing the party to act for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for
from flask import session as page_session
from flask.typing import ResponseReturnValue

from portal.services.access import proofs
from portal.services.access import sign_in as sessions
from portal.services.people import preferences
from portal.services.visits import visit_ends
from portal.web import cookies, headers
from portal.web.access import allow, safe_next
from portal.web.clock import today
from portal.web.confirm import asking
from portal.web.limits import SIGN_IN, limiter
from portal.web.outside import outside
from portal.web.screen import choices
from portal.web.session import passkey
from portal.web.transaction import database

blueprint = Blueprint("session", __name__)
passkey.register(blueprint)


@blueprint.get("/sign-in")
@allow("public")
def sign_in() -> ResponseReturnValue:
    target = safe_next(request.args.get("next"))
    if g.identity is not None and not g.identity.reading:
        return redirect(target or url_for("public.start"), code=303)
    # No network here: a slow provider would stop everybody who only opens the page.
    if not current_app.extensions["portal.provider"].is_known:
        headers.let_forms_lead_to_any_https()
    token = cookies.token()
    ended = bool(token) and not sessions.kept_data(database(), token)
    return render_template("session/sign_in.html", next=target, ended=ended)


@blueprint.post("/sign-in")
@allow("public")
@limiter.limit(SIGN_IN)
def start() -> ResponseReturnValue:
    departure = current_app.extensions["portal.provider"].depart(outside("session.callback"))
    kept = {**departure.pending, "next": safe_next(request.form.get("next"))}
    response = redirect(departure.url, code=303)
    sessions.end(database(), cookies.token())
    cookies.keep_token(response, sessions.begin(database(), kept))
    return response


@blueprint.get("/sign-in/callback")
@allow("public", writes=True)
@limiter.limit(SIGN_IN)
def callback() -> ResponseReturnValue:
    if g.identity is not None:
        return asking.came_back()
    old = cookies.token()
    pending = taken(old)
    provider = current_app.extensions["portal.provider"]
    subject = provider.arrive(pending, request.args.get("iss"))
    try:
        told = (old, subject.issuer, subject.subject, request.user_agent.string)
        fresh = proofs.is_fresh(subject.asked_at)
        token = sessions.complete(database(), *told, day=today(), proved=fresh)
    except sessions.AccountUnknown:
        return render_template("session/unknown.html", subject=subject), 403
    page_session.clear()
    response = redirect(safe_next(pending.get("next")) or url_for("public.start"), code=303)
    cookies.keep_token(response, token)
    choices.keep_own(response, preferences.screen_of(database(), subject.issuer, subject.subject))
    return response


@blueprint.post("/sign-out")
@allow("public")
def sign_out() -> ResponseReturnValue:
    provider = current_app.extensions["portal.provider"]
    # Before the transaction: nobody else waits for the provider.
    away = provider.sign_out_url(outside("session.signed_out")) if g.identity else None
    sessions.sign_out(database(), cookies.token(), g.identity)
    visit_ends.close_lapsed(database(), datetime.now(UTC), today())
    page_session.clear()
    response = redirect(away or url_for("session.signed_out"), code=303)
    response.headers["Clear-Site-Data"] = '"cache"'
    cookies.drop_token(response)
    return response


@blueprint.get("/signed-out")
@allow("public")
def signed_out() -> ResponseReturnValue:
    return render_template("session/signed_out.html")


@blueprint.get("/signed-out/not-me")
@allow("public")
def disowned() -> ResponseReturnValue:
    return render_template("session/disowned.html")


@blueprint.post("/acting-for")
@allow("session")
def act_for() -> ResponseReturnValue:
    party = request.form.get("party", type=int) or 0
    if not sessions.act_for(database(), cookies.token(), party, today()):
        abort(404)
    return redirect(url_for("public.start"), code=303)


def taken(token: str) -> dict[str, Any]:
    """What the sign-in kept, for one answer; the row is let go before the network is used."""
    with current_app.extensions["portal.transaction"]() as short:
        kept = sessions.kept_data(short, token)
        if kept:
            sessions.end(short, token)
    return kept
