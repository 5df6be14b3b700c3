"""Before what is sensitive she shows once more who she is; a form that came too early waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.routing import Rule

from portal.kernel.identity import STAFF_ROLES, Actor, Identity
from portal.services.access import permissions
from portal.services.access.visitors import token_sha256
from portal.store.access import Passkey, SupportVisit
from portal.store.people import Account, SignedIn
from portal.store.preferences import EmailChange
from portal.store.records import AuditEvent
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.functional.passkeys.conftest import add_passkey, age, token_of, way_in
from tests.page_client import PageClient
from tests.soft_authenticator import SoftAuthenticator, options_of

START = "2026-10-15 09:00+00:00"
ASK = "/confirm?next=/me/email"


def confirm(client: PageClient, device: SoftAuthenticator, to: str, **wrong: Any) -> Any:
    """Proves it by the passkey, on the page that asks for it."""
    options = options_of(client.get(f"/confirm?next={to}"))
    values = {"next": to, "passkey": device.get(options, **wrong)}
    return client.post("/confirm/passkey", values, redirects_to=wrong.pop("leads", to),
                       token_from="/confirm")  # fmt: skip


@pytest.fixture
def device(kaisa: PageClient, database: Any) -> SoftAuthenticator:
    """Her passkey, and a proof that is too old."""
    made = add_passkey(kaisa)
    age(database)
    return made


def test_a_proof_holds_for_five_minutes_and_a_passkey_renews_it(
    client: PageClient, account: Account
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, account)
        device = add_passkey(client)
        clock.shift(timedelta(minutes=5))
        client.get("/me/email")
        clock.shift(timedelta(seconds=1))
        client.get_redirect("/me/email", ASK)
        before = token_of(client)
        confirm(client, device, "/me/email")
        assert token_of(client) != before
        client.get("/me/email")
        client.client.set_cookie("colophon", before, domain="localhost")
        client.get_redirect("/me/email", "/sign-in?next=/me/email")


def test_an_answer_proves_once(kaisa: PageClient, device: SoftAuthenticator, database: Any) -> None:
    sent = {"next": "/me", "passkey": device.get(options_of(kaisa.get(ASK)))}
    seen = []
    for _press in range(2):
        kaisa.client.post("/confirm/passkey", data={**kaisa.hidden("/help"), **sent})
        with database() as session:
            events = session.scalars(select(AuditEvent.id)).all()
            seen.append((session.scalars(select(Passkey.sign_count)).all(), events,
                         session.scalars(select(SignedIn.proved_at)).all()))  # fmt: skip
    assert seen[0][0] == [device.counter]
    assert seen[0] == seen[1]


def test_it_is_written_down(kaisa: PageClient, device: SoftAuthenticator, database: Any) -> None:
    confirm(kaisa, device, "/me/email")
    with database() as session:
        [said] = session.scalars(
            select(AuditEvent.details).where(AuditEvent.event == "identity_proved")
        )
    assert said == '{"means": "passkey"}'
    assert "Showed again who it is" in kaisa.get("/me/access-log").text("main")


@pytest.mark.parametrize(
    "wrong", [{"challenge": "AAAA"}, {"origin": "https://evil.example"}, {"flags": 1}]
)
def test_an_answer_that_does_not_hold_proves_nothing(
    kaisa: PageClient, device: SoftAuthenticator, wrong: dict[str, Any]
) -> None:
    confirm(kaisa, device, "/me/email", **wrong, leads=ASK)
    assert "does not open the portal" in kaisa.get(ASK).text("main")
    kaisa.get_redirect("/me/email", ASK)


def test_the_passkey_of_somebody_else_proves_nothing(
    kaisa: PageClient, device: SoftAuthenticator, database: Any
) -> None:
    with database() as session:
        other = people.account(session, people.person(session, "P2", "Eero Toinen"))
    eero = sign_in(PageClient(kaisa.app), other)
    his = add_passkey(eero)
    confirm(kaisa, his, "/me/email", leads=ASK)
    kaisa.get_redirect("/me/email", ASK)


def test_an_answer_to_another_question_proves_nothing(
    kaisa: PageClient, device: SoftAuthenticator
) -> None:
    answer = device.get(way_in(PageClient(kaisa.app)))
    kaisa.post("/confirm/passkey", {"next": "/me/email", "passkey": answer}, redirects_to=ASK,
               token_from="/confirm")  # fmt: skip
    kaisa.get_redirect("/me/email", ASK)


def test_a_form_that_came_before_the_proof_waits_and_is_sent_afterwards(
    kaisa: PageClient, device: SoftAuthenticator, database: Any
) -> None:
    sent = {"email": "uusi@example.org"}
    kaisa.post("/me/email", sent, redirects_to="/confirm?next=/confirm/send", token_from="/me")
    with database() as session:
        assert session.scalar(select(func.count()).select_from(EmailChange)) == 0
    confirm(kaisa, device, "/confirm/send")
    page = kaisa.get("/confirm/send")
    [form] = [one for one in page.all("form") if one.get("action") == "/me/email"]
    kept = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert kept["email"] == "uusi@example.org"
    answer = kaisa.client.post("/me/email", data=kept, base_url="http://localhost")
    assert urlsplit(answer.location).path == "/me"
    with database() as session:
        assert session.scalars(select(EmailChange.email)).all() == ["uusi@example.org"]


def test_a_form_waits_for_ten_minutes(kaisa: PageClient, database: Any) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        age(database)
        kaisa.post("/me/email", {"email": "uusi@example.org"},
                   redirects_to="/confirm?next=/confirm/send", token_from="/me")  # fmt: skip
        clock.shift(timedelta(minutes=10))
        assert kaisa.get("/confirm/send").h1 == "Send it now"
        clock.shift(timedelta(seconds=1))
        assert kaisa.get("/confirm/send").h1 == "Nothing waits to be sent"


@pytest.mark.parametrize(
    "sent", [{"email": "x" * 6000}, {"email": "a@example.org", "support_code": "123456"}],
    ids=["long", "secret"],
)  # fmt: skip
def test_what_is_long_or_secret_is_not_kept(
    kaisa: PageClient, database: Any, sent: dict[str, str]
) -> None:
    age(database)
    answer = kaisa.post("/me/email", sent, redirects_to="/confirm?lost=yes", token_from="/me")
    assert "was not kept" in kaisa.get(answer.location).text("main")
    assert kaisa.get("/confirm/send").h1 == "Nothing waits to be sent"


def test_another_site_is_no_place_to_go_on_to(kaisa: PageClient, device: SoftAuthenticator) -> None:
    options = options_of(kaisa.get("/confirm?next=//evil.example/"))
    values = {"next": "//evil.example/", "passkey": device.get(options)}
    kaisa.post("/confirm/passkey", values, redirects_to="/", token_from="/confirm")


def in_a_visit(database: Any, client: PageClient, member: Any, visited: Any) -> None:
    now = datetime.now(UTC)
    with database() as session:
        session.add(
            SupportVisit(
                handle="v1", staff_id=member.id, party_id=visited.id, reason="caller",
                note="She asked on the phone", consent="code", mode="edit", asked_at=now,
                token_sha256=token_sha256(token_of(client)), started_at=now,
                ends_at=now + timedelta(minutes=30),
            )
        )  # fmt: skip


def test_nobody_proves_anything_in_a_visit(client: PageClient, database: Any) -> None:
    with database() as session:
        member = people.staff(session)
        account = people.account(session, staff=member)
        visited = people.person(session)
    sign_in(client, account)
    in_a_visit(database, client, member, visited)
    for address in ("/confirm", "/confirm/send", "/passkeys", "/passkeys/add", "/me/email"):
        client.get(address, 403)
    for address in ("/confirm/passkey", "/confirm/provider", "/passkeys/add", "/me/email"):
        client.post(address, status=403, token_from="/help")


def test_a_reading_session_is_not_made_into_more(
    kaisa: PageClient, device: SoftAuthenticator, database: Any
) -> None:
    with database() as session:
        session.execute(update(SignedIn).values(means="email"))
    kaisa.get("/confirm", 403)
    kaisa.post("/confirm/passkey", status=403, token_from="/help")


def proved_rules(app: Flask) -> list[tuple[Rule, str]]:
    """Every address whose permission asks for a proof, with that permission."""
    named = ((rule, getattr(app.view_functions[rule.endpoint], "__permission__", "public"))
             for rule in app.url_map.iter_rules())  # fmt: skip
    return [(rule, name) for rule, name in named
            if permissions.proved in permissions.TABLE.get(name, ())]  # fmt: skip


def test_every_page_that_needs_a_proof_asks_for_it(app: Flask, database: Any) -> None:
    clients = {}
    with database() as session:
        clients["author"] = people.account(session, people.person(session))
        for number, role in enumerate(STAFF_ROLES):
            member = people.staff(session, f"S{number}", role=role)
            clients[role] = people.account(session, staff=member)
    browsers = {role: sign_in(PageClient(app), account) for role, account in clients.items()}
    age(database)
    walked = []
    for rule, permission in proved_rules(app):
        role = next(role for role in browsers if permissions.only_unproved(permission, who(role)))
        for method in rule.methods & {"GET", "POST"}:
            browser = browsers[role]
            values = dict.fromkeys(rule.arguments, "1")
            address = app.url_map.bind("localhost").build(rule.endpoint, values)
            sent = {"data": browser.hidden("/help"), "base_url": "http://localhost"}
            answer = browser.client.open(address, method=method, **sent)
            assert answer.status_code == 303, f"{role} {method} {address}: {answer.status}"
            assert urlsplit(answer.location).path == "/confirm", f"{method} {address}"
            walked.append((method, rule.endpoint))
    assert {("GET", "details.email"), ("POST", "details.take_data"), ("POST", "passkeys.remove")} \
        <= set(walked)  # fmt: skip


def who(role: str) -> Identity:
    """Somebody in this role whose proof is too old."""
    if role == "author":
        return Identity(Actor("Kaisa", account_id=1, party_id=1), subject_id=1)
    return Identity(Actor("Stina", account_id=2, staff_id=1, staff_role=role))  # type: ignore[arg-type]
