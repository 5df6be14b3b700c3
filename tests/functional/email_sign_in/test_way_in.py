"""A link and a code by e-mail: who gets a letter, what the code opens, and what is never told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from portal.services.access import email_sign_in, visitors
from portal.store.access import EmailSignIn, Guess
from portal.store.messages import Message, Outgoing
from portal.store.people import Account, SignedIn
from portal.store.records import AuditEvent
from portal.store.session import engine_for, transaction
from portal.web.limits import limiter
from portal.wording.email_sign_in_letters import Letters
from tests.factories import people
from tests.page_client import PageClient

ASK, CODE = "/sign-in/email", "/sign-in/email/code"
KAISA = "kaisa@example.org"
NOW = datetime(2026, 10, 15, 12, tzinfo=UTC)
DAY = date(2026, 10, 15)
LETTERS = Letters(lambda token: f"https://portal.example.org/{token}")
Opens = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def kaisa(database: Opens) -> None:
    with database() as session:
        people.account(session, people.person(session, email=KAISA, birth_year=1951))


def letter(database: Opens) -> tuple[str, str]:
    """The code and the path of the link in the last letter."""
    with database() as session:
        body = session.scalars(select(Outgoing.body).order_by(Outgoing.id.desc())).first() or ""
    code, link = re.search(r"\b\d{6}\b", body), re.search(r"http://localhost(/\S+)", body)
    assert code
    assert link
    return code[0], link[1]


def letters(database: Opens) -> int:
    with database() as session:
        return len(session.scalars(select(Outgoing.id)).all())


def test_a_code_opens_a_session_that_only_reads(
    client: PageClient, database: Opens, kaisa: None
) -> None:
    client.post(ASK, {"email": " Kaisa@example.org "}, redirects_to=CODE)
    assert "If we know this address, a letter is on its way." in client.get(CODE).text("main")
    code, _link = letter(database)
    before = client.client.get_cookie("colophon", domain="localhost")
    answer = client.post(CODE, {"code": f"{code[:3]} {code[3:]}"}, redirects_to="/")
    assert answer.headers["Clear-Site-Data"] == '"cache"'  # kept pages show sums by "back"
    assert before is None
    home = client.get("/")
    assert home.h1 == "Welcome, Kaisa Kirjailija"
    assert "You are reading only" in home.text(class_="reading", tag="div")
    assert client.get("/sign-in").h1 == "Sign in"
    with database() as session:
        assert session.scalars(select(SignedIn.means)).all() == ["email"]
        assert session.scalars(select(SignedIn.proved_at)).all() == [None]
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [one.event for one in events] == ["email_sign_in_asked", "signed_in_by_email"]
    assert KAISA not in "".join(one.details for one in events)
    seen = client.get("/me/access-log").text("main")
    assert "Asked for a link by e-mail, to read these pages" in seen
    assert "Signed in by e-mail, to read only" in seen


def test_the_link_works_in_another_browser_and_opening_it_changes_nothing(
    app: Flask, client: PageClient, database: Opens, kaisa: None
) -> None:
    client.post(ASK, {"email": KAISA}, redirects_to=CODE)
    code, link = letter(database)
    other = PageClient(app)
    for _look in range(3):  # as programs do that look into letters
        assert "Type the code from the letter" in other.get(link).h1
    other.post(link, {"code": code}, redirects_to="/")
    assert other.get("/").h1 == "Welcome, Kaisa Kirjailija"
    used = client.post(CODE, {"code": code})
    assert "This link holds no longer" in used.h1


@pytest.mark.parametrize("by_link", [False, True], ids=["code", "link"])
def test_a_code_that_is_sent_twice_opens_once(
    client: PageClient, database: Opens, kaisa: None, by_link: bool
) -> None:
    client.post(ASK, {"email": KAISA}, redirects_to=CODE)
    code, link = letter(database)
    seen = []
    for _press in range(2):
        sent = {**client.hidden("/help"), "code": code}
        client.client.post({True: link, False: CODE}[by_link], data=sent)
        with database() as session:
            seen.append((session.scalars(select(SignedIn.handle)).all(),
                         session.scalars(select(AuditEvent.id)).all()))  # fmt: skip
    assert len(seen[0][0]) == 1
    assert seen[0] == seen[1]


def test_she_is_told_when_it_was_a_device_that_nobody_knew(
    client: PageClient, database: Opens, kaisa: None
) -> None:
    windows = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    phone = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
    for agent in (windows, windows, phone):
        client.client.delete_cookie("colophon", domain="localhost")
        client.client.environ_base["HTTP_USER_AGENT"] = agent
        client.post(ASK, {"email": KAISA}, redirects_to=CODE)
        with database() as session:
            session.execute(delete(Guess))
        client.post(CODE, {"code": letter(database)[0]}, redirects_to="/")
    with database() as session:
        told = session.scalars(select(Message.details).where(Message.code == "device_new")).all()
        [_letter] = session.scalars(select(Outgoing).where(Outgoing.message_id.is_not(None)))
    assert [json.loads(one)["device"] for one in told] == ["Firefox on Android"]


def test_a_letter_is_in_the_language_of_its_reader(client: PageClient, database: Opens) -> None:
    with database() as session:
        people.account(session, people.person(session, email=KAISA, locale="fi"))
    client.post(ASK, {"email": KAISA}, redirects_to=CODE)
    with database() as session:
        assert session.scalars(select(Outgoing.locale)).all() == ["fi"]


def test_whoever_has_no_electronic_identity_gets_a_way_in_of_her_own(
    client: PageClient, database: Opens
) -> None:
    with database() as session:
        people.person(session, email=KAISA)
    client.post(ASK, {"email": KAISA}, redirects_to=CODE)
    client.post(CODE, {"code": letter(database)[0]}, redirects_to="/")
    with database() as session:
        made = session.scalars(select(Account)).one()
        assert (made.issuer, made.subject) == (email_sign_in.ISSUER, "P1")


WHO: dict[str, dict[str, Any]] = {
    "nobody": {"email": "else@example.org"},
    "dead": {"email": KAISA, "death_year": 2020},
    "closed": {"email": KAISA, "closed_on": date(2026, 1, 1)},
}


@pytest.mark.parametrize("who", WHO)
def test_no_letter_goes_to_whom_none_may(client: PageClient, database: Opens, who: str) -> None:
    with database() as session:
        people.account(session, people.person(session, **WHO[who]))
    client.post(ASK, {"email": KAISA}, redirects_to=CODE)
    assert letters(database) == 0
    refused = client.post(CODE, {"code": "123456"})
    assert "This is not the code of our last letter." in refused.text("main")


def test_staff_do_not_sign_in_by_e_mail(client: PageClient, database: Opens) -> None:
    with database() as session:
        employed = people.staff(session)
        party = people.person(session, email=KAISA)
        employed.party_id = party.id
        people.account(session, party)
    client.post(ASK, {"email": KAISA}, redirects_to=CODE)
    assert letters(database) == 0


def test_an_address_of_several_lets_nobody_in_and_the_letter_says_so(
    client: PageClient, database: Opens
) -> None:
    with database() as session:
        people.account(session, people.person(session, "P1", email=KAISA))
        people.account(session, people.person(session, "P2", email=KAISA.upper()))
    client.post(ASK, {"email": KAISA}, redirects_to=CODE)
    with database() as session:
        written = session.scalars(select(Outgoing)).one()
        assert written.party_id is None
        assert "Several people here have this e-mail address" in written.body
        assert re.search(r"\d{6}", written.body) is None
        assert session.scalars(select(EmailSignIn.account_id)).all() == [None]


def test_a_code_ends_with_its_time_its_use_and_five_wrong_tries(
    client: PageClient, database: Opens, kaisa: None
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        client.post(ASK, {"email": KAISA}, redirects_to=CODE)
        code, _link = letter(database)
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        for tried in range(5):
            clock.shift(timedelta(seconds=60))
            heading = client.post(CODE, {"code": wrong}).h1
            assert heading == ("This link holds no longer" if tried == 4
                               else "Type the code from the letter")  # fmt: skip
        clock.shift(timedelta(seconds=60))
        assert "holds no longer" in client.post(CODE, {"code": code}).h1
        clock.shift(timedelta(hours=1))
        client.post(ASK, {"email": KAISA}, redirects_to=CODE)
        code, _link = letter(database)
        clock.shift(timedelta(minutes=10))
        assert "holds no longer" in client.post(CODE, {"code": code}).h1
    with database() as session:
        assert session.scalars(select(SignedIn)).all() == []


def test_wrong_codes_are_slowed_over_all_letters_of_an_asker(
    client: PageClient, database: Opens, kaisa: None
) -> None:
    with time_machine.travel(NOW, tick=False):
        client.post(ASK, {"email": KAISA}, redirects_to=CODE)
        code, _link = letter(database)
        for _tried in range(3):
            client.post(CODE, {"code": "x"})
        waits = client.post(CODE, {"code": code})
        assert "There were too many wrong tries. Wait 2 seconds" in waits.text("main")
        client.post(ASK, {"email": "other@example.org"}, redirects_to=CODE)
        assert "Wait 2 seconds" in client.post(CODE, {"code": "x"}).text("main")


def test_asking_again_and_again_is_slowed_for_known_and_unknown_alike(
    client: PageClient, kaisa: None
) -> None:
    with time_machine.travel(NOW, tick=False):
        for email in (KAISA, "unknown@example.org"):
            for _asked in range(3):
                client.post(ASK, {"email": email}, redirects_to=CODE)
            assert "Wait 2 seconds" in client.post(ASK, {"email": email}).text("main")


def test_what_is_no_address_is_said_before_anybody_is_looked_up(client: PageClient) -> None:
    assert "This is not an e-mail address." in client.post(ASK, {"email": "kaisa"}).text("main")


@contextmanager
def counted(engine: Any) -> Iterator[list[str]]:
    """The statements that are sent within the block."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_in_two_hundred_trials_a_known_address_looks_like_an_unknown_one(
    app: Flask, database: Opens
) -> None:
    with database() as session:
        for number in range(100):
            people.person(session, f"P{number}", email=f"known{number}@example.org")
    looks = {known: set() for known in (True, False)}
    limiter.enabled = False
    token = PageClient(app)
    said = {"csrf_token": token.csrf_token(ASK)}
    for number in range(200):
        known = number % 2 == 0
        name = f"{'known' if known else 'other'}{number // 2}@example.org"
        with counted(app.extensions["portal.engine"]) as sent:
            asked = token.client.post(ASK, data={**said, "email": name})
            page = token.client.get(CODE)
        body = re.sub(r'(nonce|value)="[^"]*"', "", page.text)
        looks[known].add((asked.status_code, asked.location, page.status_code, body, tuple(sent)))
    assert len(looks[True]) == 1
    assert looks[True] == looks[False]
    assert letters(database) == 100


def test_both_databases_write_the_letter_and_take_the_code(database_url: str) -> None:
    engine = engine_for(database_url)
    with transaction(engine) as session:
        people.person(session, email=KAISA)
    with transaction(engine) as session:
        unknown = email_sign_in.ask(session, "other@example.org", LETTERS)
        token = email_sign_in.ask(session, KAISA, LETTERS)
    with transaction(engine) as session:
        body = session.scalars(select(Outgoing.body)).one()
        assert email_sign_in.holds(session, unknown)
        code = re.search(r"\b\d{6}\b", body)
        assert code
        with pytest.raises(email_sign_in.CodeRefused):  # the code belongs to its asking
            email_sign_in.finish(session, unknown, code[0], "", "agent", "127.0.0.1", DAY)
        opened = email_sign_in.finish(session, token, code[0], "", "agent", "127.0.0.1", DAY)
        found = visitors.visitor(session, opened, DAY)
        assert found
        assert found.identity.reading
        assert not email_sign_in.holds(session, token)
    engine.dispose()
