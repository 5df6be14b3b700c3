"""Pages for everybody: the start, help, the choice of language, and the sign of life."""

from __future__ import annotations

from flask import Blueprint, current_app, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel.errors import Refusal
from portal.services.money import calendar
from portal.web import cookies, home, i18n
from portal.web.access import allow, safe_next
from portal.web.calendar.words import entries
from portal.web.clock import today
from portal.web.transaction import database

blueprint = Blueprint("public", __name__)
NEXT_DAYS = 3


@blueprint.get("/")
@allow("public")
def start() -> ResponseReturnValue:
    if g.identity is None:
        return render_template("public/welcome.html", days=upcoming())
    if g.identity.is_staff and g.identity.subject_id is None:
        return redirect(url_for("staff_today.index"), code=303)
    return home.page()


@blueprint.get("/help")
@allow("public")
def help_page() -> ResponseReturnValue:
    return render_template("public/help.html")


@blueprint.get("/health")
@allow("public")
def health() -> ResponseReturnValue:
    try:
        current_app.extensions["portal.check_database"]()
    except Refusal as refusal:
        # The driver's own line may tell hosts and names: it is for the log.
        current_app.logger.error("health: %s %r", refusal.code, refusal.arguments)
        return jsonify(status=refusal.code), 503
    return jsonify(status="ok")


@blueprint.post("/language")
@allow("public")
def choose_language() -> ResponseReturnValue:
    code = request.form.get("language", "")
    response = redirect(safe_next(request.form.get("next")) or url_for("public.start"), code=303)
    if code in i18n.available():
        cookies.keep_choice(response, i18n.COOKIE, code)
    return response


def upcoming() -> list[calendar.Entry]:
    """The next few days that concern everybody."""
    known = [one for one in calendar.public_days(database(), today()) if one.day >= today()]
    return entries(known[:NEXT_DAYS], "")
