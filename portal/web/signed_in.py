"""Who is signed in: the token of the cookie, looked up before every view."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

from portal.services.access import sign_in
from portal.services.access.visitors import visitor
from portal.web import cookies, visited
from portal.web.clock import today

USED = timedelta(minutes=5)


def install(app: Flask) -> None:
    """Resolves `g.visitor` and `g.identity` before every view; None when nobody is signed in."""
    app.before_request(resolve)


def resolve() -> Response | None:
    """Looks the token up in one statement of its own, so that no view waits for it.

    A support visit that is over ends here: whoever was in it is told, and nothing is done.
    """
    g.visitor = g.identity = None
    token = cookies.token()
    if not token or request.endpoint == "static":
        return None
    with current_app.extensions["portal.glance"]() as connection:
        g.visitor = visitor(connection, token, today())
    if g.visitor is not None:
        g.identity = g.visitor.identity
        if datetime.now(UTC) - g.visitor.seen_at > USED:
            with current_app.extensions["portal.transaction"]() as database:
                sign_in.touch(database, token)
        if g.visitor.lapsed:
            return visited.end_lapsed()
    return None
