"""Whom one acts for: pages say it, and a form that was opened for another saves nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.store.people import SignedIn
from portal.store.records import AuditEvent
from tests.factories import people
from tests.factories.lending import Lending
from tests.functional.conftest import sign_in
from tests.functional.works.steps import LAST_YEAR, ONE, answers, entry, stored, work_url
from tests.page_client import Page, PageClient


@pytest.fixture
def helka(app: Flask, lending: Lending) -> tuple[PageClient, dict[str, int]]:
    """An heir who is a writer herself, and the ids of both parties."""
    with lending.session() as session:
        own = people.person(session, "H1", "Helka Perijä")
        late = people.person(session, "H2", "Otso Vainaja", death_year=2020)
        account = people.account(session, own)
        people.mandate(session, account, late)
        ids = {"own": own.id, "late": late.id}
    return sign_in(PageClient(app), account), ids


def test_a_review_that_was_opened_for_another_saves_nothing_until_it_is_sent_again(
    helka: tuple[PageClient, dict[str, int]], lending: Lending
) -> None:
    client, ids = helka
    opened = client.hidden("/works/add")
    assert opened["acted_for"] == str(ids["own"])
    client.post("/acting-for", {"party": ids["late"]}, redirects_to="/")
    page = client.post("/works/review", {**answers(ONE), **opened})
    assert isinstance(page, Page)
    said = page.text("div", class_="error-summary")
    assert "You now act for Otso Vainaja (estate); nothing was saved." in said
    assert page.one("input", name=f"mine_{ONE}").get("checked") is not None
    assert stored(lending) == []
    form = next(form for form in page.all("form") if form.get("action") == "/works/review")
    again = {field.get("name"): field.get("value") for field in form.iter("input")
             if field.get("name") in ("csrf_token", "acted_for")}  # fmt: skip
    assert again["acted_for"] == str(ids["late"])
    answer = client.client.post("/works/review", data={**answers(ONE), **again})
    assert answer.status_code == 303
    assert len(stored(lending)) == 1


def test_chosen_twice_it_is_chosen_once(
    helka: tuple[PageClient, dict[str, int]], lending: Lending
) -> None:
    client, ids = helka
    seen = []
    for _press in range(2):
        client.post("/acting-for", {"party": ids["late"]}, redirects_to="/")
        with lending.session(writes=False) as session:
            seen.append((session.scalars(select(SignedIn.subject_id)).all(),
                         session.scalars(select(AuditEvent.id)).all()))  # fmt: skip
    assert seen[0][0] == [ids["late"]]
    assert seen[0] == seen[1]


@pytest.mark.parametrize("what", ["change", "withdraw"])
def test_an_entry_is_not_changed_from_a_page_of_another(
    helka: tuple[PageClient, dict[str, int]], lending: Lending, what: str
) -> None:
    client, ids = helka
    lending.edition(1)
    address = f"/works/entries/{lending.claim('H1', 1)}/{what}"
    opened = client.hidden(address)
    client.post("/acting-for", {"party": ids["late"]}, redirects_to="/")
    sent = {"role": "author", "heads": "2", "medium": "physical", **opened}
    page = client.post(address, sent, status=422)
    assert isinstance(page, Page)
    assert "You now act for Otso Vainaja (estate); nothing was saved." in page.text("main")
    assert stored(lending) == [(ONE, "author", 1, False, None)]


def test_a_form_that_does_not_say_for_whom_is_refused(aino: PageClient, lending: Lending) -> None:
    address = f"/works/entries/{entry(lending)}/withdraw"
    token = aino.csrf_token(address)
    assert aino.client.post(address, data={"csrf_token": token}).status_code == 422
    assert stored(lending) == [(ONE, "author", 1, False, None)]


def test_the_title_says_whose_pages_these_are_and_the_dead_are_not_addressed(
    helka: tuple[PageClient, dict[str, int]], lending: Lending
) -> None:
    client, ids = helka
    assert client.get("/works").text("title") == "Your works – Colophon"
    client.post("/acting-for", {"party": ids["late"]}, redirects_to="/")
    assert client.get("/works").text("title") == "Your works – Colophon – Otso Vainaja (estate)"
    lending.edition(1, class_="picture_book")
    lending.claim("H2", 1, heads=1)
    lending.loans(f"1,{LAST_YEAR},100")
    text = client.get(work_url(client)).text("main")
    assert "Did Otso Vainaja make the pictures?" in text
    assert "Did you" not in text
