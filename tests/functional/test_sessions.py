"""Sessions on the server: they end, are bound to their host, and rights are read anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.services.access import sign_in as sessions
from portal.store.people import Account, SignedIn
from portal.web.access import allow
from tests.factories import people
from tests.functional.conftest import TODAY, sign_in
from tests.page_client import PageClient

START = "2026-10-15 09:00+00:00"


@pytest.fixture
def account(database: Any) -> Account:
    with database() as session:
        return people.account(session, people.person(session))


def is_signed_in(client: PageClient) -> bool:
    return "Welcome" in client.get("/").h1


def test_a_session_ends_an_hour_after_it_was_last_used(
    client: PageClient, account: Account
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, account)
        for _ in range(3):
            clock.shift(timedelta(minutes=50))
            assert is_signed_in(client)
        clock.shift(timedelta(minutes=61))
        assert not is_signed_in(client)


def test_a_session_ends_after_half_a_day_however_busy(client: PageClient, account: Account) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, account)
        for _ in range(15):
            clock.shift(timedelta(minutes=47))
            assert is_signed_in(client)
        clock.shift(timedelta(minutes=47))
        assert not is_signed_in(client)


def test_the_sign_in_page_says_that_a_session_has_ended(
    client: PageClient, account: Account
) -> None:
    assert "Your session has ended" not in client.get("/sign-in").text()
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, account)
        clock.shift(timedelta(hours=2))
        assert "Your session has ended" in client.get("/sign-in").text()


def test_a_page_for_signed_in_people_leads_to_the_sign_in_and_back(
    app: Flask, client: PageClient, account: Account
) -> None:
    app.add_url_rule("/own", "own", allow("session")(lambda: "own page"))
    client.get_redirect("/own?year=2025", "/sign-in?next=/own?year%3D2025")
    sign_in(client, account)
    assert client.client.get("/own").text == "own page"


def test_a_right_that_is_missing_is_a_page(app: Flask, client: PageClient, database: Any) -> None:
    app.add_url_rule("/works-only", "works_only", allow("works.read")(lambda: "works"))
    with database() as session:
        account = people.account(session, staff=people.staff(session))
    page = sign_in(client, account).get("/works-only", 403)
    assert page.h1 == "This page is not for you"
    assert "belongs to authors. Ask for a visit on the person’s page" in page.text("main")
    office = client.get("/staff/runs", 403)
    assert "Your role in the portal does not open it" in office.text("main")


def test_an_heir_acts_for_the_estate_and_the_page_says_so(
    client: PageClient, database: Any
) -> None:
    with database() as session:
        heir = people.account(session, people.person(session, "P1", "Heli Perijä"))
        late = people.person(session, "P2", "Aino Salo", death_year=2020)
        people.mandate(session, heir, late)
        other = people.person(session, "P3", "Somebody Else")
    assert "Acting for" not in sign_in(client, heir).get("/").text()
    client.post("/acting-for", {"party": late.id}, redirects_to="/")
    assert "Acting for: Aino Salo (estate)" in client.get("/").text()
    client.post("/acting-for", {"party": other.id}, status=404)
    assert "Acting for: Aino Salo (estate)" in client.get("/").text()


def test_a_mandate_that_ended_ends_at_once(client: PageClient, database: Any) -> None:
    with database() as session:
        heir = people.account(session, subject="heli", name="Heli Perijä")
        late = people.person(session, "P2", "Aino Salo", death_year=2020)
        right = people.mandate(session, heir, late)
    assert "Acting for" in sign_in(client, heir).get("/").text()
    with database() as session:
        session.merge(right).valid_to = TODAY - timedelta(days=1)
    assert "Acting for" not in client.get("/").text()


def test_the_cookie_is_bound_to_its_host_when_it_is_not_this_machine(
    public_app: Flask, account: Account
) -> None:
    client = PageClient(public_app, "https://portal.example.org")
    page = client.client.get("/sign-in", base_url=client.base_url)
    sent = page.headers.getlist("Set-Cookie")
    assert any(cookie.startswith("__Host-page=") for cookie in sent)
    assert all("Secure" in cookie and "Path=/" in cookie for cookie in sent)
    with public_app.extensions["portal.transaction"]() as session:
        token = sessions.complete(session, None, account.issuer, account.subject)
    client.client.set_cookie("colophon", token, domain="portal.example.org", secure=True)
    assert not is_signed_in(client)
    client.client.set_cookie("__Host-colophon", token, domain="portal.example.org", secure=True)
    assert is_signed_in(client)


def test_sessions_that_are_over_are_forgotten(account: Account, database: Any) -> None:
    with time_machine.travel(START, tick=False) as clock:
        with database() as session:
            sessions.complete(session, None, account.issuer, account.subject)
        clock.shift(timedelta(hours=13))
        with database() as session:
            assert sessions.forget_ended(session) == 1
            assert session.scalars(select(SignedIn)).all() == []
