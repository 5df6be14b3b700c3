"""The author's pages with the demo's data: axe finds nothing, and nothing is too wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import DemoSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]
AXE = {"resultTypes": ["violations"]}
# A page is looked at by axe in one of the four; kinds of pages come often enough to meet them all.
VIEWS = ((1280, "light"), (320, "dark"), (1280, "dark"), (320, "light"))
NARROW = 320
PASTED = "9789513199951, 9789513121266, the old one 978-951-31-1146-6 and 9789510000000"
AUTUMN, SPRING = "/money/payments/2025-autumn-1", "/money/payments/2026-spring-1"
SET_OFF = "/money/payments/2021-autumn-1"

# Each person of the demo shows another state; what is walked to begins with ">".
PAGES = {
    "": ["/", "/sign-in", "/signed-out", "/help", "/nowhere"],
    "Saima": ["/", "/works", "/works/add", "> review", "/money", AUTUMN, SPRING, "> why",
              "/money/loans/9789513121266", "/rules/rates", "/rules/classes", "/rules/limits",
              "/rules/tax", "> work", "> change", "> withdraw"],
    "Aliisa": ["/works", "> work", "> why"],
    "Lumi": ["/works", "/money", AUTUMN, "> why"],
    "Helka": ["/", "> estate", "/works", "/money", AUTUMN],
    "Jalo": ["/works", "/money", "> work"],
    "Tuuli": [AUTUMN, "> why"],
    "Iiro": ["/works", "> work", "> why"],
    "Meri": ["/works", "/money", AUTUMN],
    "Oona": ["/money", AUTUMN],
    "Paavo": ["/works", "/money", SET_OFF, "> withdrawn"],
    "Kaarlo": ["/"],
}  # fmt: skip


@pytest.mark.parametrize("person", PAGES)
def test_axe_finds_nothing_and_nothing_is_too_wide(
    demo_site: DemoSite, browser_context: Callable[..., BrowserContext], person: str
) -> None:
    # axe is put into the page, which the page's own policy forbids
    page = browser_context(bypass_csp=True).new_page()
    if person:
        demo_site.sign_in(page, person)
    first = list(PAGES).index(person)
    wrong = [
        found
        for number, place in enumerate(PAGES[person], first)
        for found in looked_at(demo_site, page, place, *VIEWS[number % len(VIEWS)])
    ]
    assert wrong == []


def looked_at(site: DemoSite, page: Page, place: str, width: int, scheme: str) -> Iterator[str]:
    """What is wrong with a page: axe's findings in one view, and whether it fits a phone."""
    if place.startswith("/"):
        page.goto(site.address + place)
    else:
        WALKS[place](page, site.address)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    for found in violations(page):
        yield f"{place} {width} {scheme} {found}"
    page.set_viewport_size({"width": NARROW, "height": 800})
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield f"{place} is wider than a phone"


def violations(page: Page) -> Iterator[str]:
    """axe's findings, each with the first place of it."""
    for found in Axe().run(page, options=AXE).response["violations"]:
        yield f"{found['id']}: {found['nodes'][0]['html']}"


def estate(page: Page, address: str) -> None:
    """Home, acting for the estate."""
    page.goto(address)
    page.get_by_role("button", name="Act for").click()


def work(page: Page, address: str) -> None:
    """The first work of the list."""
    page.goto(f"{address}/works")
    page.get_by_role("table").get_by_role("link").first.click()


def withdrawn(page: Page, address: str) -> None:
    """The first withdrawn work."""
    page.goto(f"{address}/works")
    page.get_by_role("main").get_by_role("list").last.get_by_role("link").first.click()


def change(page: Page, address: str) -> None:
    """Changing the first entry, with a number of heads that is refused."""
    work(page, address)
    page.get_by_role("link", name="Change").first.click()
    page.get_by_label("How many people").fill("0")
    page.get_by_role("button", name="Save the change").click()


def withdraw(page: Page, address: str) -> None:
    """The question before withdrawing."""
    work(page, address)
    page.get_by_role("link", name="Withdraw").first.click()


def review(page: Page, address: str) -> None:
    """The review of a pasted text, with numbers that are none and an unanswered title."""
    page.goto(f"{address}/works/add")
    page.get_by_label("Text with ISBNs").fill(PASTED)
    page.get_by_role("button", name="Find works").click()
    page.get_by_role("button", name="Add what is ticked").click()


def why(page: Page, address: str) -> None:
    """The chain of the first share."""
    page.goto(address + AUTUMN)
    page.get_by_role("rowheader").get_by_role("link").first.click()


WALKS: dict[str, Callable[[Page, str], Any]] = {
    f"> {walk.__name__}": walk for walk in (estate, work, withdrawn, change, withdraw, review, why)
}
