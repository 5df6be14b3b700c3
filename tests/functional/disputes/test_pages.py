"""Who sees a dispute, what each may do, what is refused beside its field, and what is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.store.documents import Document
from portal.store.messages import Message, Outgoing
from portal.store.records import AuditEvent
from portal.store.sharing import Dispute
from tests.factories.lending import Lending
from tests.functional.disputes import steps
from tests.functional.disputes.steps import say_wrong, three
from tests.functional.works.steps import signed_in, work_url
from tests.page_client import Page, PageClient, words


@pytest.fixture
def shared(lending: Lending) -> Lending:
    """An edition of Aino's and Eero's, and one of Mary's own."""
    lending.edition(1)
    for code in ("P1", "P2"):
        lending.claim(code, 1, heads=2)
    return lending


def test_both_sides_see_the_same_timeline_and_others_nothing(app: Flask, shared: Lending) -> None:
    aino, eero, mary = three(app, shared)
    address = say_wrong(eero, shared, "heads", heads="3")
    steps.send_file(aino, f"{address}/disagree", "I know of two.\n\nAnd no more.")
    told = [page.get(address).text("ol", class_="timeline") for page in (aino, eero)]
    for words_ in ("Eero Salo said that something is wrong", steps.WORDS, "I know of two."):
        assert all(words_ in text for text in told)
    assert "Your document" in told[0]
    assert "A document lies at the office" in told[1]
    assert "Contract with sums" not in told[1]
    for other in (address, f"{address}/disagree", f"{address}/appeal", "/works/disputes/none"):
        mary.get(other, 404)
    for act in ("agree", "withdraw", "write", "disagree"):
        mary.post(f"{address}/{act}", {"words": "x"}, status=404)
    mary.get(steps.wrong_url(shared), 404)
    assert steps.acts(shared) == ["opened", "disagreed"]


def test_whose_document_it_is_opens_it_and_nobody_else_does(app: Flask, shared: Lending) -> None:
    aino, eero, _mary = three(app, shared)
    address = say_wrong(eero, shared, "heads", heads="3")
    steps.send_file(aino, f"{address}/disagree")
    link = next(a for a in aino.get(address).all("a") if words(a) == "Your document")
    proof = link.get("href") or ""
    assert aino.client.get(proof).data == steps.PDF
    eero.get(proof, 404)


def test_no_page_shows_sums_or_how_to_reach_the_others(app: Flask, shared: Lending) -> None:
    aino, eero, _mary = three(app, shared)
    address = say_wrong(eero, shared, "heads", heads="3")
    for page in (aino.get(address), eero.get(address), aino.get(steps.wrong_url(shared))):
        text = page.text("main")
        assert "€" not in text
        assert "@" not in text


def test_the_others_are_told_and_the_letter_says_nothing_private(
    app: Flask, shared: Lending
) -> None:
    with shared.session() as session:
        session.get_one(steps.Party, shared.ids["P1"]).email = "aino@example.org"
    eero = signed_in(app, shared, "P2")
    address = say_wrong(eero, shared, "heads", heads="3")
    aino = signed_in(app, shared, "P1")
    with shared.session() as session:
        message = session.scalars(select(Message)).one()
        letter = session.scalars(select(Outgoing)).one()
        events = session.scalars(
            select(AuditEvent.details).where(AuditEvent.event == "dispute_opened")
        ).all()
    assert (message.party_id, message.code) == (shared.ids["P1"], "dispute_opened")
    for private in ("Eero", "Talvi", steps.WORDS):
        assert private not in letter.body
        assert private not in "".join(events)
    thread = aino.get(f"/messages/{message.number}")
    assert "Eero Salo says that something is wrong with “Talvi saaressa”" in thread.h1
    assert thread.one("a", href=address.replace("-", "")) is not None


def test_what_is_sent_twice_has_one_effect(app: Flask, shared: Lending) -> None:
    aino, eero, _mary = three(app, shared)
    address = say_wrong(eero, shared, "heads", heads="3")
    assert say_wrong(eero, shared, "heads", heads="3") == address
    for _again in range(2):
        eero.post(f"{address}/write", {"words": "Look at page 2."}, redirects_to=address,
                  token_from=address)  # fmt: skip
    for _again in range(2):
        aino.post(f"{address}/agree", redirects_to=address, token_from=address)
    assert steps.acts(shared) == ["opened", "message", "agreed"]
    with shared.session() as session:
        assert session.scalar(select(func.count(Dispute.id))) == 1


def test_a_text_with_a_file_that_is_sent_twice_is_kept_once(app: Flask, shared: Lending) -> None:
    aino, eero, _mary = three(app, shared)
    address = say_wrong(eero, shared, "heads", heads="3")
    for _again in range(2):
        steps.send_file(aino, f"{address}/disagree")
    assert steps.acts(shared) == ["opened", "disagreed"]
    with shared.session() as session:
        assert session.scalar(select(func.count(Document.id))) == 1


