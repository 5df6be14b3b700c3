"""The addresses that the portal answers to: its public one, and the machine it runs on.

A link made from a Host header that somebody else wrote would lead a sign-in to their site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from portal.kernel.errors import Refusal
from portal.wording import sentence

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
SIGN_OF_LIFE = "/health"


class HostUnknown(Refusal):
    """The request names another host than the portal's own."""

    code = "host_unknown"


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def named(netloc: str) -> str:
    """The host of a Host header, without its port; empty when it cannot be read."""
    try:
        return urlsplit(f"//{netloc}").hostname or ""
    except ValueError:
        return ""


def only_own(application: Application, base_url: str) -> Application:
    """Lets through what names the host of `base_url` or this machine; the rest is a 400.

    The sign of life answers everywhere: whoever watches over it knows a machine by its number.
    """
    own = urlsplit(base_url).hostname or ""

    def checked(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        host = named(environ.get("HTTP_HOST") or environ.get("SERVER_NAME", ""))
        if is_loopback(host) or (own and host == own) or environ["PATH_INFO"] == SIGN_OF_LIFE:
            return application(environ, start)
        words = f"{sentence(HostUnknown())}\n".encode()
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
            ("Content-Length", str(len(words))),
        ]
        start("400 Bad Request", headers)
        return [words]

    return checked
