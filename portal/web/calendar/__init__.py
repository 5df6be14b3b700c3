"""The public days as a calendar feed, in one language a feed: a calendar program has no cookie."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.services.money import calendar
from portal.web import i18n
from portal.web.access import allow
from portal.web.calendar.words import entries
from portal.web.clock import today
from portal.web.transaction import database

blueprint = Blueprint("calendar", __name__)
KEPT = "public, max-age=3600"


@blueprint.get("/calendar.ics")
@allow("public")
def feed() -> ResponseReturnValue:
    tags = {i18n.tag_of(code): code for code in i18n.available()}
    tag = request.args.get("language", "")
    with force_locale(tags.get(tag, i18n.SOURCE)):
        days = entries(calendar.public_days(database(), today()), _host())
        file = calendar.written(_("Lending remuneration"), tag if tag in tags else "en", days)
    response = Response(file, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="colophon.ics"'
    response.headers["Cache-Control"] = KEPT
    response.add_etag()
    return response.make_conditional(request)


def _host() -> str:
    """The portal's public address without what a request says of it."""
    base: str = current_app.extensions["portal.base_url"]
    return base.rstrip("/")
