"""Where the machine forces its own colours, edges, pictures and the focus are still to be seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import DemoSite
from tests.browser.hands import SEEN
from tests.browser.walks import AUTUMN

pytestmark = pytest.mark.browser
PLACES = ("/", "/works", "/money", AUTUMN, "/loans", "/messages", "/me/names", "/missing")
# What is told apart by a tint elsewhere needs an edge here.
WITHOUT_EDGE = """
() => [...document.querySelectorAll(".tag, .notice, .trio, .aside, .button, .demo-line, .acting")]
    .filter(it => it.checkVisibility())
    .filter(it => {
        const style = getComputedStyle(it);
        return parseFloat(style.borderTopWidth) < 1 || style.borderTopStyle === "none"
            || style.borderTopColor === getComputedStyle(document.body).backgroundColor;
    })
    .map(it => it.outerHTML.slice(0, 120))
"""
# The letters and shapes of a picture: at least their edge differs from the paper.
UNSEEN = """
() => [...document.querySelectorAll("main svg :is(text, rect, path, circle, line, polygon)")]
    .filter(it => it.checkVisibility())
    .filter(it => {
        const {fill, stroke} = getComputedStyle(it);
        const paper = getComputedStyle(document.body).backgroundColor;
        const strong = ["rgb(0, 0, 0)", "rgb(255, 255, 255)"].filter(it => it !== paper);
        if (it.tagName === "text") return !strong.includes(fill);
        return [fill, stroke].every(colour => [paper, "none"].includes(colour));
    })
    .map(it => it.outerHTML.slice(0, 120))
"""
UNDERLINED = """
() => [...document.querySelectorAll(".masthead nav a")]
    .filter(it => getComputedStyle(it).borderBottomColor
        !== getComputedStyle(document.body).backgroundColor)
    .map(it => it.getAttribute("aria-current"))
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_and_pictures_are_seen(
    demo_site: DemoSite, browser_context: Callable[..., BrowserContext], scheme: str
) -> None:
    page = browser_context(forced_colors="active", color_scheme=scheme).new_page()
    demo_site.sign_in(page, "Iiro")
    unseen = []
    for place in PLACES:
        page.goto(demo_site.address + place)
        unseen += [f"{place}: {it}" for it in page.evaluate(WITHOUT_EDGE) + page.evaluate(UNSEEN)]
        assert len(page.evaluate(UNDERLINED)) == 1, place
    assert unseen == []


def test_the_focus_is_seen(
    demo_site: DemoSite, browser_context: Callable[..., BrowserContext]
) -> None:
    page = browser_context(forced_colors="active").new_page()
    demo_site.sign_in(page, "Iiro")
    page.goto(f"{demo_site.address}/works")
    unseen = []
    for _ in range(page.locator("a, button, input:not([type=hidden]), select").count()):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if not focused.evaluate(SEEN):
            unseen.append(focused.evaluate("it => it.outerHTML.slice(0, 120)"))
    assert unseen == []
