"""The browser of the tests: a script runs where it may, and not where it is switched off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.browser
PAGE = "<title>off</title><script>document.title = 'on ' + innerWidth</script>"


@pytest.mark.parametrize(
    ("size", "scripts", "title"),
    [("wide", True, "on 1200"), ("phone", True, "on 360"), ("phone", False, "off")],
)
def test_chromium_opens_a_page(
    browser_context: Callable[..., BrowserContext], size: str, scripts: bool, title: str
) -> None:
    page = browser_context(size, java_script_enabled=scripts).new_page()
    page.set_content(PAGE)
    assert page.title() == title
