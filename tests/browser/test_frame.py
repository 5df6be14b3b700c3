"""The frame in a real browser: axe finds nothing, nothing is too wide, no policy is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal.app import create_app
from portal.services.access import sign_in as sessions
from portal.settings import OpenIdProvider, Settings
from tests.factories import people
from tests.functional import http

pytestmark = pytest.mark.browser
ADDRESSES = ("/", "/help", "/nowhere", "/sign-in", "/signed-out")


@dataclass(frozen=True)
class Site:
    """A served portal and the cookie of somebody who is signed in."""

    address: str
    token: str


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    port = http.free_port()
    provider = OpenIdProvider(people.ISSUER, "portal", "a secret")
    settings = Settings(sqlite_url, tmp_path, secret_key="0123456789" * 4, oidc=provider, demo=True)
    app = create_app(settings)
    with app.extensions["portal.transaction"]() as session:
        account = people.account(session, people.person(session))
        late = people.person(session, "P2", "Aino Salo", death_year=2020)
        people.mandate(session, account, late)
        token = sessions.complete(session, None, account.issuer, account.subject)
    with http.served(app, port):
        yield Site(f"http://localhost:{port}", token)
    app.extensions["portal.engine"].dispose()


@pytest.mark.parametrize(("size", "scheme"), [("wide", "light"), ("phone", "dark")])
def test_the_pages_of_the_frame_are_open_to_everybody(
    site: Site, browser_context: Callable[..., Any], size: str, scheme: str
) -> None:
    # axe is put into the page, which the page's own policy forbids
    page = browser_context(size, color_scheme=scheme, bypass_csp=True).new_page()
    found = {address: looked_at(page, site.address + address) for address in ADDRESSES}
    page.context.add_cookies([{"name": "colophon", "value": site.token, "url": site.address}])
    found["signed in"] = looked_at(page, site.address + "/")
    assert page.get_by_role("button", name="Act for Aino Salo").is_visible()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def looked_at(page: Any, address: str) -> list[str]:
    """What is wrong with a page: axe's findings, and whether it is wider than the window."""
    page.goto(address)
    wrong = [f"{v['id']}: {v['help']}" for v in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append("wider than the window")
    return wrong


def test_no_page_breaks_its_own_policy(site: Site, browser_context: Callable[..., Any]) -> None:
    page = browser_context().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for address in ADDRESSES:
        page.goto(site.address + address)
    assert [text for text in said if "404" not in text] == []


def test_the_skip_link_leads_past_the_bar(site: Site, browser_context: Callable[..., Any]) -> None:
    page = browser_context().new_page()
    page.goto(site.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "button"
