"""The overview and every page below it, for the person, an heir, a guardian, an agent, staff."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from portal.services.access import permissions
from portal.store.people import Account, Party
from portal.store.records import AuditEvent
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import PageClient

READ = ["/me", "/me/names", "/me/access-log", "/me/data"]
OWN_SESSION = ["/me/devices"]
CHANGE = ["/me/names/add", "/me/contact", "/me/email", "/me/consent", "/me/reminders",
          "/me/language"]  # fmt: skip


@pytest.mark.parametrize("address", [*READ, *OWN_SESSION, *CHANGE])
def test_every_page_opens(kaisa: PageClient, address: str) -> None:
    kaisa.get(address)


@pytest.fixture
def estate(database: Any, account: Account) -> Party:
    with database() as session:
        return people.person(session, "P9", "Aino Salo", death_year=2015)


def acting(kaisa: PageClient, database: Any, account: Account, estate: Party, kind: str) -> None:
    with database() as session:
        people.mandate(session, account, estate, kind)
    kaisa.post("/acting-for", {"party": str(estate.id)}, redirects_to="/", token_from="/")


@pytest.mark.parametrize("kind", ["heir", "guardian"])
def test_heir_and_guardian_may_change(
    kaisa: PageClient, database: Any, account: Account, estate: Party, kind: str
) -> None:
    acting(kaisa, database, account, estate, kind)
    for address in (*READ, *CHANGE):
        kaisa.get(address)
    kaisa.post("/me/consent", {"answer": "no"}, redirects_to="/me")
    with database() as session:
        event = session.scalars(
            select(AuditEvent).where(AuditEvent.event == "consent_changed")
        ).one()
        assert (event.subject_id, event.actor_account_id) == (estate.id, account.id)


def test_an_agent_sees_and_changes_nothing(
    kaisa: PageClient, database: Any, account: Account, estate: Party
) -> None:
    acting(kaisa, database, account, estate, "agent")
    for address in (*READ, *OWN_SESSION):
        kaisa.get(address)
    for address in CHANGE:
        kaisa.get(address, 403)
        kaisa.post(address, status=403, token_from="/me")
    kaisa.post("/me/data", status=403, token_from="/me/data")
    links = [link.get("href") for link in kaisa.get("/me").all("a")]
    assert not set(links) & set(CHANGE)


def test_an_agent_may_end_his_own_sessions(
    kaisa: PageClient, database: Any, account: Account, estate: Party
) -> None:
    acting(kaisa, database, account, estate, "agent")
    kaisa.post("/me/devices/end-others", redirects_to="/me/devices", token_from="/me/devices")


def test_staff_have_no_details_of_their_own(client: PageClient, database: Any) -> None:
    with database() as session:
        account = people.account(session, staff=people.staff(session))
    sign_in(client, account)
    for address in (*READ, *CHANGE):
        client.get(address, 403)
    client.get("/me/devices")


def test_who_may_act_for_a_party_is_shown_to_it(
    kaisa: PageClient, database: Any, account: Account
) -> None:
    with database() as session:
        heir = people.account(session, people.person(session, "P2", "Eero Perijä"))
        kaisa_party = session.scalars(select(Party).where(Party.code == "P1")).one()
        people.mandate(session, heir, kaisa_party, "guardian")
    assert "Eero Perijä, guardian" in kaisa.get("/me").text("main")


def test_a_form_opened_for_another_changes_nobody(
    kaisa: PageClient, database: Any, account: Account, estate: Party
) -> None:
    before = kaisa.hidden("/me/consent")
    acting(kaisa, database, account, estate, "heir")
    page = kaisa.post("/me/consent", {**before, "answer": "yes"}, status=422)
    assert "You now act for Aino Salo" in page.text("main")


def test_the_table_of_rights_tells_an_agent_apart() -> None:
    seen = {"details.read", "details.files"}
    rights = {name for name in permissions.TABLE if name.startswith("details.")} - seen
    assert rights == {"details.change", "details.own", "details.secure", "details.export"}
