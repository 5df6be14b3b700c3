"""What can be seen to be wrong with a page: axe's findings, widths, and targets too small."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

EVERYTHING = {"resultTypes": ["violations"]}
_COLOURS = "color-contrast"
COLOURS = {**EVERYTHING, "runOnly": {"type": "rule", "values": [_COLOURS]}}
WIDE, NARROW = 1280, 320
# Of axe's rules the colours alone differ between light and dark, and they do not with the width.
View = tuple[int, str, dict[str, Any]]
EVERY_VIEW: tuple[View, ...] = (
    (WIDE, "light", EVERYTHING),
    (WIDE, "dark", COLOURS),
    (NARROW, "light", EVERYTHING),
    (NARROW, "dark", COLOURS),
)
BUT_COLOURS = {**EVERYTHING, "rules": {_COLOURS: {"enabled": False}}}
# On each change of the code a page is looked at in one of them, the next page in the next.
TURNS: tuple[tuple[View, ...], ...] = (
    ((WIDE, "light", EVERYTHING),),
    ((NARROW, "light", BUT_COLOURS),),
    ((WIDE, "dark", EVERYTHING),),
    ((NARROW, "dark", BUT_COLOURS),),
)
LEAST_TARGET = 44
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
# A link inside a sentence is as high as its line (WCAG 2.5.8 excepts it); a label hits its box.
SMALL_TARGETS = """
least => {
    const sentence = link => {
        const block = link.closest("p, li, dd, td, th, figcaption, legend, label, summary, span");
        const words = element => element.textContent.trim().length;
        return block !== null && words(block) > words(link) + 1;
    };
    const box = element => {
        const all = [element, ...(element.labels ?? [])];
        const parts = all.map(part => part.getBoundingClientRect());
        const top = Math.min(...parts.map(part => part.top));
        const bottom = Math.max(...parts.map(part => part.bottom));
        return {height: bottom - top, width: Math.max(...parts.map(part => part.width))};
    };
    const found = [];
    const shown = element => element.checkVisibility() && !element.closest(".hidden, .skip");
    const all = document.querySelectorAll("a, button, input, select, textarea, summary");
    for (const element of [...all].filter(shown)) {
        if (element.type === "hidden") continue;
        if (element.tagName === "A" && sentence(element)) continue;
        const {height, width} = box(element);
        if (height && (height < least - .5 || width < least - .5)) {
            const size = `${Math.round(width)}×${Math.round(height)}`;
            found.push(`${size} ${element.outerHTML.slice(0, 120)}`);
        }
    }
    return found;
}
"""
# What is cut off at an edge, or wider than the box that it stands in; what a reader may scroll
# sideways, and what is only heard, is neither.
CLIPPED = """
() => {
    const scrolls = element => {
        for (let one = element; one; one = one.parentElement) {
            if (["auto", "scroll"].includes(getComputedStyle(one).overflowX)) return true;
        }
        return false;
    };
    const all = document.querySelectorAll("a, button, input, select, summary, h1, h2, label");
    const found = [];
    for (const element of all) {
        if (!element.checkVisibility() || element.closest(".hidden, .skip")) continue;
        const {left, right} = element.getBoundingClientRect();
        const beyond = left < -0.5 || right > innerWidth + 0.5;
        const outside = beyond && !scrolls(element);
        const button = ["BUTTON", "SUMMARY"].includes(element.tagName);
        if (outside || (button && element.scrollWidth > element.clientWidth + 1)) {
            found.push(element.outerHTML.slice(0, 120));
        }
    }
    return found;
}
"""

# The innermost of what stands beyond the right edge, to be named.
BEYOND = """
() => {
    const right = it => it.getBoundingClientRect().right;
    const beyond = it => it.checkVisibility() && right(it) > innerWidth + 0.5;
    const all = [...document.querySelectorAll("main *, header *, footer *")].filter(beyond);
    const inner = all.filter(it => ![...it.children].some(beyond));
    return inner.map(it => it.outerHTML.slice(0, 120)).slice(0, 3).join(" ");
}
"""
# Source: WCAG 2.2, 1.4.12 Text Spacing.
SPACED = """
    * { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }
"""
LARGEST = "document.documentElement.dataset.letters = 'largest'"
AS_BEFORE = "document.documentElement.removeAttribute('data-letters')"


def wrong_with(page: Page, views: tuple[View, ...] = EVERY_VIEW) -> Iterator[str]:
    """Everything that is wrong with the page as it stands, in these views and on a phone."""
    page.wait_for_load_state()
    page.evaluate(Axe().axe_script)
    for width, scheme, rules in views:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        for found in violations(page, rules):
            yield f"{width} {scheme} {found}"
        if page.evaluate(TOO_WIDE):
            yield f"wider than {width}: {page.evaluate(BEYOND)}"
    page.set_viewport_size({"width": NARROW, "height": 800})
    if page.evaluate(TOO_WIDE):
        yield f"wider than {NARROW}: {page.evaluate(BEYOND)}"
    for target in page.evaluate(SMALL_TARGETS, LEAST_TARGET):
        yield f"small target {target}"
    yield from without_room(page)


def without_room(page: Page) -> Iterator[str]:
    """What a phone has no room for: with the largest letters, and with text set wider."""
    page.evaluate(LARGEST)
    yield from (f"largest letters: {found}" for found in outside(page))
    page.evaluate(AS_BEFORE)
    style = page.add_style_tag(content=SPACED)
    yield from (f"spaced text: {found}" for found in outside(page))
    style.evaluate("style => style.remove()")


def outside(page: Page) -> Iterator[str]:
    """A page wider than its window, and what is cut off."""
    if page.evaluate(TOO_WIDE):
        yield f"wider than a phone: {page.evaluate(BEYOND)}"
    yield from page.evaluate(CLIPPED)


def violations(page: Page, rules: dict[str, Any]) -> Iterator[str]:
    """axe's findings, each with the first place of it."""
    answer = page.evaluate("rules => axe.run(document, rules)", rules)
    for found in answer["violations"]:
        yield f"{found['id']}: {found['nodes'][0]['html']}"
