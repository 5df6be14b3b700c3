"""What nobody does for an author: nothing in a reading visit, and little in one that may change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.store.models import metadata
from portal.store.people import Account, Party
from portal.web.visited import STAYS
from tests.factories.lending import Lending, isbn
from tests.functional.works.steps import answers
from tests.page_client import PageClient

Begin = Callable[..., PageClient]
LOGGED = {"visit_view"}
HANDS = {"int": "1", "isbn": str(isbn(1)), "default": "P1"}
LAST_YEAR = 2025


@pytest.fixture
def lending(app: Flask, database: Any, aino: Account, tmp_path: Any) -> Lending:
    """Aino has edition 1, which was lent; edition 2, which nobody lent; and 3 with Eero."""
    made = Lending(app.extensions["portal.engine"], tmp_path)
    made.ids["P1"] = aino.party_id or 0
    made.person("P2", "Eero Salo")
    for number in (1, 2, 3):
        made.edition(number)
        made.claim("P1", number, heads=2)
    made.claim("P2", 3, heads=2)
    made.loans(f"1,{LAST_YEAR},100")
    return made


def state(database: Any) -> dict[str, list[Any]]:
    """Every row of every table but the log of visits."""
    with database() as session:
        return {
            table.name: [tuple(row) for row in session.execute(
                select(table).order_by(*table.primary_key.columns)
            )]
            for table in metadata.sorted_tables if table.name not in LOGGED
        }  # fmt: skip


def posts(app: Flask) -> Iterator[tuple[str, str]]:
    """Every address that takes a form, with something in each of its parts."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "POST" in (rule.methods or ()):
                parts = {
                    name: HANDS[
                        {"IsbnNumber": "isbn", "RowNumber": "int"}.get(
                            type(converter).__name__, "default"
                        )
                    ]
                    for name, converter in rule._converters.items()
                }
                yield rule.endpoint, app.url_map.bind("localhost").build(rule.endpoint, parts)


def test_no_form_of_any_page_changes_anything_in_a_reading_visit(
    visit: Begin, app: Flask, database: Any, lending: Lending
) -> None:
    browser = visit()
    token = browser.hidden("/")
    before, tried, let_through = state(database), 0, {}
    for endpoint, address in posts(app):
        if endpoint in ("visits.end", "session.sign_out"):
            continue
        answer = browser.client.post(address, data=token)
        tried += 1
        if answer.status_code not in (403, 409):
            let_through[endpoint] = answer.status_code
    assert tried > 90
    assert set(let_through) <= set(STAYS) | {"browser_reports.take", "headers.report"}, let_through
    assert state(database) == before


def change(lending: Lending, number: int) -> str:
    with lending.session() as session:
        table = metadata.tables
        claim, edition = table["claim"].c, table["edition"].c
        party = select(Party.id).where(Party.code == "P1").scalar_subquery()
        found = session.execute(
            select(claim.id)
            .join(table["edition"], edition.id == claim.edition_id)
            .where(edition.isbn == isbn(number), claim.party_id == party)
        ).scalar_one()
    return f"/works/entries/{found}"


ENTRY = {"role": "author", "heads": "1", "medium": "physical"}
FORBIDDEN: dict[str, Callable[[Lending], tuple[str, dict[str, Any]]]] = {
    "an entry with loans changes": lambda known: (f"{change(known, 1)}/change", ENTRY),
    "an entry with loans goes": lambda known: (f"{change(known, 1)}/withdraw", {}),
    "a shared entry changes": lambda known: (f"{change(known, 3)}/change", ENTRY),
    "somebody else’s edition is added": lambda known: (
        "/works/review", answers(isbn(3), role_0="illustrator"),
    ),
    "the e-mail address": lambda known: ("/me/email", {"email": "other@example.org"}),
    "the consent": lambda known: ("/me/consent", {"answer": "yes"}),
    "a name": lambda known: ("/me/names/add", {"name": "A. Ranta", "kind": "pen_name"}),
    "all data": lambda known: ("/me/data", {}),
    "a device": lambda known: ("/me/devices/end-others", {}),
    "a support code": lambda known: ("/help/support-code", {"mode": "edit", "drawn": "a" * 32}),
    "a question in her name": lambda known: ("/messages/ask", {"about": "tax", "text": "Hello"}),
    "a dispute": lambda known: ("/works/1/wrong/1", {"about": "heads"}),
    "acting for another": lambda known: ("/acting-for", {"party": "1"}),
    "new editions by themselves": lambda known: ("/works/suggestions/new-editions", {"on": "y"}),
}  # fmt: skip


@pytest.mark.parametrize("what", FORBIDDEN)
def test_in_a_visit_that_may_change_this_is_still_hers_alone(
    visit: Begin, database: Any, lending: Lending, what: str
) -> None:
    address, form = FORBIDDEN[what](lending)
    browser = visit("edit")
    hidden = browser.hidden("/works/add")
    before = state(database)
    answer = browser.client.post(address, data={**hidden, **form})
    assert answer.status_code == 403, answer.text
    assert re.search(r"Only (Aino Salo|the author herself) does", answer.text)
    assert state(database) == before


def test_what_moves_no_money_may_be_changed_for_her(
    visit: Begin, database: Any, lending: Lending, author: PageClient
) -> None:
    browser = visit("edit")
    hidden = browser.hidden("/works/add")
    sent = browser.client.post(f"{change(lending, 2)}/change", data={**hidden, **ENTRY})
    assert sent.status_code == 303
    new = browser.client.post("/works/review", data={**hidden, **answers(isbn(7))})
    assert new.status_code == 303
    contact = {"phone": "040 1234567", "country": "FI"}
    browser.post("/me/contact", contact, redirects_to="/me")
    browser.post("/staff/visits/end", redirects_to="/staff/visits", token_from="/")
    text = author.get("/me/access-log").text()
    assert "things were changed." in text


def test_a_reading_visit_says_who_can_do_it(visit: Begin) -> None:
    page = visit().get("/works/add", status=403)
    assert "This visit only reads, so nothing is changed." in page.text()
    assert "gives a code that allows changes" in page.text()


@pytest.mark.parametrize("address", ["/me/email", "/me/devices"])
def test_no_code_is_promised_where_none_would_help(visit: Begin, address: str) -> None:
    page = visit().get(address, status=403)
    assert "Only Aino Salo does it" in page.text()


@pytest.mark.parametrize("address", ["/me/data", "/me/access-log", "/money", "/works"])
def test_she_may_look_at_what_the_author_sees(visit: Begin, address: str) -> None:
    visit().get(address)


def test_the_author_ends_a_visit_on_her_list_and_the_visitor_on_the_banner(
    visit: Begin, author: PageClient
) -> None:
    """The visitor sees the same list without a button that would refuse her."""
    visitor = visit()
    assert "End the visit now" in author.get("/me/access-log").text()
    assert "End the visit now" not in visitor.get("/me/access-log").text()


def test_a_visitor_reads_nothing_of_devices_that_would_be_her_own(visit: Begin) -> None:
    assert "Signed in here" not in visit().get("/me").text()
