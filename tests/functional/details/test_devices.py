"""Sessions on other devices: seen with their words, ended one by one or all at once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from portal.services.access import sign_in as sessions
from portal.store.people import Account, SignedIn
from portal.store.records import AuditEvent
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import PageClient

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6) Version/18.6 Safari/604.1"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:143.0) Firefox/143.0"


def elsewhere(client: PageClient, account: Account, agent: str) -> PageClient:
    """Another browser of the same person."""
    other = PageClient(client.app)
    with client.app.extensions["portal.transaction"]() as session:
        token = sessions.complete(session, None, account.issuer, account.subject, agent)
    other.client.set_cookie("colophon", token, domain="localhost")
    return other


def is_in(client: PageClient) -> bool:
    return client.client.get("/me").status_code == 200


@pytest.fixture
def phone(kaisa: PageClient, account: Account) -> PageClient:
    return elsewhere(kaisa, account, PHONE)


@pytest.fixture
def firefox(kaisa: PageClient, account: Account) -> PageClient:
    return elsewhere(kaisa, account, FIREFOX)


def test_devices_are_named_and_this_one_comes_first(
    kaisa: PageClient, phone: PageClient, firefox: PageClient
) -> None:
    words = kaisa.get("/me/devices").text("main")
    assert words.index("An unknown device") < words.index("This device")
    assert words.index("This device") < words.index("Safari on iPhone")
    assert "Firefox on Windows" in words


def test_one_is_ended_and_the_others_stay(
    kaisa: PageClient, phone: PageClient, firefox: PageClient, database: Any
) -> None:
    with database() as session:
        handle = session.scalars(
            select(SignedIn.handle).where(SignedIn.device == "Safari on iPhone")
        ).one()
    address = f"/me/devices/{handle}/end"
    kaisa.post(address, redirects_to="/me/devices", token_from="/me/devices")
    assert (is_in(kaisa), is_in(phone), is_in(firefox)) == (True, False, True)
    kaisa.post(address, status=404, token_from="/me/devices")


def test_all_others_are_ended_and_it_is_written_down(
    kaisa: PageClient, phone: PageClient, firefox: PageClient, database: Any
) -> None:
    for _ in range(2):
        kaisa.post("/me/devices/end-others", redirects_to="/me/devices", token_from="/me/devices")
    assert (is_in(kaisa), is_in(phone), is_in(firefox)) == (True, False, False)
    with database() as session:
        found = session.scalars(
            select(AuditEvent.details).where(AuditEvent.event == "sessions_ended")
        ).all()
        assert found == ['{"ended": 2}']


def test_a_session_of_somebody_else_is_neither_seen_nor_ended(
    kaisa: PageClient, client: PageClient, database: Any
) -> None:
    with database() as session:
        other = people.account(session, people.person(session, "P2", "Eero Toinen"))
    eero = sign_in(PageClient(client.app), other)
    with database() as session:
        handle = session.scalars(
            select(SignedIn.handle).where(SignedIn.account_id == other.id)
        ).one()
    assert handle not in kaisa.get("/me/devices").html
    kaisa.post(f"/me/devices/{handle}/end", status=404, token_from="/me/devices")
    kaisa.post("/me/devices/end-others", redirects_to="/me/devices", token_from="/me/devices")
    assert is_in(eero)


def test_the_token_and_its_hash_never_reach_a_page(kaisa: PageClient, database: Any) -> None:
    with database() as session:
        [hashed] = session.scalars(select(SignedIn.token_sha256)).all()
    assert hashed not in kaisa.get("/me/devices").html
