"""Requests to the bare application, without parsing: thousands of them are affordable."""

from __future__ import annotations

import io
import re
from copy import copy, deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode

from flask import Flask, Request
from flask.sessions import SecureCookieSession

from portal.web.cookies import PageSessions

HIDDEN = re.compile(r'name="(csrf_token|acted_for)" value="([^"]*)"')
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: bytes


class Browser:
    """A session's cookie, and what every form of its pages carries, as they were at first.

    Later cookies are not taken: a page that signs out would end all that is tried after it.
    """

    def __init__(self, app: Flask, token: str = "") -> None:
        self.app = app
        self.cookies = {"colophon": token} if token else {}
        self.settled = False
        self.hidden = dict(HIDDEN.findall(self.get("/help").body.decode()))
        if "csrf_token" not in self.hidden:
            self.hidden = dict(HIDDEN.findall(self.get("/sign-in").body.decode()))
        self.settled = True

    def to(self, app: Flask) -> Browser:
        """The same browser before another copy of the portal."""
        moved = copy(self)
        moved.app = app
        return moved

    def get(self, url: str, method: str = "GET") -> Answer:
        """A page; the address may hold a query."""
        return self.sent(method, url, b"", "")

    def post(self, url: str, form: dict[str, str] | Pairs | None = None) -> Answer:
        """A form with its hidden fields; its own values win."""
        pairs = list(form.items()) if isinstance(form, dict) else list(form or [])
        given = {name for name, _value in pairs}
        pairs += [(name, value) for name, value in self.hidden.items() if name not in given]
        return self.sent("POST", url, urlencode(pairs).encode(), FORM)

    def sent(self, method: str, url: str, body: bytes, kind: str) -> Answer:
        """One request through the bare application."""
        path, _, query = url.partition("?")
        environ: dict[str, Any] = {
            **ENVIRON, "REQUEST_METHOD": method, "PATH_INFO": unquote(path), "QUERY_STRING": query,
            "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": kind,
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }  # fmt: skip
        said: list[Any] = []
        chunks = self.app(
            environ, lambda status, headers, _info=None: said.extend((status, headers))
        )
        content = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        if not self.settled:
            self._keep(said[1])
        return Answer(int(said[0][:3]), dict(said[1]).get("Location", ""), content)

    def _keep(self, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            if name == "Set-Cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                if cookie == "page":
                    self.cookies[cookie] = content


class ReadOnce(PageSessions):
    """Reads the seal of each cookie once: browsers here send the same one thousands of times."""

    def __init__(self) -> None:
        self.read: dict[str, dict[str, Any]] = {}

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """What the cookie holds, a copy of its own for each request."""
        sealed = request.cookies.get(self.get_cookie_name(app), "")
        if sealed not in self.read:
            self.read[sealed] = dict(super().open_session(app, request) or {})
        return self.session_class(deepcopy(self.read[sealed]))


FORM = "application/x-www-form-urlencoded"
ENVIRON: dict[str, Any] = {
    "SCRIPT_NAME": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost",
    "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
    "wsgi.errors": io.StringIO(), "wsgi.multithread": False, "wsgi.multiprocess": False,
    "wsgi.run_once": False, "REMOTE_ADDR": "127.0.0.1",
}  # fmt: skip
