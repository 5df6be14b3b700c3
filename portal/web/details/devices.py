"""Devices and sessions, and who did what with one's data."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask import session as page_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.kernel.cells import harmless
from portal.services.access import devices
from portal.services.audit import access_log
from portal.services.visits import visit_history
from portal.web import cookies
from portal.web.access import allow, current_identity
from portal.web.acting import check_opened_for
from portal.web.numbers import page_asked
from portal.web.transaction import database
from portal.wording import access_log as words
from portal.wording import formats
from portal.wording import visits as visit_words


def register(blueprint: Blueprint) -> None:
    """Adds the addresses."""
    blueprint.add_url_rule("/devices", "devices", index)
    blueprint.add_url_rule("/devices/<handle>/end", "end_device", end, methods=["POST"])
    blueprint.add_url_rule("/devices/end-others", "end_others", end_others, methods=["POST"])
    blueprint.add_url_rule("/devices/not-me", "not_me", not_me, methods=["POST"])
    blueprint.add_url_rule("/access-log", "access_log", log)
    blueprint.add_url_rule("/access-log.csv", "access_log_file", log_file)


@allow("access.own")
def index() -> ResponseReturnValue:
    found = devices.signed_in(database(), current_identity(), cookies.token())
    return render_template("details/devices.html", found=found, words=words)


@allow("access.own")
def end(handle: str) -> ResponseReturnValue:
    check_opened_for()
    devices.end_one(database(), current_identity(), handle)
    flash(_("That device is signed out."))
    return redirect(url_for("details.devices"), code=303)


@allow("access.own")
def end_others() -> ResponseReturnValue:
    check_opened_for()
    devices.end_others(database(), current_identity(), cookies.token())
    flash(_("All other devices are signed out."))
    return redirect(url_for("details.devices"), code=303)


@allow("access.own")
def not_me() -> ResponseReturnValue:
    check_opened_for()
    devices.end_all(database(), current_identity())
    page_session.clear()
    response = redirect(url_for("session.disowned"), code=303)
    cookies.drop_token(response)
    return response


@allow("details.read")
def log() -> ResponseReturnValue:
    kind, year = request.args.get("kind"), request.args.get("year", type=int)
    found = access_log.access_log(database(), current_identity(), kind, year, page_asked())
    whole = found.page == 1 and not kind and not year
    now = datetime.now(UTC)
    visits = visit_history.of_party(database(), current_identity(), now) if whole else ()
    kept: dict[str, Any] = {"kind": kind if kind in access_log.KINDS else "", "year": year or ""}
    return render_template(
        "details/access_log.html", found=found, words=words, kept=kept, visits=visits,
        visit_words=visit_words,
    )  # fmt: skip


@allow("details.files")
def log_file() -> ResponseReturnValue:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("When"), _("Who"), _("What")])
    for entry in access_log.whole_log(database(), current_identity()):
        said = (words.who(entry.who, entry.name), words.what(entry.event, entry.details))
        writer.writerow([formats.moment(entry.at), *map(harmless, said)])
    answer = Response(text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="who-looked.csv"'
    return answer
