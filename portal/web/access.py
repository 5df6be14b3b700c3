"""Who may see a page: each view names a permission, and one without does not open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.kernel.identity import Identity
from portal.services.access import permissions
from portal.web import masked, proof, visited

PUBLIC = "public"
START = "public.start"
STARTS = "staff.visits.start"
"""One visit at a time: whoever is in one is told so."""
SIGNED_OUT_URLS = ("/sign-in", "/sign-out")
View = TypeVar("View", bound=Callable[..., Any])


def allow(permission: str, *, writes: bool = False) -> Callable[[View], View]:
    """Names what a view needs ("public" for everybody); `writes` marks a GET that writes."""

    def mark(view: View) -> View:
        view.__permission__ = permission  # type: ignore[attr-defined]
        view.__writes__ = writes  # type: ignore[attr-defined]
        return view

    return mark


def may(permission: str) -> bool:
    """Whether whoever looks may do this, at most after a fresh proof."""
    identity = g.get("identity")
    return permissions.allowed(permission, identity) or (
        identity is not None and permissions.only_unproved(permission, identity)
    )


def opens(endpoint: str) -> bool:
    """Whether this portal has the page, and it opens for whoever looks."""
    permission = permission_of(endpoint)
    return permission is not None and may(permission)


def current_identity() -> Identity:
    """Who acts and for whom in this request; 404 when nobody is signed in."""
    identity = g.get("identity")
    if identity is None:
        abort(404)
    return identity


def subject_id() -> int:
    """The party whose pages these are; 404 for staff, who have none."""
    subject = current_identity().subject_id
    if subject is None:
        abort(404)
    return subject


def safe_next(target: str | None) -> str | None:
    """A path of this portal to return to, or None: never another site, never signing in or out."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(ord(sign) < 33 or sign == "\\" for sign in target):
        return None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or parts.path.startswith(SIGNED_OUT_URLS):
        return None
    return target


def install(app: Flask) -> None:
    """Checks the permission before every view, after the identity is known."""
    app.before_request(_check)


def permission_of(endpoint: str | None) -> str | None:
    """The permission that an endpoint's view names, None when it names none."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "__permission__", None)


def _check() -> Response | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    permission = permission_of(request.endpoint)
    if permission is None:
        raise LookupError(f"the endpoint {request.endpoint} names no permission")
    if visited.is_refused(permission == PUBLIC):
        abort(403)
    if permission == PUBLIC:
        # The start is everybody's, and to whoever is signed in it shows what is hers.
        if request.endpoint != START or g.identity is None:
            return None
        masked.hide_sums()
        return proof.missing_passkey(permission)
    if g.identity is None:
        return _ask_to_sign_in()
    masked.hide_sums()
    if (led := proof.missing_passkey(permission)) is not None:
        return led
    if permissions.only_unproved(permission, g.identity):
        return proof.ask()
    if not permissions.allowed(permission, g.identity):
        abort(409 if permission == STARTS and visited.is_going_on() else 403)
    return None


def _ask_to_sign_in() -> Response:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("session.sign_in", next=safe_next(wanted)), code=303)
