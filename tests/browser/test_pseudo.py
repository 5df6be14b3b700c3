"""In a language whose words are two fifths longer, every page still fits a phone of 320 pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from portal.app import resources
from portal.web import i18n
from tests.browser.conftest import DemoSite, served_copy
from tests.browser.looking import BEYOND, CLIPPED, NARROW, TOO_WIDE
from tests.browser.places import PLACES
from tests.browser.walks import Walk
from tests.demo_portal import DemoPortal
from tests.factories import pseudo

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pseudo_site(
    demo_portal: DemoPortal, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoSite]:
    """The demo with the pseudo-language beside English."""
    root = tmp_path_factory.mktemp("pseudo")
    for name in ("templates", "static"):
        (root / name).symlink_to(resources() / name)
    pseudo.translations(resources() / "translations" / "messages.pot", root / "translations")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("portal.app.resources", lambda: root)
        patch.setattr("portal.demo.serving.resources", lambda: root)
        with served_copy(demo_portal, root) as site:
            yield site


@pytest.mark.parametrize(
    "every",
    [pytest.param(8, id="every eighth"), pytest.param(1, id="all", marks=pytest.mark.trust)],
)
@pytest.mark.parametrize("person", PLACES)
def test_longer_words_fit_a_phone(
    pseudo_site: DemoSite,
    browser_context: Callable[..., BrowserContext],
    person: str,
    every: int,
) -> None:
    page = browser_context("phone").new_page()
    page.set_viewport_size({"width": NARROW, "height": 800})
    if person:
        pseudo_site.sign_in(page, person)
    wrong = []
    for place in PLACES[person][::every]:
        go(page, pseudo_site.address, place)
        wrong += [f"{place}: {found}" for found in too_long(page)]
    assert not wrong, "\n".join(wrong)


def go(page: Page, address: str, place: str | Walk) -> None:
    """To a place, in English where steps lead there, then in the pseudo-language."""
    speak(page, address, i18n.SOURCE)
    if isinstance(place, Walk):
        place.steps(page, address)
        speak(page, address, pseudo.CODE)
        page.wait_for_load_state()  # a page that is still coming cannot be asked for again
        page.reload()
    else:
        speak(page, address, pseudo.CODE)
        page.goto(address + place)


def speak(page: Page, address: str, code: str) -> None:
    page.context.add_cookies([{"name": i18n.COOKIE, "value": code, "url": address}])


def too_long(page: Page) -> Iterator[str]:
    """What does not fit, after making sure that the page speaks the pseudo-language."""
    if pseudo.pseudo("Help") not in page.get_by_role("banner").inner_text():
        yield "not in the pseudo-language"
    if page.evaluate(TOO_WIDE):
        yield f"wider than a phone: {page.evaluate(BEYOND)}"
    yield from page.evaluate(CLIPPED)


def test_what_does_not_fit_is_seen(
    pseudo_site: DemoSite, browser_context: Callable[..., BrowserContext]
) -> None:
    page = browser_context("phone").new_page()
    page.set_viewport_size({"width": NARROW, "height": 800})
    go(page, pseudo_site.address, "/sign-in")
    button = page.get_by_role("main").get_by_role("button").first
    button.evaluate("it => { it.style.width = '50px'; it.style.whiteSpace = 'nowrap'; }")
    page.locator("h1").evaluate("it => { it.style.width = '900px'; }")
    found = list(too_long(page))
    assert len(found) == 3
    assert found[0].startswith("wider than a phone: <h1")
