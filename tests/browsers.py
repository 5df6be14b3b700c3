"""Debian's Chromium for browser tests: one process per worker, a fresh context per test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.servers import NODE

# The shell has no window to draw, so it is a third quicker; the engine is the same.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
SIZES = {"wide": {"width": 1200, "height": 900}, "phone": {"width": 360, "height": 740}}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium; without one the test is skipped."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    flags = ["--disable-dev-shm-usage"]  # small in containers
    flags += ["--no-sandbox"] if os.geteuid() == 0 else []  # root has none
    # Playwright's own Node needs a library that small machines lack; ours needs none.
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(NODE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def browser_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes them: `browser_context("phone", color_scheme="dark", java_script_enabled=False)`."""
    opened: list[BrowserContext] = []

    def make(size: str = "wide", **options: object) -> BrowserContext:
        opened.append(chromium.new_context(viewport=SIZES[size], locale="en-GB", **options))
        return opened[-1]

    yield make
    for each in opened:
        each.close()
