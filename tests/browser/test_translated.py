"""The author's pages in Finnish, whose words are the longest, and in Swedish: they fit a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import DemoSite

pytestmark = pytest.mark.browser
PAYMENT = "/money/payments/2025-autumn-1"
PAGES = {
    "Iiro": ["/", "/works", "> /works", "/works/add", "/money", PAYMENT, f"> {PAYMENT}"],
    "Aliisa": ["/works", "> /works", PAYMENT, "/rules/rates", "/rules/limits", "/help", "/nowhere"],
}


SPOKEN = {"fi": ("Suomi", "Rajat ja määräpäivät"), "sv-FI": ("Svenska", "Gränser och sista dagar")}


@pytest.mark.parametrize("tag", SPOKEN)
@pytest.mark.parametrize("person", PAGES)
def test_pages_fit_a_phone_and_stay_in_their_language(
    demo_site: DemoSite, browser_context: Callable[..., BrowserContext], person: str, tag: str
) -> None:
    page = browser_context("phone").new_page()
    demo_site.sign_in(page, person)
    page.get_by_role("button", name=SPOKEN[tag][0]).click()
    page.set_viewport_size({"width": 320, "height": 800})
    wrong = [fault for place in PAGES[person] for fault in looked_at(demo_site, page, place, tag)]
    assert wrong == []


def looked_at(site: DemoSite, page: Page, place: str, tag: str) -> Iterator[str]:
    """A page, or what its table leads to first ("> /works"): its language and its width."""
    page.goto(site.address + place.removeprefix("> "))
    if place.startswith("> "):
        page.get_by_role("rowheader").get_by_role("link").first.click()
    if page.locator("html").get_attribute("lang") != tag:
        yield f"{place} is not in {tag}"
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield f"{place} is wider than a phone"


@pytest.mark.parametrize(("name", "heading"), SPOKEN.values(), ids=SPOKEN)
def test_the_switch_works_without_javascript(
    demo_site: DemoSite, browser_context: Callable[..., BrowserContext], name: str, heading: str
) -> None:
    page = browser_context("phone", java_script_enabled=False).new_page()
    page.goto(f"{demo_site.address}/rules/limits")
    page.get_by_role("button", name=name).click()
    page.get_by_role("heading", level=1, name=heading).wait_for()
    assert page.url == f"{demo_site.address}/rules/limits"
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", level=1, name="Limits and last days").wait_for()
