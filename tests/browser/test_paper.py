"""Why a sum is what it is fits on one sheet of A4, with a dispute too, and says whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import DemoSite

pytestmark = pytest.mark.browser
PAGE = re.compile(rb"/Type\s*/Page\b")


def test_a_disputed_share_is_one_sheet(
    browser_context: Callable[..., BrowserContext], demo_site: DemoSite
) -> None:
    page = browser_context().new_page()
    demo_site.sign_in(page, "Meri Suvantolahti")
    page.goto(f"{demo_site.address}/money/payments/2025-autumn-1/why/1")
    assert page.get_by_role("heading", level=1).inner_text() == "Why did I get nothing?"
    assert page.locator(".notice.warn").is_visible()
    assert page.locator(".on-paper").is_hidden()
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(PAGE.findall(paper)) == 1
    page.emulate_media(media="print")
    assert "Meri Suvantolahti, payment of" in page.locator(".on-paper").inner_text()


def test_a_short_payment_is_one_sheet_without_navigation(
    browser_context: Callable[..., BrowserContext], demo_site: DemoSite
) -> None:
    page = browser_context().new_page()
    demo_site.sign_in(page, "Saima")
    page.goto(f"{demo_site.address}/money/payments/2026-spring-1")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(PAGE.findall(paper)) == 1
    page.emulate_media(media="print")
    assert page.get_by_role("navigation").count() == 0


@pytest.mark.parametrize("word", ["works", "contact"])
def test_a_paper_form_is_one_sheet(
    browser_context: Callable[..., BrowserContext], demo_site: DemoSite, word: str
) -> None:
    page = browser_context().new_page()
    page.goto(f"{demo_site.address}/help/paper/{word}")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(PAGE.findall(paper)) == 1
