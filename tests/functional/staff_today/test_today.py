"""Today says what waits, what comes and what went wrong; staff land there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from portal.store.messages import Message, Outgoing
from portal.store.people import Account, Staff
from portal.web.staff_today import saying
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import PageClient

NOON = datetime(2026, 10, 14, 9, tzinfo=UTC)


@pytest.fixture
def member(database: Any) -> Account:
    with database() as session:
        return people.account(session, staff=people.staff(session))


@pytest.fixture
def minna(client: PageClient, member: Account) -> PageClient:
    return sign_in(client, member)


def test_staff_land_on_today_and_nothing_waits(minna: PageClient) -> None:
    minna.get_redirect("/", "/staff")
    said = minna.get("/staff").text("main")
    assert "Nothing waits for the office." in said
    assert "Nothing went wrong in the last two weeks." in said


def test_what_waits_and_what_went_wrong(minna: PageClient, database: Any) -> None:
    with database() as session:
        party = people.person(session)
        session.add(Message(
            number="AAAAAAAAAA", party_id=party.id, kind="question", subject="When?", body="When?",
            written_by="Kaisa", day=date(2026, 10, 14), at=NOON,
        ))  # fmt: skip
        session.add(Outgoing(
            key="letter", party_id=party.id, channel="email", address="", locale="en",
            subject="", body="", written_at=NOON, next_try_at=NOON, gave_up_at=datetime.now(UTC),
            problem="address_refused",
        ))  # fmt: skip
    said = minna.get("/staff").text("main")
    assert "1 question to answer" in said
    assert "Question of 14 October 2026" in minna.get("/staff/people/P1").text("main")
    assert "1 e-mail address was refused" in said


def test_staff_who_are_paid_too_go_back_and_forth(
    client: PageClient, database: Any, member: Account
) -> None:
    with database() as session:
        party = people.person(session)
        session.get_one(Account, member.id).party_id = party.id
        session.get_one(Staff, member.staff_id).party_id = party.id
    minna = sign_in(client, member)
    assert [a.get("href") for a in minna.get("/").all("a") if a.text == "The office"] == ["/staff"]
    assert [a.get("href") for a in minna.get("/staff").all("a") if a.text == "My own pages"] == [
        "/"
    ]


def test_the_key_can_be_switched_off(minna: PageClient) -> None:
    def scripts() -> list[str]:
        found = [one.get("src") or "" for one in minna.get("/staff").all("script")]
        return [one.split("?")[0] for one in found]

    assert scripts() == ["/static/js/keys.js"]
    values = {"letters": "normal", "theme": "auto", "keys": "off"}
    minna.post("/screen", values, redirects_to="/screen")
    assert scripts() == []


def test_authors_have_no_office_and_no_keys(client: PageClient, database: Any) -> None:
    with database() as session:
        kaisa = people.account(session, people.person(session))
    sign_in(client, kaisa).get("/staff", status=403)
    page = client.get("/")
    assert page.all("script") == []
    assert [a for a in page.all("a") if a.get("href") == "/staff"] == []


def test_a_signed_out_visitor_is_asked_to_sign_in(app: Flask) -> None:
    PageClient(app).get_redirect("/staff", "/sign-in?next=/staff")


def test_everything_leads_to_a_page_that_exists(app: Flask) -> None:
    assert {place for place in saying.PLACES.values() if place not in app.view_functions} == set()
