"""An identity provider that is slow, away or another: it holds up nobody for long."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from portal.app import create_app
from portal.clients import oidc
from portal.settings import OpenIdProvider, Settings
from portal.web.limits import limiter
from tests.functional import http
from tests.functional.forger import SECRET, Forger
from tests.page_client import PageClient


def test_a_provider_that_is_away_is_said_so(settings: Settings) -> None:
    away = OpenIdProvider(f"http://localhost:{http.free_port()}", "portal", SECRET)
    app = create_app(replace(settings, oidc=away))
    limiter.enabled = False
    page = PageClient(app).post("/sign-in", status=502)
    assert "Try again in a few minutes" in page.text("main")
    app.extensions["portal.engine"].dispose()


def test_opening_the_sign_in_page_asks_no_provider(portal: PageClient, forger: Forger) -> None:
    portal.get("/sign-in")
    assert forger.asked == 0


def test_a_provider_that_failed_is_not_asked_again_at_once(
    portal: PageClient, forger: Forger, monkeypatch: pytest.MonkeyPatch
) -> None:
    forger.discovery = {"issuer": "https://evil.example"}
    portal.post("/sign-in", status=502)
    forger.discovery = {}
    portal.post("/sign-in", status=502)
    assert forger.asked == 1
    monkeypatch.setattr(oidc, "REMEMBERED_SECONDS", 0)
    token = {"csrf_token": portal.csrf_token("/sign-in")}
    assert portal.client.post("/sign-in", data=token).status_code == 303
    assert forger.asked == 2


def test_a_provider_that_never_answers_holds_nobody_for_long(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert oidc.CONNECT_SECONDS + oidc.READ_SECONDS <= 8
    monkeypatch.setattr(oidc, "READ_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        issuer = f"http://127.0.0.1:{silent.getsockname()[1]}"
        app = create_app(replace(settings, oidc=OpenIdProvider(issuer, "portal", SECRET)))
        limiter.enabled = False
        assert "does not answer" in PageClient(app).post("/sign-in", status=502).h1
    app.extensions["portal.engine"].dispose()
