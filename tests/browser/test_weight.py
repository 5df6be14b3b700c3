"""A first visit weighs at most 200 kB, the next page 40 kB, and nobody else is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import DemoSite

pytestmark = pytest.mark.browser
# Source: design, figure U7.
FIRST, NEXT = 200_000, 40_000
OWN_PAGES = ("/", "/works", "/money", "/loans", "/messages", "/me")
EXTENDED = "latin-ext"


@dataclass
class Wire:
    """What came over the network, in bytes with heads, by address."""

    page: Page
    taken: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asked: dict[str, str] = {}
        network = self.page.context.new_cdp_session(self.page)
        network.send("Network.enable")
        network.on(
            "Network.requestWillBeSent",
            lambda it: asked.update({it["requestId"]: it["request"]["url"]}),
        )
        network.on(
            "Network.loadingFinished",
            lambda it: self._add(asked[it["requestId"]], it["encodedDataLength"]),
        )

    def _add(self, address: str, length: float) -> None:
        self.taken[address] = self.taken.get(address, 0) + int(length)

    def visit(self, address: str) -> int:
        """The bytes of a page with all that belongs to it."""
        self.taken.clear()
        self.page.goto(address, wait_until="networkidle")
        return sum(self.taken.values())


@pytest.fixture
def visitor(
    demo_site: DemoSite, browser_context: Callable[..., BrowserContext]
) -> Callable[[str], Wire]:
    """A browser that has never been here: of nobody, or of somebody who is signed in."""

    def make(person: str) -> Wire:
        if not person:
            return Wire(browser_context().new_page())
        signed_in = browser_context()
        demo_site.sign_in(signed_in.new_page(), person)
        return Wire(browser_context(storage_state=signed_in.storage_state()).new_page())

    return make


@pytest.mark.parametrize(
    ("person", "place"), [("", "/"), ("Saima", "/"), ("Saima", "/works"), ("Saima", "/money")]
)
def test_a_first_visit_is_light(
    demo_site: DemoSite,
    visitor: Callable[[str], Wire],
    record_property: Callable[[str, object], None],
    person: str,
    place: str,
) -> None:
    wire = visitor(person)
    weight = wire.visit(demo_site.address + place)
    record_property("bytes", weight)
    assert 20_000 < weight <= FIRST
    assert {urlsplit(address).netloc for address in wire.taken} == {urlsplit(wire.page.url).netloc}


def test_the_next_page_is_lighter(demo_site: DemoSite, visitor: Callable[[str], Wire]) -> None:
    wire = visitor("Saima")
    wire.visit(demo_site.address)
    weights = {place: wire.visit(demo_site.address + place) for place in OWN_PAGES[1:]}
    assert {place: weight for place, weight in weights.items() if weight > NEXT} == {}


def test_letters_of_other_languages_come_only_when_needed(
    demo_site: DemoSite, visitor: Callable[[str], Wire]
) -> None:
    wire = visitor("")
    wire.visit(f"{demo_site.address}/help")
    assert not [address for address in wire.taken if EXTENDED in address]
    wire.page.evaluate("document.querySelector('main p').textContent = 'Káŋŋá, Łódź, Čapek'")
    wire.page.evaluate("document.fonts.ready")
    wire.page.wait_for_load_state("networkidle")
    assert [address for address in wire.taken if EXTENDED in address]
