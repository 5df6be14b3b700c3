"""From sign-in to "Why did I get …?" in the demo, by everybody and in every way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import DemoSite
from tests.browser.hands import Keyboard, Pointer

pytestmark = pytest.mark.browser
TODAY = "2026-10-15"


@dataclass(frozen=True)
class Way:
    """Who goes how, and the book that is added; a book nobody has added before."""

    name: str
    person: str
    isbn: int
    role: str = "translator"
    words: str = "Translator"
    size: str = "wide"
    scripts: bool = True
    hands: type[Pointer] = Pointer

    def __str__(self) -> str:
        return f"{self.name.split()[0]}-{self.size}-{self.hands.__name__}-{self.scripts}"


SAIMA = ("Saima Ojalehto", "D005")
ALIISA = ("Aliisa Vuorenhovi", "D001")
WAYS = [
    pytest.param(Way(*SAIMA, 9789513199999), marks=pytest.mark.trust),
    Way(*ALIISA, 9789511099994, role="author", words="Writer"),
    Way(*SAIMA, 9789513199982, scripts=False),
    Way(*SAIMA, 9789513199975, hands=Keyboard),
    Way(*SAIMA, 9789513199968, size="phone"),
]


@pytest.fixture(params=WAYS, ids=str)
def way(request: pytest.FixtureRequest) -> Way:
    return request.param


@pytest.fixture
def page(way: Way, browser_context: Callable[..., BrowserContext]) -> Page:
    context = browser_context(way.size, java_script_enabled=way.scripts)
    context.set_default_timeout(10_000)
    return context.new_page()


def test_from_sign_in_to_why_and_out_again(demo_site: DemoSite, way: Way, page: Page) -> None:
    hands = way.hands(page)
    sign_in(demo_site, way, hands)
    add(way, hands)
    change(hands, way)
    withdraw(hands)
    # A change closes what stood and opens what stands, so that the history is whole.
    stands = (way.person, "The Lost Ferry", "physical", way.role)
    assert demo_site.entries(way.isbn) == [
        (*stands, 1, 0, TODAY, TODAY),
        (*stands, 2, 0, TODAY, TODAY),
    ]
    ask_why(hands)
    every_number_has_its_origin(page)
    sign_out(hands, way)


def sign_in(site: DemoSite, way: Way, hands: Pointer) -> None:
    """From the start page over the provider's page to the home page."""
    page = hands.page
    page.goto(site.address)
    hands.follow(page.get_by_role("main").get_by_role("link", name="Sign in"))
    hands.press(page.get_by_role("main").get_by_role("button", name="Sign in"))
    hands.press(page.get_by_role("button", name=way.name))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Welcome, {way.name}")


def add(way: Way, hands: Pointer) -> None:
    """Pastes a text with one good ISBN, one with a wrong check digit and one rounded."""
    page = hands.page
    hands.follow(page.get_by_role("navigation").get_by_role("link", name="Works"))
    hands.follow(page.get_by_role("link", name="Add works"))
    text = f"New: {way.isbn}, the old one is 978-951-31-1146-6; the list says 9789510000000."
    hands.write(page.get_by_label("Text with ISBNs"), text)
    hands.press(page.get_by_role("button", name="Find works"))
    main = page.get_by_role("main")
    expect(main).to_contain_text("2 numbers are not ISBNs and are left out")
    expect(main).to_contain_text("The check digit of “978-951-31-1146-6” does not fit")
    expect(main).to_contain_text("“9789510000000” has been rounded by a spreadsheet")
    hands.press(main.locator("summary", has_text="Change the answers"))
    expect(page.get_by_role("radio", name=way.words, exact=True)).to_be_checked()
    hands.write(page.get_by_label("Title of the book"), "The Lost Ferry")
    hands.press(page.get_by_role("button", name="Add what is ticked"))
    expect(page.get_by_role("status")).to_contain_text("1 entry is saved.")
    hands.follow(page.get_by_role("link", name="The Lost Ferry"))


