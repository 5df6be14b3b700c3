"""Signing in with a passkey: no name is typed, and all that does not hold looks the same."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select, update

from portal.store.access import Passkey
from portal.store.people import Account, Party, SignedIn
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.functional.passkeys.conftest import add_passkey, token_of, way_in
from tests.page_client import PageClient
from tests.soft_authenticator import PRESENT, SoftAuthenticator, options_of

START = "2026-10-15 09:00+00:00"
ANSWER = "/sign-in/passkey/answer"
UNKNOWN = "This passkey does not open the portal."


@pytest.fixture
def device(kaisa: PageClient) -> SoftAuthenticator:
    return add_passkey(kaisa)


@pytest.fixture
def other(kaisa: PageClient, device: SoftAuthenticator) -> PageClient:
    """Another browser that nobody has signed in with."""
    return PageClient(kaisa.app)


def refused(client: PageClient, answer: str) -> str:
    """Sends an answer that must not open anything; returns what the sign-in page then says."""
    client.post(ANSWER, {"passkey": answer}, redirects_to="/sign-in", token_from="/help")
    words = client.get("/sign-in").text("div", class_="notice", role="alert")
    client.get_redirect("/me", "/sign-in?next=/me")
    return words


def test_she_signs_in_and_comes_to_the_page_she_wanted(
    other: PageClient, device: SoftAuthenticator, database: Any
) -> None:
    options = way_in(other, "/works")
    assert json.loads(options)["publicKey"]["userVerification"] == "required"
    assert json.loads(options)["publicKey"].get("allowCredentials", []) == []
    on_the_way = token_of(other)
    other.post(ANSWER, {"passkey": device.get(options)}, redirects_to="/works", token_from="/help")
    assert token_of(other) != on_the_way
    assert other.get("/me").h1 == "My details"
    other.get("/passkeys/add")  # just proved: nothing more is asked
    with database() as session:
        assert session.scalars(select(SignedIn.means)).all() == ["passkey", "passkey"]
        [row] = session.scalars(select(Passkey))
        assert row.sign_count == device.counter
        assert row.used_at is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"challenge": "AAAA"},
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:81"},
        {"rp_id": "evil.example"},
        {"type": "webauthn.create"},
        {"flags": PRESENT},
        {"flags": 4},
        {"cross_origin": True},
        {"counter": 1},
        {"counter": 0},
        {"key": ec.generate_private_key(ec.SECP256R1())},
        {"user_handle": bytes(8)},
        {"credential_id": b"nobody knows this"},
    ],
    ids=[
        "challenge", "origin", "port", "host", "use", "not unlocked", "nobody there", "framed",
        "counter as before", "counter back", "signature", "another's handle", "unknown",
    ],
)  # fmt: skip
def test_an_answer_that_does_not_hold_opens_nothing(
    other: PageClient, device: SoftAuthenticator, wrong: dict[str, Any]
) -> None:
    assert UNKNOWN in refused(other, device.get(way_in(other), **wrong))


@pytest.mark.parametrize(
    "answer",
    ["{", "[]", "null", '{"asked": 1}', '{"asked": true, "credential": {}}', "x" * 30_000,
     '{"asked": 1, "credential": "x"}', "[" * 9_000],
)  # fmt: skip
def test_what_cannot_be_read_opens_nothing(other: PageClient, answer: str) -> None:
    way_in(other)
    assert UNKNOWN in refused(other, answer)


@pytest.mark.parametrize("value", ["", "AA", "not base64 %", 7, None, "e30", "\0"])
def test_a_broken_part_opens_nothing(
    other: PageClient, device: SoftAuthenticator, value: object
) -> None:
    parts = ("clientDataJSON", "authenticatorData", "signature")
    for broken in (*parts, "rawId", "id"):
        told = json.loads(device.get(way_in(other)))
        holder = told["credential"]["response"] if broken in parts else told["credential"]
        holder[broken] = value
        assert UNKNOWN in refused(other, json.dumps(told)), broken


def test_an_answer_counts_once(other: PageClient, device: SoftAuthenticator) -> None:
    answer = device.get(way_in(other))
    other.post(ANSWER, {"passkey": answer}, redirects_to="/", token_from="/help")
    third = PageClient(other.app)
    way_in(third)
    assert UNKNOWN in refused(third, answer)


def test_a_question_holds_for_five_minutes(other: PageClient, device: SoftAuthenticator) -> None:
    with time_machine.travel(START, tick=False) as clock:
        answer = device.get(way_in(other))
        clock.shift(timedelta(minutes=5, seconds=1))
        assert "open for longer than five minutes" in refused(other, answer)


def test_without_the_cookie_of_the_question_nothing_opens(
    other: PageClient, device: SoftAuthenticator
) -> None:
    answer = device.get(way_in(other))
    other.client.delete_cookie("colophon", domain="localhost")
    assert "Begin again" in refused(other, answer)


def removed(session: Any) -> None:
    session.execute(update(Passkey).values(removed_at=Passkey.added_at))


def closed(session: Any) -> None:
    session.execute(update(Party).values(closed_on=date(2026, 10, 1)))


@pytest.mark.parametrize("happened", [removed, closed])
def test_a_removed_passkey_and_a_closed_person_are_like_an_unknown_one(
    other: PageClient, device: SoftAuthenticator, database: Any, happened: Any
) -> None:
    with database() as session:
        happened(session)
    assert UNKNOWN in refused(other, device.get(way_in(other)))


def test_an_ended_staff_member_is_like_an_unknown_one(client: PageClient, database: Any) -> None:
    with database() as session:
        member = people.staff(session)
        account = people.account(session, staff=member)
    device = add_passkey(sign_in(client, account))
    other = PageClient(client.app)
    other.post(ANSWER, {"passkey": device.get(way_in(other))}, redirects_to="/", token_from="/help")
    with database() as session:
        session.get(type(member), member.id).ended_on = date(2026, 10, 14)
    third = PageClient(client.app)
    assert UNKNOWN in refused(third, device.get(way_in(third)))


def test_a_device_without_a_counter_may_sign_in_again_and_again(
    kaisa: PageClient, account: Account
) -> None:
    device = SoftAuthenticator()
    device.counts = False
    answer = device.create(options_of(kaisa.get("/passkeys/add")))
    kaisa.post("/passkeys/add", {"passkey": answer}, redirects_to="/passkeys")
    for _ in range(2):
        other = PageClient(kaisa.app)
        answer = device.get(way_in(other))
        other.post(ANSWER, {"passkey": answer}, redirects_to="/", token_from="/help")
