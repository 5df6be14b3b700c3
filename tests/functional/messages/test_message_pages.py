"""The pages of messages: asking, reading, writing back, receipts, and what belongs to another."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.services.messages import messages, notices
from portal.services.office import office_letters
from portal.store.messages import Message, Outgoing
from portal.store.people import Party
from portal.store.receipts import Receipt
from portal.store.records import AuditEvent
from portal.wording.letters import Letters
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import Page, PageClient, words

Database = Callable[[], AbstractContextManager[Session]]
TODAY = date(2026, 10, 15)
QUESTION = {"about": "works", "words": "Is the audiobook\nin my list?\n\nKaisa"}


@pytest.fixture
def kaisa(app: Flask, database: Database) -> PageClient:
    with database() as session:
        account = people.account(session, people.person(session, email="kaisa@example.org"))
    return sign_in(PageClient(app), account)


@pytest.fixture
def eero(app: Flask, database: Database) -> PageClient:
    with database() as session:
        account = people.account(session, people.person(session, "P2", "Eero Salo"))
    return sign_in(PageClient(app), account)


def stina(session: Session) -> Actor:
    member = people.staff(session)
    return Actor(member.name, staff_id=member.id, staff_role="support")


def ask(client: PageClient, **more: str) -> str:
    """Asks; returns the address of the thread."""
    sent = {**client.hidden("/messages/ask"), **QUESTION, **more}
    answer = client.client.post("/messages/ask", data=sent)
    assert answer.status_code == 303
    return answer.location


def written(database: Database, model: type) -> int:
    with database() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_an_empty_list_says_what_will_come(kaisa: PageClient) -> None:
    page = kaisa.get("/messages")
    assert page.h1 == "Messages"
    assert "There is no message yet." in page.text("main")
    assert "You have not sent anything yet." in kaisa.get("/messages/receipts").text("main")


def test_a_question_becomes_a_thread_with_a_receipt_of_its_number(
    kaisa: PageClient, database: Database
) -> None:
    address = ask(kaisa)
    page = kaisa.get(address)
    number = address.removeprefix("/messages/")
    assert page.h1 == "Question about works"
    assert "Your question is sent." in page.text("main")
    letter = page.one("article")
    assert [words(paragraph) for paragraph in letter.iter("p")][1:] == [
        "Is the audiobookin my list?", "Kaisa",
    ]  # fmt: skip
    receipt = kaisa.get(f"/messages/receipts/{number}")
    assert "A question to the office" in receipt.text("main")
    assert number in kaisa.get("/messages/receipts").text("table")
    with database() as session:
        [said] = session.scalars(
            select(AuditEvent.details).where(AuditEvent.event == "question_asked")
        )
    assert "audiobook" not in said


def test_a_double_click_asks_once(kaisa: PageClient, database: Database) -> None:
    assert ask(kaisa) == ask(kaisa)
    assert (written(database, Message), written(database, Receipt)) == (1, 1)
    assert ask(kaisa, words="Something else") != ask(kaisa)


BAD = {
    "nothing": ({"about": "", "words": " "}, ["Choose what your question is about.",
                                             "Write what you want to say."]),
    "too long": ({"words": "x" * 5001}, ["The text has more than 5000 characters."]),
    "only a control sign": ({"words": "\x07"}, ["Write what you want to say."]),
    "an unknown subject": ({"about": "gossip"}, ["Choose what your question is about."]),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_question_that_cannot_be_kept_says_why_at_its_field(
    kaisa: PageClient, database: Database, what: str
) -> None:
    changed, said = BAD[what]
    page = kaisa.post("/messages/ask", {**QUESTION, **changed})
    assert isinstance(page, Page)
    summary = page.one("div", class_="error-summary")
    assert all(any(sentence in words(link) for link in summary.iter("a")) for sentence in said)
    assert page.text("title").startswith("Error: ")
    assert written(database, Message) == 0


def test_the_longest_question_is_kept(kaisa: PageClient) -> None:
    assert "x" * 5000 in kaisa.get(ask(kaisa, words="x" * 5000)).text("article")


def test_an_answer_is_new_until_it_is_opened(kaisa: PageClient, database: Database) -> None:
    address = ask(kaisa)
    with database() as session:
        number = address.removeprefix("/messages/")
        office_letters.answer(
            session, number, "Yes, it is.", stina(session), TODAY, Letters("https://portal.example")
        )
    listed = kaisa.get("/messages")
    assert "You have 1 message that is not read." in listed.text("main")
    nav = next(link for link in listed.all("a", href="/messages") if "new" in words(link))
    assert words(nav).endswith("Messages, 1 new")
    assert kaisa.get(address).text("main").count("New") == 1, "looking writes nothing"
    assert "1 new" in kaisa.get("/help").text("header")
    kaisa.post(f"{address}/open", redirects_to=address, token_from="/messages")
    page = kaisa.get(address)
    assert "Yes, it is." in page.text("main")
    assert "Stina Stöd, office" in page.text("main")
    assert "New" not in page.text("main")
    assert "1 new" not in page.text("header")
    with database() as session:
        letter = session.scalars(select(Outgoing)).one()
    assert letter.address == "kaisa@example.org"
    assert "https://portal.example/messages" in letter.body
    assert "Yes" not in letter.body


def test_writing_back_reads_what_came_and_is_sent_once(
    kaisa: PageClient, database: Database
) -> None:
    address = ask(kaisa)
    with database() as session:
        number = address.removeprefix("/messages/")
        office_letters.answer(session, number, "Which one?", stina(session), TODAY, Letters())
    for _ in range(2):
        kaisa.post(f"{address}/reply", {"words": "The first."}, redirects_to=address,
                   token_from=address)  # fmt: skip
    assert "You have read everything." in kaisa.get("/messages").text("main")
    assert kaisa.get(address).text("main").count("The first.") == 1
    page = kaisa.post(f"{address}/reply", {"words": ""}, token_from=address)
    assert isinstance(page, Page)
    assert "Write what you want to say." in page.text("div", class_="error-summary")


def test_a_notice_names_the_sum_and_takes_no_answer(kaisa: PageClient, database: Database) -> None:
    with database() as session:
        party = session.scalars(select(Party.id)).one()
        facts = {"run": "2026-autumn-1", "pays_on": "2026-12-03", "gross_cents": 4956,
                 "tax_cents": 1214, "net_cents": 3742}  # fmt: skip
        [told] = notices.tell(session, [(party, facts)], notices.PAYMENT, TODAY)
    page = kaisa.get(f"/messages/{told.number}")
    assert page.h1 == "Your payment of 3 December 2026 is calculated"
    assert "We pay you €37.42 after tax on 3 December 2026." in page.text("article")
    assert page.all("textarea") == []
    assert page.one("a", href="/money/payments/2026-autumn-1") is not None
    refused = kaisa.post(f"/messages/{told.number}/reply", {"words": "Thanks"}, status=422,
                         token_from="/messages")  # fmt: skip
    assert isinstance(refused, Page)
    assert "Ask a question instead." in refused.text("main")


def test_everything_can_be_marked_as_read_at_once(kaisa: PageClient, database: Database) -> None:
    with database() as session:
        party = session.scalars(select(Party.id)).one()
        for year in (2023, 2024, 2025):
            notices.tell(session, [(party, {"year": year})], notices.LOANS, TODAY)
    assert "You have 3 messages" in kaisa.get("/messages").text("main")
    kaisa.post("/messages/read", redirects_to="/messages", token_from="/messages")
    assert "You have read everything." in kaisa.get("/messages").text("main")


def test_what_belongs_to_another_is_not_there(
    kaisa: PageClient, eero: PageClient, database: Database
) -> None:
    address = ask(kaisa)
    number = address.removeprefix("/messages/")
    eero.get(address, 404)
    eero.get(f"/messages/receipts/{number}", 404)
    for action in ("open", "reply"):
        eero.post(f"{address}/{action}", {"words": "x"}, status=404, token_from="/messages/ask")
    assert number not in eero.get("/messages").html
    assert written(database, Message) == 1


@pytest.mark.parametrize(
    "address",
    ["/messages/nothing", "/messages/00000-00001", "/messages/00000-0000U", "/messages?page=0",
     "/messages?page=2", "/messages?page=x", "/messages?page=99999999999", "/messages?page=-1",
     "/messages/receipts/1", "/messages/receipts?page=2", "/messages/" + "9" * 500],
)  # fmt: skip
def test_an_address_that_names_nothing_is_not_there(kaisa: PageClient, address: str) -> None:
    kaisa.get(address, 404)


@pytest.mark.parametrize(
    "address", ["/messages", "/messages/ask", "/messages/receipts", "/messages/00000-00000"]
)
def test_nobody_reads_messages_signed_out(client: PageClient, address: str) -> None:
    client.get_redirect(address, f"/sign-in?next={address}")


def test_an_heir_reads_and_asks_for_the_estate(app: Flask, database: Database) -> None:
    with database() as session:
        estate = people.person(session, "D1", "Otso Kivelä", death_year=2015)
        account = people.account(session, subject="heir", name="Helka Kivelä")
        people.mandate(session, account, estate)
        notices.tell(session, [(estate.id, {"year": 2025})], notices.LOANS, TODAY)
    helka = sign_in(PageClient(app), account)
    assert "You have 1 message" in helka.get("/messages").text("main")
    page = helka.get(ask(helka))
    assert "Helka Kivelä" in page.text("article")
    with database() as session:
        asked = session.scalars(select(Message).where(Message.kind == "question")).one()
        assert asked.party_id == estate.id


def test_a_form_that_was_opened_for_another_is_not_sent(
    kaisa: PageClient, database: Database
) -> None:
    sent = {**kaisa.hidden("/messages/ask"), **QUESTION, "acted_for": "4711"}
    assert kaisa.client.post("/messages/ask", data=sent).status_code == 422
    assert written(database, Message) == 0


def test_markup_in_a_message_is_text(kaisa: PageClient) -> None:
    page = kaisa.get(ask(kaisa, words="<b onclick=x>Hello</b> & {{ 7 * 7 }}"))
    assert "<b onclick=x>Hello</b> & {{ 7 * 7 }}" in page.text("article")


def test_an_address_that_does_not_work_is_said(kaisa: PageClient, database: Database) -> None:
    with database() as session:
        party = session.scalars(select(Party)).one()
        now = datetime.now(UTC)
        session.add(Outgoing(
            key="k", party_id=party.id, channel="email", address=party.email, locale="en",
            subject="s", body="b", written_at=now, next_try_at=now, gave_up_at=now,
            problem="address_refused",
        ))  # fmt: skip
    assert "Your e-mail address does not work." in kaisa.get("/messages").text("main")


def test_a_long_list_has_pages(kaisa: PageClient, database: Database) -> None:
    with database() as session:
        party = session.scalars(select(Party.id)).one()
        facts = [(party, {"year": 1900 + number}) for number in range(messages.A_PAGE + 1)]
        notices.tell(session, facts, notices.LOANS, TODAY)
    first = kaisa.get("/messages")
    assert len(first.all("li", class_="unread")) == messages.A_PAGE
    assert "Page 1 of 2" in first.text("main")
    second = kaisa.get("/messages?page=2")
    assert len(second.all("li", class_="unread")) == 1
    assert "The loans of 1900" in second.text("main"), "the oldest comes last"
