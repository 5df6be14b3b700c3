"""Pages that a browser has kept: one that would come out the same is answered in a word (304).

The tag of a page names everything that it is made of: the address, who looks and for whom, the
stamp of what was recorded, the day, the browser's choices, and the portal's own files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, g, request, session
from flask.typing import ResponseReturnValue

from portal.services.base import versions
from portal.web import visited
from portal.web.access import permission_of
from portal.web.clock import today
from portal.web.transaction import database

# Only pages that show nothing but what is stamped: not those of sessions, nor of who looked.
PERMISSIONS = ("works.read", "money.read")
ENDPOINTS = ("public.start",)
# Everybody's pages, made of rules and approved runs alone: visitors may keep them too.
PUBLIC_AREAS = ("guide", "rules", "statistics")
KEPT = "private, no-cache"
TOKEN = "csrf_token"
VARIES = "Cookie, Accept-Language"
OWN_FILES = (".py", ".sql", ".toml", ".html", ".css", ".js", ".svg", ".mo")


def install(app: Flask, folders: Iterable[Path], said: object) -> None:
    """Answers after the permission is checked; `said` is what else of the settings pages show."""
    made_of = (*(files_digest(folder) for folder in folders), said)
    app.extensions["portal.made_of"] = hashlib.sha256(repr(made_of).encode()).hexdigest()
    app.before_request(_answer)
    app.after_request(_mark)


@cache
def files_digest(folder: Path) -> str:
    """One digest of the names and bytes of a folder's files that pages are made of."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in OWN_FILES:
            total.update(f"{path.relative_to(folder)} ".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _answer() -> ResponseReturnValue | None:
    g.page_tag = _tag() if _may_be_kept() else None
    if g.page_tag is not None and request.if_none_match.contains_weak(g.page_tag):
        return Response(status=304)
    return None


def _mark(response: Response) -> Response:
    if g.get("page_tag") and response.status_code in (200, 304):
        response.set_etag(g.page_tag, weak=True)
        response.headers["Cache-Control"] = KEPT
        response.headers["Vary"] = VARIES
    return response


def _may_be_kept() -> bool:
    """Only what is read, and without a message that is to be shown once.

    A browser whose cookie brings no forgery token is given one with this page: kept, the page would
    outlive it, and its forms would be refused.
    """
    if request.method not in ("GET", "HEAD") or "_flashes" in session or TOKEN not in session:
        return False
    if visited.is_going_on():  # each page says how many minutes are left
        return False
    if request.blueprint in PUBLIC_AREAS:
        return True
    if g.visitor is None or g.visitor.stamp is None:
        return False
    return permission_of(request.endpoint) in PERMISSIONS or request.endpoint in ENDPOINTS


def _stamp() -> object:
    """What was recorded: the party's stamp, else only what everybody's pages show."""
    own = g.visitor.stamp if g.visitor else None
    return own or versions.epoch(database())


def _tag() -> str:
    """The cookies are in it whole: the session, the forgery token, language, letters, colours."""
    made_of = (
        current_app.extensions["portal.made_of"],
        request.url,
        request.headers.get("Cookie"),
        request.headers.get("Accept-Language"),
        today().isoformat(),
        g.identity,
        _stamp(),
    )
    key = current_app.config["SECRET_KEY"].encode()[: hashlib.blake2b.MAX_KEY_SIZE]
    return hashlib.blake2b(repr(made_of).encode(), digest_size=16, key=key).hexdigest()
