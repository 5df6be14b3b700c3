"""Pages that a browser has kept: answered in a word while they would come out the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.services.access import visitors
from portal.services.catalogue.claims import NewClaim, add_claims
from portal.settings import Settings
from portal.store.people import Account, Mandate, Party
from portal.web.limits import limiter
from tests.factories import people
from tests.factories.lending import Lending, isbn
from tests.functional.conftest import TODAY
from tests.functional.works.steps import LAST_YEAR, answers, signed_in
from tests.page_client import PageClient


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(replace(settings, data_dir=tmp_path / "data"))
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def lending(app: Flask, tmp_path: Path) -> Lending:
    """Aino and Eero share edition 1, and Mary has edition 2."""
    made = Lending(app.extensions["portal.engine"], tmp_path)
    for code, name in (("P1", "Aino Salo"), ("P2", "Eero Salo"), ("P3", "Mary Quill")):
        made.person(code, name)
    made.edition(1)
    made.edition(2)
    for code, number in (("P1", 1), ("P2", 1), ("P3", 2)):
        made.claim(code, number, heads=2 if number == 1 else 1)
    made.loans(f"1,{LAST_YEAR},100")
    return made


@pytest.fixture
def aino(app: Flask, lending: Lending) -> PageClient:
    return settled(signed_in(app, lending, "P1"))


def settled(client: PageClient) -> PageClient:
    """A browser that has its forgery token."""
    client.get("/works")
    return client


def asked(client: PageClient, url: str, tag: str | None = None) -> TestResponse:
    headers = {} if tag is None else {"If-None-Match": tag}
    return client.client.get(url, base_url=client.base_url, headers=headers)


def tag_of(client: PageClient, url: str = "/works") -> str:
    response = asked(client, url)
    assert response.status_code == 200
    return response.headers["ETag"]


@pytest.mark.parametrize("url", ["/", "/works", "/money"])
def test_a_page_that_has_not_changed_is_answered_in_a_word(aino: PageClient, url: str) -> None:
    first = asked(aino, url)
    again = asked(aino, url, first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    for response in (first, again):
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert {"Cookie", "Accept-Language"} <= set(response.headers["Vary"].split(", "))
    assert asked(aino, url, 'W/"another"').status_code == 200


def test_the_kept_page_keeps_its_own_content_policy(aino: PageClient) -> None:
    first = asked(aino, "/works")
    assert "Content-Security-Policy" in first.headers
    again = asked(aino, "/works", first.headers["ETag"])
    assert "Content-Security-Policy" not in again.headers
    assert again.headers["X-Content-Type-Options"] == "nosniff"


def test_an_own_change_and_one_of_a_sharer_make_the_page_new(
    app: Flask, lending: Lending, aino: PageClient
) -> None:
    eero, mary = (settled(signed_in(app, lending, code)) for code in ("P2", "P3"))
    browsers = (aino, eero, mary)
    before = [tag_of(browser) for browser in browsers]
    claim = re.search(r'href="(/works/entries/\d+/change)"', entry_page(eero))[1]
    page = eero.get(claim)
    sent = {**fields(page.html), "role": "author", "heads": "3"}
    assert eero.client.post(claim, data=sent, base_url=eero.base_url).status_code == 303
    asked(eero, "/works")  # the message about the change is shown once
    after = [asked(one, "/works", tag) for one, tag in zip(browsers, before, strict=True)]
    assert [response.status_code for response in after] == [200, 200, 304]


def entry_page(client: PageClient) -> str:
    work = re.search(r'href="(/works/\d+)"', asked(client, "/works").text)[1]
    return asked(client, work).text


def fields(html: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html)) | dict(
        re.findall(r'name="(csrf_token|acted_for)"[^>]*value="([^"]+)"', html)
    )


def test_a_claim_on_another_isbn_of_the_record_makes_the_page_new(
    app: Flask, lending: Lending, aino: PageClient
) -> None:
    lending.record((1, 2), LAST_YEAR, 40)
    lending.rate(LAST_YEAR, "0.25")
    mary = settled(signed_in(app, lending, "P3"))
    before, body = tag_of(aino), asked(aino, "/works").text
    with app.extensions["portal.transaction"]() as session:
        token = mary.client.get_cookie("colophon", domain="localhost").value
        identity = visitors.visitor(session, token, TODAY).identity
        add_claims(session, identity, [NewClaim(isbn(2), "author", 9)], TODAY)
    after = asked(aino, "/works", before)
    assert after.status_code == 200
    assert shown(after.text) != shown(body)


def shown(html: str) -> str:
    """A page without what no reader sees: forgery tokens differ in every answer."""
    return re.sub(r'name="csrf_token"[^>]*', "", html)


def test_day_language_and_choices_make_the_page_new(aino: PageClient, app: Flask) -> None:
    before = tag_of(aino)
    aino.client.set_cookie("language", "fi", domain="localhost")
    in_finnish = tag_of(aino)
    aino.client.set_cookie("theme", "dark", domain="localhost")
    dark = tag_of(aino)
    app.extensions["portal.today"] = lambda: TODAY + timedelta(days=1)
    assert len({before, in_finnish, dark, tag_of(aino)}) == 4
    answer = asked(aino, "/works?page=1")
    assert answer.headers["ETag"] not in (before, tag_of(aino))


def test_nobody_is_answered_by_another_s_tag(
    app: Flask, lending: Lending, aino: PageClient
) -> None:
    tag = tag_of(aino)
    mary = settled(signed_in(app, lending, "P3"))
    assert asked(mary, "/works", tag).status_code == 200
    token = aino.csrf_token("/works")
    aino.post("/sign-out", {"csrf_token": token}, redirects_to="/signed-out")
    assert asked(aino, "/works", tag).status_code == 303


def test_a_mandate_that_ends_takes_the_page_away(
    app: Flask, lending: Lending, aino: PageClient
) -> None:
    with lending.session() as session:
        account = session.scalars(select(Account)).one()
        people.mandate(session, account, session.get_one(Party, lending.ids["P3"]))
    other = {"party": str(lending.ids["P3"]), "csrf_token": aino.csrf_token("/works")}
    aino.post("/acting-for", other, redirects_to="/", token_from="/works")
    tag = tag_of(aino)
    with app.extensions["portal.transaction"]() as session:
        session.delete(session.scalars(select(Mandate)).one())  # and no event says so
    again = asked(aino, "/works", tag)
    assert again.status_code == 200
    assert "Mary" not in again.text


def test_a_message_for_once_is_never_kept(aino: PageClient) -> None:
    sent = answers(isbn(1), role_0="author", heads_0="2")
    aino.post("/works/review", sent, redirects_to="/works", token_from="/works/add")
    with_message = asked(aino, "/works")
    assert "already" in with_message.text
    assert "ETag" not in with_message.headers
    assert with_message.headers["Cache-Control"] == "no-store"
    assert "ETag" in asked(aino, "/works").headers


@pytest.mark.parametrize("url", ["/me", "/me/devices", "/works/list.csv/", "/sign-in", "/health"])
def test_what_shows_more_than_is_stamped_is_not_kept(aino: PageClient, url: str) -> None:
    response = asked(aino, url)
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_a_form_of_a_kept_page_is_still_taken(aino: PageClient) -> None:
    page = aino.get("/works")
    assert asked(aino, "/works", page.response.headers["ETag"]).status_code == 304
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.html)[1]
    aino.post("/language", {"csrf_token": token, "language": "fi"}, redirects_to="/")


@pytest.mark.parametrize("url", ["/rules", "/statistics", "/works"])
def test_a_page_is_not_kept_beyond_the_cookie_of_its_forms(aino: PageClient, url: str) -> None:
    aino.client.delete_cookie("page", domain="localhost")
    first = asked(aino, url)
    aino.client.delete_cookie("page", domain="localhost")  # the browser was closed
    again = asked(aino, url, first.headers.get("ETag", "none"))
    assert again.status_code == 200
    token = re.search(r'name="csrf_token" value="([^"]+)"', again.text)[1]
    aino.post("/language", {"csrf_token": token, "language": "fi"}, redirects_to="/")


def test_signing_out_clears_what_the_browser_kept(aino: PageClient) -> None:
    token = aino.csrf_token("/works")
    response = aino.post("/sign-out", {"csrf_token": token}, redirects_to="/signed-out")
    assert response.headers["Clear-Site-Data"] == '"cache"'


def test_another_version_of_the_portal_answers_anew(
    aino: PageClient, settings: Settings, tmp_path: Path
) -> None:
    tag = tag_of(aino)
    newer = create_app(
        replace(settings, data_dir=tmp_path / "data", help_contact="Office, 09 123 456")
    )
    token = aino.client.get_cookie("colophon", domain="localhost").value
    page = aino.client.get_cookie("page", domain="localhost").value
    browser = newer.test_client()
    browser.set_cookie("colophon", token, domain="localhost")
    browser.set_cookie("page", page, domain="localhost")
    answer = browser.get("/works", base_url="http://localhost", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    newer.extensions["portal.engine"].dispose()