def change(hands: Pointer, way: Way) -> None:
    """Says that two share the role."""
    page = hands.page
    hands.follow(page.get_by_role("link", name=f"Change {way.words}"))
    hands.write(page.get_by_label("How many people share this role"), "2")
    hands.press(page.get_by_role("button", name="Save the change"))
    expect(page.get_by_role("status")).to_contain_text("Saved. Receipt number")
    expect(page.get_by_role("table", name="Your editions")).to_contain_text("1 of 2")


def withdraw(hands: Pointer) -> None:
    """Takes the entry out of the list."""
    page = hands.page
    hands.follow(
        page.get_by_role("table", name="Your editions").get_by_role("link", name="Withdraw")
    )
    hands.press(page.get_by_role("button", name="Withdraw the entry"))
    expect(page.get_by_role("main")).to_contain_text("You have withdrawn this work")


def ask_why(hands: Pointer) -> None:
    """From Home to the chain of one share in three steps."""
    page = hands.page
    hands.follow(page.get_by_role("navigation", name="Main").get_by_role("link", name="Home"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome")
    hands.follow(page.get_by_role("navigation", name="Main").get_by_role("link", name="Money"))
    hands.follow(page.get_by_role("link", name="10 October 2025"))
    shares = page.get_by_role("table", name="Your shares by edition")
    hands.follow(shares.first.get_by_role("rowheader").first.get_by_role("link"))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile(r"^Why did I get €[\d,]+\.\d{2,4}\?$"))


def every_number_has_its_origin(page: Page) -> None:
    """Each factor of the chain leads to a page, and to the place on it."""
    here = page.url
    steps = page.get_by_role("main").get_by_role("list").get_by_role("link")
    origins = {urljoin(here, link.get_attribute("href") or "") for link in steps.all()}
    words = {urlsplit(origin).path.rstrip("0123456789") for origin in origins}
    assert {"/loans/", "/rules/rates", "/rules/classes"} <= words
    for origin in sorted(origins):
        answer = page.goto(origin)
        assert answer is None or answer.status == 200, origin
        if fragment := urlsplit(origin).fragment:
            assert page.locator(f"[id='{fragment}']").count() == 1, origin


def sign_out(hands: Pointer, way: Way) -> None:
    """Ends the session; going back shows nothing of it."""
    page = hands.page
    hands.follow(page.get_by_role("navigation", name="Main").get_by_role("link", name="Works"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your works")
    hands.press(page.get_by_role("button", name="Sign out"))
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.locator("body")).not_to_contain_text(way.name)


def test_the_skip_link_is_first_on_every_page(
    demo_site: DemoSite, browser_context: Callable[..., BrowserContext]
) -> None:
    page = browser_context().new_page()
    demo_site.sign_in(page, "Saima")
    for path in ("/", "/works", "/works/add", "/money", "/money/payments/2025-autumn-1"):
        page.goto(demo_site.address + path)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_be_focused()


def test_an_heir_acts_for_the_estate(
    demo_site: DemoSite, browser_context: Callable[..., BrowserContext]
) -> None:
    page = browser_context(java_script_enabled=False).new_page()
    demo_site.sign_in(page, "Helka")
    acting = page.get_by_role("region", name="Whom you act for")
    expect(acting).to_have_count(0)
    page.get_by_role("button", name="Act for Otso Kivelänmaa").click()
    for place in ("Home", "Works", "Money"):
        page.get_by_role("navigation", name="Main").get_by_role("link", name=place).click()
        expect(acting).to_have_text("Acting for: Otso Kivelänmaa (estate)")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Works").click()
    expect(page.get_by_role("link", name="Hui kauhistus!")).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Home").click()
    page.get_by_role("button", name="Act for Helka Kivelänmaa").click()
    expect(acting).to_have_count(0)
