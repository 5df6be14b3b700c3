"""The Finnish of the repository, compiled afresh: pages, numbers, days and the demo's sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask

from portal.app import create_app, resources
from portal.demo import accounts
from portal.identity_provider import RelyingParty, create_provider
from portal.settings import Settings
from portal.web import i18n
from tests.page_client import PageClient

WORDS = Path(__file__).parents[2] / "translations" / "fi" / "LC_MESSAGES" / "messages.po"
SECRET = "0123456789 abcdefghijklmnopqrstuvwxyz"
ASKED = (
    "/authorize?response_type=code&client_id=portal&scope=openid&state=s&nonce=n"
    "&redirect_uri=http://localhost/back&code_challenge_method=S256&code_challenge=" + "c" * 43
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The portal's files with Finnish beside them, as make setup leaves them."""
    for name in ("templates", "static"):
        (tmp_path / name).symlink_to(resources() / name)
    folder = tmp_path / "translations" / "fi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with WORDS.open("rb") as words, (folder / "messages.mo").open("wb") as compiled:
        write_mo(compiled, read_po(words, locale="fi"))
    return tmp_path


@pytest.fixture
def client(settings: Settings, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PageClient]:
    monkeypatch.setattr("portal.app.resources", lambda: root)
    app = create_app(settings)
    yield PageClient(app)
    app.extensions["portal.engine"].dispose()


@pytest.fixture
def provider(root: Path) -> Flask:
    party = RelyingParty("portal", SECRET, ("http://localhost/back",))
    return create_provider(
        "http://localhost", party, accounts.people(), root=root,
        translate=lambda app: i18n.install(app, root / "translations"),
    )  # fmt: skip


def test_a_button_leads_to_finnish_and_another_back(client: PageClient) -> None:
    assert client.get("/help").h1 == "Help"
    client.post("/language", {"language": "fi", "next": "/help"}, redirects_to="/help")
    page = client.get("/help")
    assert (page.one("html").get("lang"), page.h1) == ("fi", "Ohje")
    client.post("/language", {"language": "en", "next": "/help"}, redirects_to="/help")
    assert client.get("/help").h1 == "Help"


def test_numbers_and_days_are_finnish_too(client: PageClient) -> None:
    client.post("/language", {"language": "fi", "next": "/"}, redirects_to="/")
    page = client.get("/rules/limits").text("main")
    assert "32 000,00 €" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "1. tammikuuta 2022" in page


def test_a_refusal_is_finnish(client: PageClient) -> None:
    client.post("/language", {"language": "fi", "next": "/"}, redirects_to="/")
    assert client.get("/no-such-page", status=404).h1 == "Tätä sivua ei ole"


@pytest.mark.parametrize(
    ("language", "tag", "heading", "who"),
    [
        ("fi", "fi", "Kuka olet tänään?", "Asiakastuki"),
        ("en", "en", "Who are you today?", "Support"),
        ("sv_FI", "en", "Who are you today?", "Support"),
    ],
)
def test_the_demo_signs_in_with_the_language_of_the_portal(
    provider: Flask, language: str, tag: str, heading: str, who: str
) -> None:
    browser = provider.test_client()
    browser.set_cookie(i18n.COOKIE, language)
    html = browser.get(ASKED).text
    assert f'<html lang="{tag}">' in html
    assert f"<h1>{heading}</h1>" in html
    assert f'<span class="quiet">{who}</span>' in html


def test_everybody_of_the_demo_is_described_in_finnish() -> None:
    english = [person.description for person in accounts.people()]
    finnish = [person.described("fi") for person in accounts.people()]
    assert [one for one, other in zip(english, finnish, strict=True) if one == other] == []
