"""The page of a person in the office, a death and its undoing, rights to act, a merge."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from portal.kernel.identity import StaffRole
from portal.store.messages import Message
from portal.store.office import Merge
from portal.store.people import Account, Mandate, Party
from portal.store.records import AuditEvent
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.functional.staff_people.conftest import Office
from tests.page_client import PageClient

DEATH = {"day": "2026-03-12", "source": "Extract from the register, 1 April 2026"}
OTHERS: tuple[StaffRole, ...] = ("support", "approver", "auditor")
MANDATE = {"kind": "agent", "works": "y", "valid_from": "2026-10-15", "source": "Contract"}


def events(database: Any, name: str) -> list[AuditEvent]:
    with database() as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.event == name)))


def party(database: Any, number: int) -> Party:
    with database() as session:
        return session.get_one(Party, number)


def test_a_page_masks_the_address_and_shows_no_money(office: Office, register: None) -> None:
    said = office("auditor").get("/staff/people/P1").text("main")
    assert "a…@example.org" in said
    assert "aino@" not in said
    assert "€" not in said


def test_nobody_of_this_id(office: Office) -> None:
    office("support").get("/staff/people/P99", status=404)


def test_a_death_is_recorded_once_and_taken_back(
    office: Office, register: None, database: Any
) -> None:
    client = office("officer")
    for _ in range(2):
        client.post("/staff/people/P1/death", DEATH, redirects_to="/staff/people/P1")
    row = party(database, 1)
    assert (row.died_on, row.death_year) == (date(2026, 3, 12), 2026)
    [event] = events(database, "death_recorded")
    assert (event.subject_id, json.loads(event.details)) == (1, {"day": "2026-03-12"})
    # 70 years after the year of death: the Copyright Act.
    assert "up to the year 2096" in client.get("/staff/people/P1").text("main")
    client.post(
        "/staff/people/P1/death/take-back", {"reason": "A namesake\r\ndied"},
        redirects_to="/staff/people/P1",
    )  # fmt: skip
    row = party(database, 1)
    assert (row.died_on, row.death_year, row.death_source) == (None, None, "A namesake died")
    assert len(events(database, "death_withdrawn")) == 1


CANNOT_BE: list[tuple[dict[str, str], str]] = [
    ({"day": "2026-10-16"}, "has not come yet"),
    ({"day": "1950-01-01"}, "before the birth"),
    ({"day": "yesterday"}, "such as 2026-03-12"),
    ({"source": " "}, "which document"),
]


def test_a_death_that_cannot_be(office: Office, register: None, database: Any) -> None:
    officer = office("officer")
    for said, sentence in CANNOT_BE:
        page = officer.post("/staff/people/P1/death", DEATH | said)
        assert sentence in page.text("main")
    assert party(database, 1).death_year is None


def test_whoever_was_signed_in_as_the_dead_is_signed_out(
    office: Office, register: None, database: Any
) -> None:
    with database() as session:
        account = people.account(session, session.get_one(Party, 1))
    aino = sign_in(PageClient(office("officer").app), account)
    aino.get("/me")
    officer = office("administrator")
    officer.post("/staff/people/P1/death", DEATH, redirects_to="/staff/people/P1")
    assert aino.client.get("/me", base_url=aino.base_url).status_code == 303


@pytest.fixture
def leo(register: None, database: Any) -> Account:
    with database() as session:
        return people.account(session, session.get_one(Party, 5))


def give(client: PageClient, leo: Account, **said: str) -> Any:
    address = "/staff/people/P1/mandates?holder=leo"
    values = {**MANDATE, "account": str(leo.id), "holder": "leo", **said}
    return client.post(
        "/staff/people/P1/mandates", values, token_from=address, redirects_to="/staff/people/P1"
    )


def test_an_agent_gets_works_acts_and_is_stopped_at_once(
    office: Office, leo: Account, database: Any
) -> None:
    officer = office("officer")
    give(officer, leo)
    give(officer, leo)
    with database() as session:
        [row] = session.scalars(select(Mandate)).all()
        assert (row.kind, row.scopes, row.source) == ("agent", "works", "Contract")
        codes = session.scalars(select(Message.code).where(Message.party_id == 1)).all()
        assert codes == ["mandate_given"]
    agent = sign_in(PageClient(officer.app), leo)
    agent.post("/acting-for", {"party": "1"}, redirects_to="/", token_from="/")
    agent.get("/works")
    agent.get("/money", status=403)
    officer.post(
        f"/staff/people/mandates/{row.id}/end", redirects_to="/staff/people/P1",
        token_from="/staff/people/P1",
    )  # fmt: skip
    # From the next request on he acts for himself alone.
    assert "Aino Öhman" not in agent.get("/works").html
    assert len(events(database, "mandate_revoked")) == 1


NOT_GIVEN: list[tuple[dict[str, str], str]] = [
    ({"money": "y"}, "never reaches money"),
    ({"works": ""}, "at least one thing"),
    ({"kind": "heir"}, "Record the death first"),
    ({"valid_to": "2026-10-14"}, "before the first"),
]


def test_a_right_that_is_not_given(office: Office, leo: Account, database: Any) -> None:
    officer, address = office("officer"), "/staff/people/P1/mandates?holder=leo"
    for said, sentence in NOT_GIVEN:
        values = {**MANDATE, "account": str(leo.id), "holder": "leo", **said}
        values = {name: value for name, value in values.items() if value}
        page = officer.post("/staff/people/P1/mandates", values, token_from=address)
        assert sentence in page.text("main")
    with database() as session:
        assert session.scalars(select(Mandate)).all() == []


def test_two_are_compared_joined_and_parted(office: Office, register: None, database: Any) -> None:
    client = office("officer")
    assert "1 pair may be one person" in client.get("/staff/people/duplicates").text("main")
    address = "/staff/people/compare?kept=P1&other=P2"
    said = {"kept": "P1", "other": "P2", "reason": "The same day of birth.\r\nThe same street."}
    for _ in range(2):
        client.post(
            "/staff/people/merge", said, token_from=address, redirects_to="/staff/people/P1"
        )
        address = "/staff/people/P1"
    assert len(events(database, "person_merged")) == 2  # one for each of the two
    assert "This is now Aino Öhman (P1)" in client.get("/staff/people/P2").text("main")
    assert "No two people look like one" in client.get("/staff/people/duplicates").text("main")
    with database() as session:
        [number] = session.scalars(select(Merge.id)).all()
    for _ in range(2):
        client.post(
            f"/staff/people/merges/{number}/undo", redirects_to="/staff/people/P1",
            token_from="/staff/people/P1",
        )  # fmt: skip
    assert party(database, 2).merged_into_id is None
    assert len(events(database, "merge_undone")) == 2


def test_any_two_are_compared_by_their_ids(office: Office, register: None) -> None:
    """Who changed her name looks like nobody else in the list of pairs."""
    client = office("support")
    form = client.get("/staff/people/duplicates").one("form", class_="compare")
    assert form.get("action") == "/staff/people/compare"
    assert {field.get("name") for field in form.iter("input")} == {"kept", "other"}
    client.get_redirect("/staff/people/compare?kept=P1&other=P77", "/staff/people/duplicates")
    said = client.get("/staff/people/duplicates").text("main")
    assert "“P77” is nobody’s person id." in said
    assert "Aino Öhman" in client.get("/staff/people/compare?kept=P1+&other=P3").text("main")


def test_what_stands_against_a_merge_is_said_before(office: Office, register: None) -> None:
    said = office("officer").get("/staff/people/compare?kept=P1&other=P3").text("main")
    assert "The years of birth differ" in said
    assert "Join the two" not in said


def test_other_roles_read_and_decide_nothing(office: Office, register: None) -> None:
    values = {"kept": "P1", "other": "P2", "reason": "One person"}
    for role in OTHERS:
        client = office(role)
        page = client.get("/staff/people/compare?kept=P1&other=P2")
        assert "Join the two" not in page.text("main")
        client.get("/staff/people/P1/death", status=403)
        client.get("/staff/people/P1/mandates", status=403)
        client.post("/staff/people/merge", values, token_from="/staff/people", status=403)


def test_estates_say_until_when_and_who_may_act(office: Office, register: None) -> None:
    said = office("support").get("/staff/people/estates").text("main")
    assert "1 person has died" in said
    assert "2060" in said  # 1990 + 70
