"""The pages with the demo's data: axe finds nothing, nothing is too wide or too small.

On each change of the code every third page is seen: one wide and light, the next narrow, then wide
and dark, narrow and dark. Every page in all four belongs to `make trust`.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import DemoSite
from tests.browser.looking import EVERY_VIEW, TURNS, View, wrong_with
from tests.browser.places import PLACES
from tests.browser.walks import Walk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("every", "turns"),
    [
        pytest.param(3, TURNS, id="in turn"),
        pytest.param(1, (EVERY_VIEW,), id="all", marks=pytest.mark.trust),
    ],
)
@pytest.mark.parametrize("person", PLACES)
def test_nothing_is_wrong_with_the_pages_of(
    demo_site: DemoSite,
    browser_context: Callable[..., BrowserContext],
    person: str,
    every: int,
    turns: tuple[tuple[View, ...], ...],
) -> None:
    # axe is put into the page, which the page's own policy forbids
    page = browser_context(bypass_csp=True).new_page()
    if person:
        demo_site.sign_in(page, person)
    wrong = []
    for number, place in enumerate(PLACES[person][::every]):
        if isinstance(place, Walk):
            place.steps(page, demo_site.address)
        else:
            page.goto(demo_site.address + place)
        wrong += [f"{place}: {found}" for found in wrong_with(page, turns[number % len(turns)])]
    assert not wrong, "\n".join(wrong)
