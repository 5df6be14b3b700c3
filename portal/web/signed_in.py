"""Who is signed in: the token of the cookie, looked up before every view."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask, current_app, g, request

from portal.services import sign_in
from portal.services.visitors import visitor
from portal.web import cookies
from portal.web.clock import today

USED = timedelta(minutes=5)


def install(app: Flask) -> None:
    """Resolves `g.visitor` and `g.identity` before every view; None when nobody is signed in."""
    app.before_request(resolve)


def resolve() -> None:
    """Looks the token up in one statement of its own, so that no view waits for it."""
    g.visitor = g.identity = None
    token = cookies.token()
    if not token or request.endpoint == "static":
        return
    with current_app.extensions["portal.glance"]() as connection:
        g.visitor = visitor(connection, token, today())
    if g.visitor is not None:
        g.identity = g.visitor.identity
        if datetime.now(UTC) - g.visitor.seen_at > USED:
            with current_app.extensions["portal.transaction"]() as database:
                sign_in.touch(database, token)
