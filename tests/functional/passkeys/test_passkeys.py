"""Passkeys are added under a name, listed, removed; each time their owner is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from portal.store.access import Passkey
from portal.store.messages import Message
from portal.store.people import Account, SignedIn
from portal.store.records import AuditEvent
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.functional.passkeys.conftest import add_passkey, token_of
from tests.page_client import PageClient
from tests.soft_authenticator import PRESENT, SoftAuthenticator, options_of

START = "2026-10-15 09:00+00:00"


def held(database: Any) -> list[Passkey]:
    with database() as session:
        return list(session.scalars(select(Passkey).where(Passkey.removed_at.is_(None))))


def remove(client: PageClient, handle: str, **more: Any) -> Any:
    return client.post(f"/passkeys/{handle}/remove", token_from="/passkeys", **more)


def test_a_passkey_is_added_under_its_name_and_the_session_goes_on_under_a_new_token(
    kaisa: PageClient, database: Any
) -> None:
    before = token_of(kaisa)
    add_passkey(kaisa, "  My   phone ")
    words = kaisa.get("/passkeys").text("main")
    assert "My phone" in words
    assert "Not used yet." in words
    assert token_of(kaisa) != before
    with database() as session:
        row = session.scalars(select(SignedIn)).one()
        assert row.means == "passkey"
        events = session.scalars(select(AuditEvent.event).order_by(AuditEvent.id)).all()
        assert events == ["signed_in", "passkey_added", "notice_sent"]
        assert session.scalars(select(Message.code)).all() == ["passkey_added"]


def test_her_message_names_the_passkey_that_was_added(kaisa: PageClient) -> None:
    add_passkey(kaisa, "Blue key")
    assert "A passkey was added: Blue key" in kaisa.get("/messages").text("main")


def test_a_passkey_is_removed_and_the_last_one_of_a_person_may_go(
    kaisa: PageClient, database: Any
) -> None:
    add_passkey(kaisa)
    [row] = held(database)
    remove(kaisa, row.handle, redirects_to="/passkeys")
    assert held(database) == []
    remove(kaisa, row.handle, status=404)
    with database() as session:
        codes = session.scalars(select(Message.code).order_by(Message.id)).all()
        assert codes == ["passkey_added", "passkey_removed"]


def test_another_persons_passkey_is_neither_seen_nor_removed(
    kaisa: PageClient, database: Any
) -> None:
    add_passkey(kaisa, "Blue key")
    with database() as session:
        other = people.account(session, people.person(session, "P2", "Eero Toinen"))
    eero = sign_in(PageClient(kaisa.app), other)
    assert "Blue key" not in eero.get("/passkeys").html
    [row] = held(database)
    remove(eero, row.handle, status=404)
    assert [one.id for one in held(database)] == [row.id]


def test_the_same_passkey_is_not_added_twice(kaisa: PageClient, database: Any) -> None:
    device = add_passkey(kaisa)
    answer = device.create(options_of(kaisa.get("/passkeys/add")))
    kaisa.post("/passkeys/add", {"passkey": answer}, redirects_to="/passkeys/add")
    assert "in your list already" in kaisa.get("/passkeys/add").text("main")
    assert len(held(database)) == 1


def test_one_answer_that_is_sent_twice_adds_one(kaisa: PageClient, database: Any) -> None:
    answer = SoftAuthenticator().create(options_of(kaisa.get("/passkeys/add")))
    sent = {"name": "Blue key", "passkey": answer}
    kaisa.post("/passkeys/add", sent, redirects_to="/passkeys", token_from="/help")
    kaisa.post("/passkeys/add", sent, redirects_to="/passkeys/add", token_from="/help")
    assert [row.name for row in held(database)] == ["Blue key"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"challenge": "AAAA"}, "does not open the portal"),
        ({"origin": "https://evil.example"}, "does not open the portal"),
        ({"rp_id": "evil.example"}, "does not open the portal"),
        ({"type": "webauthn.get"}, "does not open the portal"),
        ({"flags": PRESENT}, "does not open the portal"),
        ({"cross_origin": True}, "does not open the portal"),
        ({"asked": 1_000_000_000}, "open for longer than five minutes"),
        ({"asked": "now"}, "does not open the portal"),
    ],
    ids=["challenge", "origin", "host", "use", "not unlocked", "framed", "old", "no time"],
)
def test_an_answer_that_does_not_hold_adds_nothing(
    kaisa: PageClient, database: Any, wrong: dict[str, Any], words: str
) -> None:
    answer = SoftAuthenticator().create(options_of(kaisa.get("/passkeys/add")), **wrong)
    kaisa.post("/passkeys/add", {"passkey": answer}, redirects_to="/passkeys/add")
    assert words in kaisa.get("/passkeys/add").text("main")
    assert held(database) == []


def test_without_javascript_the_page_says_so(kaisa: PageClient) -> None:
    kaisa.post("/passkeys/add", {"name": "x"}, redirects_to="/passkeys/add")
    assert "Passkeys need JavaScript" in kaisa.get("/passkeys/add").text(
        "div", class_="notice", role="alert"
    )


def test_adding_and_removing_ask_who_it_is_after_five_minutes(
    client: PageClient, account: Account, database: Any
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, account)
        add_passkey(client)
        [row] = held(database)
        clock.shift(timedelta(minutes=5, seconds=1))
        client.get_redirect("/passkeys/add", "/confirm?next=/passkeys/add")
        remove(client, row.handle, redirects_to="/confirm?next=/confirm/send")
    assert len(held(database)) == 1


def test_looking_at_the_pages_writes_nothing(kaisa: PageClient, database: Any) -> None:
    def session_row() -> str:
        with database() as session:
            return session.scalars(select(SignedIn.data)).one()

    before = session_row()
    first, second = (options_of(kaisa.get("/passkeys/add")) for _ in range(2))
    assert session_row() == before
    SoftAuthenticator().create(first)
    kaisa.post("/passkeys/add", {"passkey": "{}"}, redirects_to="/passkeys/add")
    kaisa.post("/passkeys/add", {"passkey": SoftAuthenticator().create(second)},
               redirects_to="/passkeys")  # fmt: skip
    assert session_row() != before
