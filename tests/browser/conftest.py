"""The demo for browsers, on loopback."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import html5lib
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
        """From the sign-in page to the home page of one of the demo's people.

        The forms between them are sent without being shown: test_journey clicks them.
        """
        shown = page.goto(f"{self.address}/sign-in")
        assert shown is not None
        asked = page.context.request
        agent = {"User-Agent": shown.request.headers["user-agent"], "Referer": shown.url}
        (form,) = forms_saying(shown.text(), "Sign in")
        people = asked.post(f"{self.address}{form.action}", form=form.fields, headers=agent)
        (form, *_others) = forms_saying(people.text(), name)
        address = urljoin(people.url, form.action)
        there = {**agent, "Referer": people.url}
        home = asked.post(address, form=form.fields, headers=there)
        home_of_all = (f"{self.address}/", f"{self.address}/staff")
        assert home.url in home_of_all, home.url
        page.goto(home.url)

    def entries(self, isbn: int) -> list[tuple[object, ...]]:
        """Every entry that was ever made of an edition, by value."""
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(ENTRIES, (isbn,)).fetchall()


@dataclass(frozen=True)
class Form:
    """Where a form leads, and what it sends by the button."""

    action: str
    fields: dict[str, str]


def forms_saying(html: str, words: str) -> list[Form]:
    """The forms of the page's main part with a button that has the words."""
    main = html5lib.parse(html, namespaceHTMLElements=False).find(".//main")
    found = []
    for form in main.iter("form"):
        pressed = [one for one in form.iter("button") if words in "".join(one.itertext())]
        for button in pressed:
            named = [*form.iter("input"), *([button] if button.get("name") else [])]
            fields = {one.get("name"): one.get("value", "") for one in named if one.get("name")}
            found.append(Form(button.get("formaction") or form.get("action"), fields))
    return found


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
