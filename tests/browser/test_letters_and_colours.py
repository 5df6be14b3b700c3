"""Letters and colours as a reader chose them: without JavaScript, by keyboard, and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import DemoSite
from tests.browser.hands import Keyboard

pytestmark = pytest.mark.browser
# Source: design, palette: paper light #fbfaf6 and dark #121517
LIGHT, DARK = "rgb(251, 250, 246)", "rgb(18, 21, 23)"
OWN_PAGES = ("/", "/works", "/money", "/messages", "/me", "/me/names", "/me/data", "/loans")
WIDTHS = (320, 760, 1000)


def paper(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def letters(page: Page) -> float:
    return page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")


@pytest.mark.parametrize(
    ("theme", "machine", "colour"),
    [
        ("auto", "light", LIGHT), ("auto", "dark", DARK), ("light", "dark", LIGHT),
        ("dark", "light", DARK), ("light", "light", LIGHT), ("dark", "dark", DARK),
    ],
)  # fmt: skip
def test_the_choice_goes_before_the_machine(
    demo_site: DemoSite,
    browser_context: Callable[..., BrowserContext],
    theme: str,
    machine: str,
    colour: str,
) -> None:
    context = browser_context(color_scheme=machine, java_script_enabled=False)
    context.add_cookies([{"name": "screen", "value": f"normal.{theme}", "url": demo_site.address}])
    page = context.new_page()
    page.goto(f"{demo_site.address}/help")
    assert paper(page) == colour
    page.emulate_media(media="print")
    assert paper(page) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_letters_are_chosen_by_keyboard_and_grow(
    demo_site: DemoSite, browser_context: Callable[..., BrowserContext]
) -> None:
    page = browser_context(java_script_enabled=False).new_page()
    page.goto(f"{demo_site.address}/screen")
    before = letters(page)
    hands = Keyboard(page)
    normal = page.get_by_label("Normal letters")
    hands.press(normal)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    hands.press(page.get_by_role("button", name="Keep this choice"))
    page.get_by_text("Letters and colours are kept as you chose").wait_for()
    assert letters(page) == before * 1.5
    assert page.get_by_label("Largest letters").is_checked()


def test_nothing_is_too_wide_with_the_largest_letters(
    demo_site: DemoSite, browser_context: Callable[..., BrowserContext]
) -> None:
    context = browser_context()
    page = context.new_page()
    demo_site.sign_in(page, "Saima")
    context.add_cookies([{"name": "screen", "value": "largest.auto", "url": demo_site.address}])
    wide = []
    for place in OWN_PAGES:
        page.goto(demo_site.address + place)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(f"{place} at {width}")
    assert wide == []
