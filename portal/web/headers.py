"""Headers of every answer: what a browser may load, keep and tell others."""

from __future__ import annotations

import secrets

from flask import Flask, Response, current_app, g, request

YEAR = 365 * 24 * 3600
NOT_MODIFIED = 304
STANDING = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
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
        )
    )


def let_forms_lead_to_any_https() -> None:
    """For one answer, while it is not known yet where the provider's sign-in page lies."""
    g.any_https_form = True


def install(app: Flask) -> None:
    """Sets the headers after every request."""
    app.after_request(_set)


def _set(response: Response) -> Response:
    for name, value in STANDING.items():
        response.headers[name] = value
    if response.status_code != NOT_MODIFIED:  # the kept page has its own, with its own nonce
        response.headers["Content-Security-Policy"] = policy()
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
