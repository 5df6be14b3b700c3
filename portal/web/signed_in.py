"""Who is signed in: the token of the cookie, looked up before every view."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from portal.services import sign_in
from portal.web import cookies
from portal.web.clock import today

USED = timedelta(minutes=5)


def install(app: Flask) -> None:
    """Resolves `g.visitor` and `g.identity` before every view; None when nobody is signed in."""
    app.before_request(resolve)


def resolve() -> None:
    """Looks the token up in a short transaction of its own, so that no view waits for it."""
    g.visitor = g.identity = None
    token = cookies.token()
    if not token or request.endpoint == "static":
        return
    begin = current_app.extensions["portal.transaction"]
    with begin(writes=False) as database:
        g.visitor = sign_in.visitor(database, token, today())
        used = _used_again(database, token)
    if g.visitor is not None:
        g.identity = g.visitor.identity
        if used:
            with begin() as database:
                sign_in.touch(database, token)


def _used_again(database: Session, token: str) -> bool:
    seen = sign_in.seen_at(database, token)
    return seen is not None and datetime.now(UTC) - seen > USED
