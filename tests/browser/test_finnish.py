"""Finnish words are the longest: the author's pages in Finnish fit a phone, and stay Finnish."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import DemoSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]
PAYMENT = "/money/payments/2025-autumn-1"
PAGES = {
    "Iiro": ["/", "/works", "> /works", "/works/add", "/money", PAYMENT, f"> {PAYMENT}"],
    "Aliisa": ["/works", "> /works", PAYMENT, "/rules/rates", "/rules/limits", "/help", "/nowhere"],
}


@pytest.mark.parametrize("person", PAGES)
def test_pages_in_finnish_fit_a_phone(
    demo_site: DemoSite, browser_context: Callable[..., BrowserContext], person: str
) -> None:
    page = browser_context("phone").new_page()
    demo_site.sign_in(page, person)
    page.get_by_role("button", name="Suomi").click()
    page.set_viewport_size({"width": 320, "height": 800})
    assert [wrong for place in PAGES[person] for wrong in looked_at(demo_site, page, place)] == []


def looked_at(site: DemoSite, page: Page, place: str) -> Iterator[str]:
    """A page, or what its table leads to first ("> /works"): its language and its width."""
    page.goto(site.address + place.removeprefix("> "))
    if place.startswith("> "):
        page.get_by_role("rowheader").get_by_role("link").first.click()
    if page.locator("html").get_attribute("lang") != "fi":
        yield f"{place} is not in Finnish"
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield f"{place} is wider than a phone"


def test_the_switch_works_without_javascript(
    demo_site: DemoSite, browser_context: Callable[..., BrowserContext]
) -> None:
    page = browser_context("phone", java_script_enabled=False).new_page()
    page.goto(f"{demo_site.address}/rules/limits")
    page.get_by_role("button", name="Suomi").click()
    page.get_by_role("heading", level=1, name="Rajat ja määräpäivät").wait_for()
    assert page.url == f"{demo_site.address}/rules/limits"
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", level=1, name="Limits and last days").wait_for()
