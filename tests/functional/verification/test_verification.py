"""Checking a receipt: what everybody may know of it, and numbers that find nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor, Identity
from portal.kernel.receipt_numbers import written
from portal.services.messages import messages
from portal.store.records import AuditEvent
from portal.web.limits import limiter
from tests.factories import people
from tests.page_client import Page, PageClient

Database = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def number(database: Database) -> str:
    """The number of a receipt for a question of Kaisa’s."""
    with database() as session:
        kaisa = people.person(session)
        identity = Identity(Actor(kaisa.name, party_id=kaisa.id), kaisa.id)
        return written(messages.ask(session, identity, "tax", "Why?", date(2026, 10, 15)))


def test_anybody_can_check_a_receipt_and_sees_no_name(number: str, client: PageClient) -> None:
    sent = {**client.hidden("/verify"), "number": f" {number.lower().replace('-', ' ')} "}
    answer = client.client.post("/verify", data=sent)
    assert answer.location == f"/verify/{number}"
    page = client.get(answer.location)
    assert page.h1 == f"Receipt {number}"
    assert "the record of it is unchanged" in page.text("main")
    assert "A question to the office" in page.text("main")
    assert "Kaisa" not in page.html


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("", "Write the number of the receipt. It has 10 signs."),
        ("00000-0000", "The number of a receipt has 10 signs."),
        ("00000-0000U", "only digits and letters, and no U"),
        ("00000-00001", "One sign is wrong"),
        ("00000-00000", "No receipt has the number 00000-00000."),
    ],
)
def test_a_number_that_finds_nothing_says_why(client: PageClient, number: str, said: str) -> None:
    page = client.post("/verify", {"number": number})
    assert isinstance(page, Page)
    assert said in page.text("div", class_="error-summary")
    if number:
        assert said in client.get(f"/verify/{number}", 404).text("div", class_="error-summary")


def test_a_changed_record_is_said(number: str, client: PageClient, database: Database) -> None:
    with database() as session:
        asked = select(AuditEvent).where(AuditEvent.event == "question_asked")
        session.scalars(asked).one().actor = "Somebody else"
    assert "is not what it was" in client.get(f"/verify/{number}").text("main")


def test_numbers_cannot_be_tried_without_end(client: PageClient) -> None:
    limiter.enabled = True
    limiter.reset()
    try:
        for _ in range(30):
            assert client.client.get("/verify/00000-00000").status_code == 404
        assert client.client.get("/verify/00000-00000").status_code == 429
    finally:
        limiter.reset()
        limiter.enabled = False