def test_a_second_thing_waits_until_the_first_is_over(app: Flask, shared: Lending) -> None:
    eero = signed_in(app, shared, "P2")
    say_wrong(eero, shared, "heads", heads="3")
    sent = {"about": "heads", "own_role": "author", "heads": "4", "words": "Four."}
    page = eero.post(steps.wrong_url(shared) + "?about=heads", sent)
    assert isinstance(page, Page)
    assert "is not over yet" in page.text("div", class_="error-summary")


@pytest.mark.parametrize(
    ("about", "sent", "field", "said"),
    [
        ("heads", {"heads": "0"}, "heads", "whole number from 1 to 999"),
        ("heads", {"heads": "two"}, "heads", "whole number, such as 2"),
        ("heads", {"heads": "2"}, "heads", "Everybody’s entries say this already"),
        ("heads", {"heads": "3", "words": " "}, "words", "Write what you want to say"),
        ("role", {}, "person-0", "Choose whose role is wrong"),
        ("role", {"person": "7 author"}, "person-0", "Choose whose role is wrong"),
        ("role", {"person": "P2 author"}, "right_role-0", "Choose the role that is right"),
        ("name_missing", {"name": "Mary Q."}, "missing_role-0", "Choose the role that is right"),
        ("name_missing", {"missing_role": "author"}, "name", "Write the name that"),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_beside_its_field(
    aino: PageClient, shared: Lending, about: str, sent: dict[str, Any], field: str, said: str
) -> None:
    if sent.get("person") == "P2 author":
        sent = {**sent, "person": f"{shared.ids['P2']} author"}
    values = {"about": about, "own_role": "author", "heads": "2", "words": "x", **sent}
    page = aino.post(f"{steps.wrong_url(shared)}?about={about}", values)
    assert isinstance(page, Page)
    link = page.one("div", class_="error-summary").find(".//a")
    assert link is not None
    assert (link.get("href"), said in words(link)) == (f"#{field}", True)
    assert steps.acts(shared) == []


def test_nobody_who_says_otherwise_nobody_to_answer(aino: PageClient, lending: Lending) -> None:
    lending.edition(1)
    lending.claim("P1", 1)
    address = say_wrong(aino, lending, "heads", heads="2")
    assert "nobody has to answer" in aino.get(address).text("main")
    assert address == work_url(aino)
    assert steps.entries(lending) == {"P1": [("author", 2)]}
    assert steps.acts(lending) == []


def test_who_left_still_sees_what_was_said(app: Flask, shared: Lending) -> None:
    aino, eero, _mary = three(app, shared)
    address = say_wrong(eero, shared, "not_my_work", words="Another Eero Salo wrote it.")
    for page in (aino, eero):
        assert "is not her or his work" in page.get(address).text("main")
    with shared.session() as session:
        codes = session.scalars(select(Message.code)).all()
    assert codes == ["shared_work_left"]


def test_an_entry_that_was_changed_since_is_not_put_back(app: Flask, shared: Lending) -> None:
    eero = signed_in(app, shared, "P2")
    address = say_wrong(eero, shared, "heads", heads="3")
    shared.claim("P2", 1, heads=5, added=date(2026, 10, 15))
    eero.post(f"{address}/withdraw", redirects_to=address, token_from=address)
    assert steps.entries(shared)["P2"] == [("author", 5)]


def test_the_work_page_says_what_is_wrong_and_how_it_stands(app: Flask, shared: Lending) -> None:
    aino, eero, _mary = three(app, shared)
    before = aino.get(work_url(aino))
    assert "What is said to be wrong" not in before.text("main")
    say_wrong(eero, shared, "heads", heads="3")
    section = words(aino.get(work_url(aino)).one("section", id="wrong"))
    assert "The number of people who share my role" in section
    assert "answers until 14 November 2026" in section
    assert "The others answer" in section


def test_an_answer_after_the_end_is_refused_with_a_sentence(app: Flask, shared: Lending) -> None:
    aino, eero, _mary = three(app, shared)
    address = say_wrong(eero, shared, "heads", heads="3")
    eero.post(f"{address}/withdraw", redirects_to=address, token_from=address)
    for act in ("agree", "write", "disagree"):
        page = aino.post(f"{address}/{act}", {"words": "x"}, status=422, token_from=address)
        assert isinstance(page, Page)
        assert "not possible any more" in page.text("main")


def test_the_sum_of_the_parts_is_the_whole(aino: PageClient, shared: Lending) -> None:
    rows = [words(row) for row in aino.get(work_url(aino)).all("table")[1].iter("tr")]
    assert rows[-1].startswith("Together100\u00a0%")
    assert "Everything is claimed" in rows[-1]
