"""What a screen reader finds on the key pages: headings, tables, names and their order.

After a wanted change `ARIA=renew .venv/bin/pytest tests/browser/test_snapshots.py` writes the files
anew; read the difference before committing it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from portal.web import i18n
from tests.browser import walks
from tests.browser.conftest import DemoSite, served_copy
from tests.demo_portal import DemoPortal

pytestmark = pytest.mark.browser
STORED = Path(__file__).parent / "snapshots"
RENEW = os.environ.get("ARIA") == "renew"
EXACT = "- /children: deep-equal"
Steps = Callable[[Page, str], object]


def at(place: str) -> Steps:
    """A page with an address of its own."""
    return lambda page, address: page.goto(address + place)


# Nobody else signs in as these on this copy, so that the list of devices stays as it is.
KEY_PAGES: dict[tuple[str, str], dict[str, Steps]] = {
    ("", "en"): {"start": at("/"), "statistics": at("/statistics")},
    ("Saima", "en"): {
        "home": at("/"),
        "works": at("/works"),
        "work": walks.work,
        "money": at("/money"),
        "why": walks.why,
        "loans": at("/loans"),
        "messages": at("/messages"),
        "details": at("/me"),
    },
    ("Iiro", "fi"): {"home-fi": at("/")},
}


@pytest.fixture(scope="module")
def untouched(
    demo_portal: DemoPortal, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoSite]:
    """A copy of the demo that is only read."""
    with served_copy(demo_portal, tmp_path_factory.mktemp("untouched")) as site:
        yield site


@pytest.mark.parametrize(("person", "language"), KEY_PAGES)
def test_key_pages_are_heard_as_before(
    untouched: DemoSite,
    browser_context: Callable[..., BrowserContext],
    person: str,
    language: str,
) -> None:
    page = browser_context().new_page()
    if person:
        untouched.sign_in(page, person)
    page.context.add_cookies([{"name": i18n.COOKIE, "value": language, "url": untouched.address}])
    for name, steps in KEY_PAGES[person, language].items():
        steps(page, untouched.address)
        page.wait_for_load_state()
        body, stored = page.locator("body"), STORED / f"{name}.yml"
        if RENEW:
            stored.write_text(without_addresses(body.aria_snapshot()), "utf-8")
        expect(body, name).to_match_aria_snapshot(stored.read_text("utf-8"))


def without_addresses(heard: str) -> str:
    """A snapshot without where links lead: numbers of letters are drawn by lot."""
    lines = [line for line in heard.splitlines() if "- /url: " not in line]
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    kept = [one if depth(after) > depth(one) else one.removesuffix(":") for one, after in pairs]
    return "\n".join([EXACT, *kept, ""])


def depth(line: str) -> int:
    """How far a line is indented."""
    return len(line) - len(line.lstrip())


def test_a_lost_heading_is_heard(
    untouched: DemoSite, browser_context: Callable[..., BrowserContext]
) -> None:
    page = browser_context().new_page()
    page.goto(untouched.address)
    page.locator("h1").evaluate("it => it.remove()")
    stored = (STORED / "start.yml").read_text("utf-8")
    expect(page.locator("body")).not_to_match_aria_snapshot(stored)
