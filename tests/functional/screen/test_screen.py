"""Letters and colours: chosen before and after signing in, kept for the browser and the person."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from portal.store.people import Account
from portal.store.preferences import Preference
from portal.store.records import AuditEvent
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import PageClient

CHOICE = {"letters": "large", "theme": "dark"}


@pytest.fixture
def account(database: Any) -> Account:
    with database() as session:
        return people.account(session, people.person(session))


def looks(client: PageClient, url: str = "/help") -> tuple[str | None, str | None]:
    html = client.get(url).one("html")
    return html.get("data-letters"), html.get("data-theme")


def test_without_a_choice_a_page_follows_the_machine(client: PageClient) -> None:
    assert looks(client) == (None, None)


def test_a_visitor_chooses_and_every_page_follows(client: PageClient) -> None:
    client.post("/screen", CHOICE, redirects_to="/screen")
    page = client.get("/screen")
    chosen = [field.get("value") for field in page.all("input", type="radio")
              if field.get("checked") is not None]  # fmt: skip
    assert chosen == ["large", "dark"]
    assert "kept as you chose" in page.text("main")
    assert looks(client) == ("large", "dark")


def test_the_choice_leads_back_to_where_it_was_asked_from(client: PageClient) -> None:
    client.post("/screen", {**CHOICE, "next": "/help"}, redirects_to="/help")
    client.post("/screen", {**CHOICE, "next": "//evil.example"}, redirects_to="/screen")


@pytest.mark.parametrize("wrong", [{"letters": "huge"}, {"theme": "pink"}, {"letters": ""}])
def test_a_choice_that_is_not_offered_is_refused(client: PageClient, wrong: Any) -> None:
    page = client.post("/screen", {**CHOICE, **wrong})
    assert page.text("title").startswith("Error: ")
    assert looks(client) == (None, None)


@pytest.mark.parametrize("cookie", ["large", "huge.dark", "large.dark.x", '"><script>', ""])
def test_a_cookie_that_says_nothing_known_changes_nothing(client: PageClient, cookie: str) -> None:
    client.client.set_cookie("screen", cookie, domain="localhost")
    assert looks(client) == (None, None)


def test_a_person_keeps_her_choice_once(
    client: PageClient, account: Account, database: Any
) -> None:
    sign_in(client, account)
    for _ in range(2):
        client.post("/screen", CHOICE, redirects_to="/screen")
    with database() as session:
        kept = session.scalars(select(Preference)).one()
        assert (kept.letter_size, kept.theme) == ("large", "dark")
        events = session.scalars(select(AuditEvent.event)).all()
        assert events.count("screen_chosen") == 1


def test_an_heir_chooses_for_her_own_eyes(
    client: PageClient, account: Account, database: Any
) -> None:
    with database() as session:
        estate = people.person(session, "P2", "Eino Edesmennyt", death_year=2015)
        people.mandate(session, account, estate)
    sign_in(client, account)
    client.post("/acting-for", {"party": str(estate.id)}, redirects_to="/", token_from="/")
    client.post("/screen", CHOICE, redirects_to="/screen")
    with database() as session:
        assert session.scalars(select(Preference.party_id)).all() == [account.party_id]
