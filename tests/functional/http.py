"""The portal and the demo's identity provider over real HTTP, as the demo serves them."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from werkzeug.serving import WSGIRequestHandler, make_server

Form = tuple[str, dict[str, str]]


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def served(application: Any, port: int) -> Iterator[None]:
    """Serves from threads, as the demo does, until the block ends."""
    server = make_server("127.0.0.1", port, application, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


@contextmanager
def browser(port: int) -> Iterator[httpx.Client]:
    """A browser that follows redirects and keeps cookies."""
    with httpx.Client(base_url=f"http://localhost:{port}", follow_redirects=True) as client:
        yield client


def forms(html: str) -> list[Form]:
    """The action and the values of each form of a page."""
    found = []
    for tag, inside in re.findall(r"<form([^>]*)>(.*?)</form>", html, flags=re.DOTALL):
        action = re.search(r'action="([^"]*)"', tag)
        hidden = re.findall(r'name="([^"]+)" value="([^"]*)"', inside)
        found.append((action.group(1).replace("&amp;", "&") if action else "", dict(hidden)))
    return found


def begin(client: httpx.Client, wanted: str = "/sign-in") -> httpx.Response:
    """From the portal's sign-in page to the provider's page."""
    page = client.get(wanted)
    action, values = next(form for form in forms(page.text) if form[0].endswith("/sign-in"))
    return client.post(action, data=values)


def choose(client: httpx.Client, page: httpx.Response, sub: str, **options: Any) -> httpx.Response:
    """Presses one person's button on the demo provider's page."""
    action, _ = forms(page.text)[0]
    return client.post(page.url.join(action), data={"person": sub}, **options)
