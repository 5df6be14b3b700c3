"""Small defences of every address: methods, types, files, fields sent twice, and the log."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.services.access import visitors
from portal.store.people import Staff
from portal.web.limits import limiter
from tests.factories import people
from tests.functional.conftest import TODAY, sign_in
from tests.page_client import PageClient

Opens = Callable[[], AbstractContextManager[Session]]
NEVER_SERVED = (
    "/.git/config", "/.git/HEAD", "/.env", "/wsgi.py", "/pyproject.toml", "/portal/app.py",
    "/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml", "/static/..%2fuv.lock",
    "/static/", "/static/css/", "/templates/layouts/page.html",
    "/openapi.json", "/metrics", "/debug", "/console", "/admin", "/server-status",
)  # fmt: skip


@pytest.fixture
def author(client: PageClient, database: Opens) -> PageClient:
    with database() as session:
        account = people.account(session, people.person(session))
    return sign_in(client, account)


def test_other_methods_than_those_of_a_route_are_refused(app: Flask, author: PageClient) -> None:
    known = {method for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    assert known == {"GET", "HEAD", "OPTIONS", "POST"}
    for url in ("/", "/me/contact", "/sign-out", "/static/css/reading-room.css"):
        for method in ("TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND"):
            answer = author.client.open(url, method=method, base_url=author.base_url)
            assert answer.status_code == 405, f"{method} {url}: {answer.status}"


@pytest.mark.parametrize("url", NEVER_SERVED)
def test_nothing_but_pages_and_static_files_is_served(client: PageClient, url: str) -> None:
    assert client.client.get(url, base_url=client.base_url).status_code == 404


def test_a_token_in_the_address_is_none(author: PageClient) -> None:
    token = author.csrf_token("/")
    for url in (f"/sign-out?csrf_token={token}", "/sign-out"):
        assert author.client.post(url, base_url=author.base_url).status_code == 400
    twice = {"csrf_token": ["forged", token]}
    assert author.client.post("/sign-out", data=twice).status_code == 400
    assert author.get("/").h1 == "Welcome, Kaisa Kirjailija"


def test_a_session_s_token_is_taken_from_its_cookie_alone(author: PageClient) -> None:
    token = author.client.get_cookie("colophon", domain="localhost")
    assert token
    other = PageClient(author.app)
    other.client.get(f"/me?colophon={token.value}")
    answer = other.client.get(f"/me?colophon={token.value}", headers={"X-Session": token.value})
    assert answer.status_code == 303
    assert re.fullmatch(r"[\w-]{43}", token.value)  # 256 bits


def test_no_token_stands_in_an_address_or_a_page(author: PageClient) -> None:
    token = author.client.get_cookie("colophon", domain="localhost")
    assert token
    for url in ("/", "/me", "/me/devices", "/money", "/works"):
        assert token.value not in author.get(url).html


def test_unknown_fields_change_nothing(author: PageClient, database: Opens) -> None:
    more = {"phone": "040 1", "party_id": "2", "tax_ppm": "0", "role": "administrator",
            "birth_year": "1900", "country": "FI", "name": "Another"}  # fmt: skip
    author.post("/me/contact", more, redirects_to="/me")
    assert author.get("/").h1 == "Welcome, Kaisa Kirjailija"
    with database() as session:
        assert session.scalars(select(Staff)).all() == []


def test_whose_work_has_ended_has_no_rights_from_the_next_request_on(
    client: PageClient, database: Opens
) -> None:
    with database() as session:
        account = people.account(session, None, people.staff(session, role="officer"))
    sign_in(client, account)
    token = client.client.get_cookie("colophon", domain="localhost")
    assert token
    with database() as session:
        known = visitors.visitor(session, token.value, TODAY)
        assert known
        assert known.identity.is_staff
        session.scalars(select(Staff)).one().ended_on = date(2026, 10, 14)
    with database() as session:
        left = visitors.visitor(session, token.value, TODAY)
    assert left is None or not left.identity.is_staff


def test_a_closed_person_s_session_opens_nothing_of_hers(
    author: PageClient, database: Opens
) -> None:
    token = author.client.get_cookie("colophon", domain="localhost")
    assert token
    with database() as session:
        known = visitors.visitor(session, token.value, TODAY)
        assert known
        assert known.chosen
        people_of = session.get_one(people.Party, known.chosen.party_id)
        people_of.closed_on = date(2026, 10, 14)
    assert author.client.get("/me", base_url=author.base_url).status_code in (303, 403, 404)


def said(caplog: pytest.LogCaptureFixture, word: str) -> list[str]:
    return [record.getMessage() for record in caplog.records if word in record.getMessage()]


def test_what_is_denied_is_in_the_log_with_ids_alone(
    author: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    author.get("/staff/audit", 403)
    author.get("/messages/AAAAA-AAAAA", 404)
    author.client.post("/me/contact", base_url=author.base_url)
    assert said(caplog, "denied") == [
        "denied 403: GET staff_audit.index, account 1, visit None",
        "denied 404: GET messages.thread, account 1, visit None",
        "denied forgery token: POST me.contact, account 1, visit None".replace("me.", "details."),
    ]


def test_a_fault_is_in_the_log_under_the_number_that_its_page_names(
    app: Flask, client: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    app.add_url_rule("/fault", "fault", lambda: 1 // 0)
    app.view_functions["fault"].__permission__ = "public"
    page = client.get("/fault", 500)
    number = re.search(r"case ([0-9a-f]{8})", page.text("main"))
    assert number
    assert said(caplog, "case") == [f"case {number[1]}: GET /fault"]


def test_tries_without_end_and_wrong_codes_are_in_the_log(
    client: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.post("/sign-in/email", {"email": "a@example.org"}, redirects_to="/sign-in/email/code")
    client.post("/sign-in/email/code", {"code": "1"})
    assert said(caplog, "e-mail") == ["refused sign-in by e-mail: email_code_refused"]
    token = {"csrf_token": client.csrf_token("/sign-in")}
    limiter.enabled = True
    for _try in range(35):
        client.client.post("/verify", data=token, base_url=client.base_url)
    limiter.enabled = False
    denied = said(caplog, "denied 429")
    assert denied
    assert denied[0] == "denied 429: POST verification.look_up, account None, visit None"
    assert "a@example.org" not in caplog.text
