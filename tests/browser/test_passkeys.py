"""Passkeys in a real browser, with the authenticator that Chromium makes of software."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from portal.app import create_app
from portal.settings import OpenIdProvider, Settings
from portal.web.limits import limiter
from tests.factories import people
from tests.factories.people import ISSUER
from tests.functional import http
from tests.functional.conftest import sign_in
from tests.functional.passkeys.conftest import token_of
from tests.page_client import PageClient

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def served(sqlite_url: str, tmp_path: Any) -> Iterator[tuple[Flask, str]]:
    """A portal in production's dress, on loopback, and its address."""
    port = http.free_port()
    provider = OpenIdProvider(ISSUER, "portal", "the secret of the client")
    address = f"http://localhost:{port}"
    settings = Settings(sqlite_url, tmp_path, secret_key="0123456789" * 4, oidc=provider)
    app = create_app(replace(settings, base_url=address))
    limiter.enabled = False
    with http.served(app, port):
        yield app, address
    app.extensions["portal.engine"].dispose()


def device(context: BrowserContext) -> Page:
    """A page whose browser has a device for passkeys."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def test_a_staff_member_enrols_signs_in_again_and_is_told_when_a_device_does_not_know_her(
    served: tuple[Flask, str], browser_context: Callable[..., BrowserContext]
) -> None:
    app, address = served
    with app.extensions["portal.transaction"]() as session:
        account = people.account(session, staff=people.staff(session))
    client = sign_in(PageClient(app), account)
    context = browser_context()
    context.add_cookies([{"name": "colophon", "value": token_of(client), "url": address}])
    page = device(context)
    broken: list[str] = []
    page.on("console", lambda said: broken.append(said.text))
    page.on("pageerror", lambda error: broken.append(str(error)))

    page.goto(f"{address}/me/devices")
    page.goto(f"{address}/passkeys/add")
    page.get_by_label("Your name for it").fill("My phone")
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    page.goto(f"{address}/passkeys/add")
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("has a passkey for the portal already")

    context.clear_cookies()
    page.goto(f"{address}/sign-in?next=/passkeys")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("My phone", exact=True)).to_be_visible()
    page.goto(f"{address}/confirm?next=/passkeys")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name="Passkeys")).to_be_visible()
    assert broken == []

    stranger = device(browser_context())
    stranger.goto(f"{address}/sign-in")
    stranger.get_by_role("button", name="Use a passkey").click()
    expect(stranger.get_by_role("alert")).to_contain_text("No passkey was used")
    expect(stranger.get_by_role("button", name="Use my passkey")).to_be_enabled()


def test_without_javascript_the_page_says_what_to_do(
    served: tuple[Flask, str], browser_context: Callable[..., BrowserContext]
) -> None:
    page = browser_context(java_script_enabled=False).new_page()
    page.goto(f"{served[1]}/sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey came with the page")
