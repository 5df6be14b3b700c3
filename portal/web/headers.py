"""Headers of every answer: what a browser may load, keep and tell others."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, current_app, g

YEAR = 365 * 24 * 3600
NOT_MODIFIED = 304
HTTPS_ONLY = f"max-age={YEAR}; includeSubDomains"
REPORTS = "/browser-reports"
"""Where browsers say what the policy kept from them."""
OF_FILES = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The policy of what is no page: style sheets, scripts, fonts, pictures, a word about the host."""
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
STANDING = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Reporting-Endpoints": f'csp="{REPORTS}"',
}


def nonce() -> str:
    """This answer's nonce: only scripts that carry it run."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    value: str = g.csp_nonce
    return value


def policy() -> str:
    """The content security policy; forms may lead to the identity provider and nowhere else."""
    known = current_app.extensions["portal.form_targets"]()
    targets = " ".join(["'self'", *known, *(["https:"] if g.get("any_https_form") else [])])
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce()}'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            f"form-action {targets}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
            f"report-uri {REPORTS}",
            "report-to csp",
        )
    )


def let_forms_lead_to_any_https() -> None:
    """For one answer, while it is not known yet where the provider's sign-in page lies."""
    g.any_https_form = True


def on_every_answer(application: Application) -> Application:
    """Adds what an answer does not say itself: those of static files, and of unknown hosts."""

    def answering(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        def begin(status: str, said: list[tuple[str, str]], *more: Any) -> Any:
            names = {name.lower() for name, _value in said}
            lacking = [(name, value) for name, value in _standing(environ, status)
                       if name.lower() not in names]  # fmt: skip
            return start(status, [*said, *lacking], *more)

        return application(environ, begin)

    return answering


def _standing(environ: dict[str, Any], status: str) -> list[tuple[str, str]]:
    secure = environ.get("wsgi.url_scheme") == "https"
    kept = status.startswith(str(NOT_MODIFIED))  # the kept page has its policy, with its nonce
    return [
        *STANDING.items(),
        *([("Strict-Transport-Security", HTTPS_ONLY)] if secure else []),
        *([] if kept else [("Content-Security-Policy", OF_FILES)]),
    ]


def install(app: Flask) -> None:
    """Sets the headers after every request."""
    app.after_request(_set)


def _set(response: Response) -> Response:
    if response.status_code != NOT_MODIFIED:
        response.headers["Content-Security-Policy"] = policy()
    response.headers.setdefault("Cache-Control", "no-store")
    return response
