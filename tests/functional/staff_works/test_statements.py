"""No page of these areas asks the database more than fifteen times, however much is in it."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from portal.kernel import receipt_numbers
from portal.kernel.identity import Actor, Identity
from portal.services.messages import messages, receipts
from portal.store.sharing import Dispute
from tests.factories.lending import isbn
from tests.factories.matching import ROUNDED, Matching
from tests.functional.staff_works.office import browser
from tests.functional.test_statement_counts import asked

MOST = 15


def filled(portal: Matching) -> tuple[str, str]:
    """Six editions that disagree, each with a dispute; loans without an ISBN; a question."""
    lent = []
    for number in range(1, 7):
        edition = portal.edition(number)
        portal.claim("P1", number)
        portal.claim("P2", number, heads=2)
        lent.append(f"Kirja {number};Salo, Aino;{ROUNDED};2025;{number}")
        with portal.session() as session:
            session.add(Dispute(
                number=receipts.draw(), edition_id=edition, opened_by_id=portal.ids["P1"],
                about="heads", own_role="author", said_heads=2, opened_on=portal.today,
                answer_by=portal.today, state="with_staff",
            ))  # fmt: skip
    portal.helmet(*lent)
    with portal.session() as session:
        who = Identity(Actor("Aino"), portal.ids["P1"])
        number = messages.ask(session, who, "works", "?", portal.today)
        dispute = session.scalars(select(Dispute.number)).first()
        return receipt_numbers.written(number), receipt_numbers.written(dispute or "")


def test_no_page_asks_more_than_fifteen_times(app: Flask, portal: Matching) -> None:
    question, dispute = filled(portal)
    client = browser(app, portal)
    pages = [
        "/staff/works", "/staff/works/search?q=talvi", "/staff/works/disputes",
        f"/staff/works/disputes/{dispute}", f"/staff/works/disputes/{dispute}/decide?kind=asked",
        "/staff/works/unmatched", "/staff/works/unmatched/one?key=kirja 1|aino salo|physical",
        "/staff/works/decisions", f"/staff/works/edition/{isbn(1)}", "/staff/works/work/1",
        "/staff/messages", f"/staff/messages/questions/{question}", "/staff/messages/names",
        "/staff/messages/letters", "/staff/messages/write",
    ]  # fmt: skip
    counts = {url: len(asked(client, url)[0]) for url in pages}
    assert {url: count for url, count in counts.items() if count > MOST} == {}
