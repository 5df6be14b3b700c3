"""Cookies: bound to this host; without `__Host-`, which needs https, on loopback only."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from werkzeug.wrappers import Response

from portal.web import hosts

SIGNED_IN = "colophon"
PAGE = "page"
CHOICE_SECONDS = 365 * 24 * 3600


class PageSessions(SecureCookieSessionInterface):
    """Flask's signed cookie: only the forgery token and messages for the next page."""

    def get_cookie_name(self, app: Flask) -> str:
        return name_of(PAGE)

    def get_cookie_secure(self, app: Flask) -> bool:
        return secure()

    def get_cookie_domain(self, app: Flask) -> None:
        return None


def install(app: Flask) -> None:
    """Sets how the page's own cookie is sent."""
    app.session_interface = PageSessions()
    app.config.update(SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax")


def on_own_machine() -> bool:
    """Whether the browser speaks to localhost or another loopback address."""
    return _is_own(request.host)


@lru_cache(maxsize=64)
def _is_own(host: str) -> bool:
    """Asked several times in each request; of the same few names."""
    return hosts.is_loopback(hosts.named(host))


def secure() -> bool:
    """Whether cookies go out over https only: everywhere but on the own machine."""
    return request.is_secure or not on_own_machine()


def name_of(base: str) -> str:
    """The cookie's name in this request."""
    return base if on_own_machine() else f"__Host-{base}"


def token() -> str:
    """The token of the session on the server that this browser has, empty without one."""
    return request.cookies.get(name_of(SIGNED_IN), "")


def keep_token(response: Response, value: str) -> None:
    """Hands a new token to the browser; it ends with the browser or on the server."""
    response.set_cookie(
        name_of(SIGNED_IN), value, httponly=True, secure=secure(), samesite="Lax", path="/"
    )


def drop_token(response: Response) -> None:
    """Takes the token from the browser."""
    response.delete_cookie(
        name_of(SIGNED_IN), httponly=True, secure=secure(), samesite="Lax", path="/"
    )


def keep_choice(response: Response, base: str, value: str) -> None:
    """Remembers a choice of this browser, such as the language, for a year."""
    response.set_cookie(
        base, value, max_age=CHOICE_SECONDS, httponly=True, secure=secure(), samesite="Lax"
    )
