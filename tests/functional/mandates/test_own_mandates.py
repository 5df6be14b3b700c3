"""Her own page "Who may act for you": the list, and ending a right with a fresh proof."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from portal.store.people import Account, Mandate, Party, SignedIn
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import PageClient


@pytest.fixture
def kaisa(database: Any) -> Account:
    with database() as session:
        return people.account(session, people.person(session))


@pytest.fixture
def agent(kaisa: Account, database: Any) -> Mandate:
    with database() as session:
        holder = people.account(session, people.person(session, "P2", "Aki Agentti"))
        party = session.get_one(Party, kaisa.party_id)
        return people.mandate(session, holder, party, "agent", scopes="works", source="Contract")


def test_she_sees_and_ends_it_at_once(
    client: PageClient, kaisa: Account, agent: Mandate, database: Any
) -> None:
    sign_in(client, kaisa)
    said = client.get("/me/mandates").text("main")
    assert "Aki Agentti" in said
    assert "Document: Contract" in said
    for _ in range(2):
        client.post(
            f"/me/mandates/{agent.id}/end", redirects_to="/me/mandates", token_from="/me/mandates"
        )
        client.get("/me")
    with database() as session:
        assert session.get_one(Mandate, agent.id).revoked_at is not None
    assert "Nobody" in client.get("/me").text("main")


def test_an_old_proof_is_not_enough(
    client: PageClient, kaisa: Account, agent: Mandate, database: Any
) -> None:
    sign_in(client, kaisa)
    with database() as session:
        long_ago = datetime.now(UTC) - timedelta(minutes=6)
        session.execute(update(SignedIn).values(proved_at=long_ago))
    values = client.hidden("/me/mandates")
    answer = client.client.post(
        f"/me/mandates/{agent.id}/end", data=values, base_url=client.base_url
    )
    assert answer.headers["Location"].startswith("/confirm")
    with database() as session:
        assert session.get_one(Mandate, agent.id).revoked_at is None


def test_another_persons_right_is_not_there(
    client: PageClient, agent: Mandate, database: Any
) -> None:
    with database() as session:
        other = people.account(session, people.person(session, "P9", "Olga Ojala"))
    sign_in(client, other)
    client.post(
        f"/me/mandates/{agent.id}/end", token_from="/me/mandates", status=404
    )  # fmt: skip


def test_an_agent_sees_and_ends_nothing(client: PageClient, agent: Mandate, database: Any) -> None:
    with database() as session:
        holder = session.get_one(Account, agent.account_id)
    sign_in(client, holder)
    client.post(
        "/acting-for", {"party": str(agent.party_id)}, redirects_to="/", token_from="/"
    )  # fmt: skip
    page = client.get("/me/mandates")
    assert page.all("form", action=f"/me/mandates/{agent.id}/end") == []
    client.post(f"/me/mandates/{agent.id}/end", token_from="/me/mandates", status=403)
