"""The translations of the repository, compiled afresh: pages, numbers, days, the demo's sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import ngettext

from portal.app import create_app, resources
from portal.demo import accounts
from portal.identity_provider import RelyingParty, create_provider
from portal.settings import Settings
from portal.web import i18n
from tests.page_client import PageClient

WORDS = Path(__file__).parents[2] / "translations"
SECRET = "0123456789 abcdefghijklmnopqrstuvwxyz"
ASKED = (
    "/authorize?response_type=code&client_id=portal&scope=openid&state=s&nonce=n"
    "&redirect_uri=http://localhost/back&code_challenge_method=S256&code_challenge=" + "c" * 43
)


@dataclass(frozen=True)
class Spoken:
    """What a language says: written by hand, not taken from the catalogue."""

    code: str
    tag: str
    own_name: str
    help: str
    not_found: str
    first_day: str
    who: str
    support: str
    editions: tuple[str, str, str]


FINNISH = Spoken(
    "fi", "fi", "Suomi", "Ohje", "Tätä sivua ei ole", "1. tammikuuta 2022",
    "Kuka olet tänään?", "Asiakaspalvelu", ("0 painosta", "1 painos", "2 painosta"),
)  # fmt: skip
SWEDISH = Spoken(
    "sv_FI", "sv-FI", "Svenska", "Hjälp", "Den här sidan finns inte", "1 januari 2022",
    "Vem är du i dag?", "Kundtjänst", ("0 utgåvor", "1 utgåva", "2 utgåvor"),
)  # fmt: skip
ENGLISH = Spoken(
    "en", "en", "English", "Help", "This page does not exist", "1 January 2022",
    "Who are you today?", "Support", ("0 editions", "1 edition", "2 editions"),
)  # fmt: skip

every_translation = pytest.mark.parametrize("spoken", [FINNISH, SWEDISH], ids=lambda one: one.code)
every_language = pytest.mark.parametrize(
    "spoken", [ENGLISH, FINNISH, SWEDISH], ids=lambda one: one.code
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The portal's files with the translations beside them, as make setup leaves them."""
    for name in ("templates", "static"):
        (tmp_path / name).symlink_to(resources() / name)
    for path in WORDS.glob("*/LC_MESSAGES/messages.po"):
        folder = tmp_path / "translations" / path.parents[1].name / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with path.open("rb") as words, (folder / "messages.mo").open("wb") as compiled:
            write_mo(compiled, read_po(words, locale=path.parents[1].name))
    return tmp_path


@pytest.fixture
def app(settings: Settings, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr("portal.app.resources", lambda: root)
    app = create_app(settings)
    yield app
    app.extensions["portal.engine"].dispose()


@pytest.fixture
def client(app: Flask) -> PageClient:
    return PageClient(app)


@pytest.fixture
def provider(root: Path) -> Flask:
    party = RelyingParty("portal", SECRET, ("http://localhost/back",))
    return create_provider(
        "http://localhost", party, accounts.people(), root=root,
        translate=lambda app: i18n.install(app, root / "translations"),
    )  # fmt: skip


def choose(client: PageClient, spoken: Spoken) -> None:
    client.post("/language", {"language": spoken.code, "next": "/help"}, redirects_to="/help")


@every_translation
def test_a_button_leads_to_the_language_and_another_back(
    client: PageClient, spoken: Spoken
) -> None:
    assert client.get("/help").h1 == "Help"
    choose(client, spoken)
    page = client.get("/help")
    assert (page.one("html").get("lang"), page.h1) == (spoken.tag, spoken.help)
    choose(client, ENGLISH)
    assert client.get("/help").h1 == "Help"


@every_translation
def test_numbers_and_days_are_those_of_the_language(client: PageClient, spoken: Spoken) -> None:
    choose(client, spoken)
    page = client.get("/rules/limits").text("main")
    assert "32 000,00 €" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert spoken.first_day in page


@every_language
def test_a_count_takes_the_form_of_the_language(app: Flask, spoken: Spoken) -> None:
    cookie = {"Cookie": f"{i18n.COOKIE}={spoken.code}"}
    with app.test_request_context("/", headers=cookie):
        said = [ngettext("%(num)s edition", "%(num)s editions", count) for count in (0, 1, 2)]
    assert tuple(said) == spoken.editions


@every_translation
def test_a_refusal_is_in_the_language(client: PageClient, spoken: Spoken) -> None:
    choose(client, spoken)
    assert client.get("/no-such-page", status=404).h1 == spoken.not_found


@every_language
def test_the_others_are_offered_under_their_own_names(client: PageClient, spoken: Spoken) -> None:
    choose(client, spoken)
    buttons = client.get("/help").one("header").iter("button")
    others = {one.own_name for one in (ENGLISH, FINNISH, SWEDISH)} - {spoken.own_name}
    assert {(button.text or "").strip() for button in buttons} == others


@every_language
def test_the_demo_signs_in_with_the_language_of_the_portal(provider: Flask, spoken: Spoken) -> None:
    browser = provider.test_client()
    browser.set_cookie(i18n.COOKIE, spoken.code)
    html = browser.get(ASKED).text
    assert f'<html lang="{spoken.tag}">' in html
    assert f"<h1>{spoken.who}</h1>" in html
    assert f'<span class="quiet">{spoken.support}</span>' in html


@every_translation
def test_everybody_of_the_demo_is_described(spoken: Spoken) -> None:
    english = [person.description for person in accounts.people()]
    said = [person.described(spoken.code) for person in accounts.people()]
    assert [one for one, other in zip(english, said, strict=True) if one == other] == []
