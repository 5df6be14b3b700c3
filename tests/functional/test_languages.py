"""A language is offered when its translation is there, chosen by cookie, then by the browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from portal.app import create_app, resources
from portal.settings import Settings
from tests.page_client import Page, PageClient, words


@pytest.fixture
def client(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PageClient]:
    for name in ("templates", "static"):
        (tmp_path / name).symlink_to(resources() / name)
    for code, help_word in (("fi", "Ohje"), ("sv_FI", "Hjälp")):
        folder = tmp_path / "translations" / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        catalogue = Catalog(locale=code)
        catalogue.add("Help", help_word)
        with (folder / "messages.mo").open("wb") as file:
            write_mo(file, catalogue)
    monkeypatch.setattr("portal.app.resources", lambda: tmp_path)
    app = create_app(settings)
    yield PageClient(app)
    app.extensions["portal.engine"].dispose()


def offered(page: Page) -> list[tuple[str | None, str]]:
    return [(button.get("lang"), words(button)) for button in page.one("header").iter("button")]


def test_other_languages_are_offered_under_their_own_names(client: PageClient) -> None:
    page = client.get("/help")
    assert page.one("html").get("lang") == "en"
    assert offered(page) == [("fi", "Suomi"), ("sv-FI", "Svenska")]


def test_a_choice_stays_and_leads_back_to_the_page(client: PageClient) -> None:
    client.post("/language", {"language": "fi", "next": "/help"}, redirects_to="/help")
    page = client.get("/help")
    assert page.one("html").get("lang") == "fi"
    assert page.h1 == "Ohje"
    assert offered(page) == [("en", "English"), ("sv-FI", "Svenska")]


@pytest.mark.parametrize(
    ("asked", "tag"),
    [
        ("fi-FI,fi;q=0.9,en;q=0.5", "fi"),
        ("sv-FI", "sv-FI"),
        ("sv-SE,sv;q=0.8", "sv-FI"),
        ("de-DE,de;q=0.9", "en"),
        ("", "en"),
    ],
)
def test_without_a_choice_the_browser_is_asked(client: PageClient, asked: str, tag: str) -> None:
    html = client.client.get("/help", headers={"Accept-Language": asked}).text
    assert f'<html lang="{tag}">' in html
