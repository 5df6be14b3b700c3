"""The demo for browsers, on loopback."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from portal.demo import accounts, serving
from portal.demo.command import prepare
from portal.web.limits import limiter
from tests.demo_portal import TODAY, DemoPortal
from tests.functional import http

ENTRIES = """
    SELECT party.code, edition.title, edition.medium, role, heads, separate, added_on, withdrawn_on
    FROM claim JOIN party ON party.id = party_id JOIN edition ON edition.id = edition_id
    WHERE edition.isbn = ? ORDER BY claim.id
"""


@dataclass(frozen=True)
class DemoSite:
    """The demo's address and its database."""

    address: str
    database: Path

    def sign_in(self, page: Page, name: str) -> None:
        """From the sign-in page to the home page of one of the demo's people."""
        page.goto(f"{self.address}/sign-in")
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name=name).click()
        page.wait_for_url(f"{self.address}/")

    def entries(self, isbn: int) -> list[tuple[object, ...]]:
        """Every entry that was ever made of an edition, by value."""
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(ENTRIES, (isbn,)).fetchall()


@pytest.fixture(autouse=True)
def no_tries_counted() -> None:
    """However fast the tests sign in, none meets the limit of those before it."""
    if limiter.initialized:
        limiter.reset()


@contextmanager
def served_copy(demo_portal: DemoPortal, folder: Path) -> Iterator[DemoSite]:
    """A copy of the demo on a free port of loopback, with its provider."""
    place = folder / "demo"
    shutil.copytree(demo_portal.place, place)
    port = http.free_port()
    settings = serving.settings_for(place, port, TODAY)
    prepare(place, settings)
    with http.served(serving.application(settings, accounts.people()), port):
        yield DemoSite(settings.base_url, place / "portal.db")


@pytest.fixture(scope="session")
def demo_site(
    demo_portal: DemoPortal, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoSite]:
    """The demo, served once for all tests of a worker."""
    with served_copy(demo_portal, tmp_path_factory.mktemp("served")) as site:
        yield site
