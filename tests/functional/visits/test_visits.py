"""Support visits: by a code or a colleague, under a banner, written down, told, ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from portal.services.visits import visit_ends
from portal.store.access import SupportVisit, VisitView
from portal.store.messages import Message
from portal.store.people import Account, Party
from tests.factories import people
from tests.functional.conftest import TODAY
from tests.functional.visits.conftest import asked
from tests.page_client import Page, PageClient

BANNER = "You see the pages of Aino Salo as customer service."
Begin = Callable[..., PageClient]


def banner(page: Page) -> str:
    return page.text("div", class_="visit")


def row(database: Any) -> SupportVisit:
    with database() as session:
        return session.scalars(select(SupportVisit)).one()


def test_a_visit_by_code_shows_the_authors_pages_under_a_banner(visit: Begin) -> None:
    page = visit().get("/")
    assert BANNER in banner(page)
    assert "Reading only." in banner(page)
    assert "30 minutes left" in banner(page)
    assert "Signed in as Minna Tuki." in page.text()
    main, first = page.one("main"), page.one("div", class_="visit")
    order = list(page.one("body").iter())
    assert order.index(first) < order.index(page.one("header")) < order.index(main)


@pytest.mark.parametrize("address", ["/works", "/me", "/money", "/messages", "/help", "/rules"])
def test_the_banner_is_on_every_page(visit: Begin, address: str) -> None:
    assert BANNER in banner(visit().get(address))


@pytest.mark.parametrize(
    ("address", "status"), [("/staff/visits", 403), ("/nowhere", 404), ("/me/devices", 403)]
)
def test_the_banner_is_on_error_pages(visit: Begin, address: str, status: int) -> None:
    assert BANNER in banner(visit().get(address, status=status))


def test_the_banner_is_on_the_page_of_a_forged_form(visit: Begin) -> None:
    browser = visit()
    answer = browser.client.post("/me/contact", data={"csrf_token": "forged"})
    assert answer.status_code == 400
    assert BANNER in answer.text


def test_the_office_is_closed_during_a_visit(visit: Begin) -> None:
    page = visit().get("/staff/visits", status=403)
    assert "You are looking at Aino Salo’s pages." in page.text()
    assert "End the visit first." in page.text()


def test_the_author_sees_it_while_it_goes_on_and_after_it(visit: Begin, author: PageClient) -> None:
    browser = visit()
    browser.get("/works")
    seen = author.get("/me/access-log").text()
    assert "Minna Tuki, customer service" in seen
    assert "With the code that you made" in seen
    assert "Now, since" in seen
    assert "1 page was looked at: Works." in seen
    browser.post("/staff/visits/end", redirects_to="/staff/visits", token_from="/")
    seen = author.get("/me/access-log").text()
    assert "Now, since" not in seen
    assert "2 pages were looked at: Works and Home." in seen  # the button stood on Home
    assert "Nothing was changed." in seen


def test_she_is_told_when_it_ends(visit: Begin, author: PageClient, database: Any) -> None:
    browser = visit()
    for address in ("/", "/works", "/money", "/works"):
        browser.get(address)
    browser.post("/staff/visits/end", redirects_to="/staff/visits", token_from="/")
    inbox = author.get("/messages").text()
    assert "Customer service has looked at your pages" in inbox
    with database() as session:
        number = session.scalars(select(Message.number)).one()
    words = author.get(f"/messages/{number}").text()
    assert "Minna Tuki from customer service looked at 5 pages on" in words
    assert "Nothing was changed." in words
    assert row(database).told_at is not None


def test_each_page_is_written_down_with_its_status(visit: Begin, database: Any) -> None:
    browser = visit()
    browser.get("/works")
    browser.get("/nowhere", status=404)
    browser.get("/works/999999", status=404)
    browser.client.post("/me/contact", data={})
    with database() as session:
        views = session.scalars(select(VisitView).order_by(VisitView.id)).all()
    assert [(one.endpoint, one.sent, one.status) for one in views] == [
        ("works.index", False, 200),
        ("", False, 404),
        ("works.work", False, 404),
        ("details.contact", True, 400),
    ]


def test_a_page_that_could_not_be_written_down_is_not_shown(
    visit: Begin, database: Any, app: Any
) -> None:
    """The visit is ended by another process while a page is made."""
    browser = visit()

    def end_meanwhile(*_args: Any) -> None:
        with database() as session:
            session.execute(update(SupportVisit).values(ended_at=datetime.now(UTC)))

    app.before_request_funcs[None].append(end_meanwhile)
    answer = browser.client.get("/works")
    assert (answer.status_code, answer.data) == (303, b"")
    with database() as session:
        assert session.scalar(select(func.count()).select_from(VisitView)) == 0


def test_a_visit_ends_by_itself_and_a_form_of_it_does_nothing(
    visit: Begin, database: Any, author: PageClient
) -> None:
    browser = visit("edit")
    form = {**browser.hidden("/me/contact"), "phone": "040 123"}
    with database() as session:
        past = datetime.now(UTC) - timedelta(minutes=1)
        session.execute(update(SupportVisit).values(ends_at=past))
    answer = browser.client.post("/me/contact", data=form)
    assert (answer.status_code, answer.location) == (303, "/staff/visits")
    ended = row(database)
    assert (ended.ended_by, ended.ended_at) == ("time", ended.ends_at)
    assert "040 123" not in author.get("/me").text()
    assert "Its time was over" in browser.get("/staff/visits").text()


def test_the_authors_own_next_page_ends_what_is_over(
    visit: Begin, database: Any, author: PageClient
) -> None:
    visit()
    with database() as session:
        past = datetime.now(UTC) - timedelta(minutes=1)
        session.execute(update(SupportVisit).values(ends_at=past))
    author.get("/works")
    assert row(database).ended_by == "time"


def test_the_worker_ends_what_is_over(visit: Begin, database: Any) -> None:
    visit()
    with database() as session:
        at = datetime.now(UTC)
        assert visit_ends.close_lapsed(session, at, TODAY) == 0
        assert visit_ends.close_lapsed(session, at + timedelta(minutes=30), TODAY) == 1
        assert visit_ends.close_lapsed(session, at + timedelta(minutes=30), TODAY) == 0


def test_signing_out_ends_it(visit: Begin, database: Any) -> None:
    browser = visit()
    browser.post("/sign-out", redirects_to="/signed-out", token_from="/")
    assert row(database).ended_by == "session"


def test_the_author_ends_it_herself(visit: Begin, author: PageClient, database: Any) -> None:
    browser = visit()
    browser.get("/works")
    author.post("/help/support-code/end-visit", redirects_to="/me/access-log")
    assert row(database).ended_by == "author"
    assert browser.client.get("/works").status_code in (303, 403, 404)


def test_a_closed_or_deceased_partys_visit_ends_with_the_next_page(
    visit: Begin, database: Any
) -> None:
    browser = visit()
    with database() as session:
        session.execute(update(Party).where(Party.code == "P1").values(closed_on=TODAY))
    browser.get_redirect("/works", "/staff/visits")
    assert row(database).ended_by == "rights"


def test_the_token_is_a_new_one_in_the_visit_and_after_it(
    support: PageClient, code: Callable[..., str]
) -> None:
    def token() -> str:
        return support.client.get_cookie("colophon").value

    tokens = [token()]
    support.post("/staff/visits/ask/P1", asked(code()), redirects_to="/")
    tokens.append(token())
    assert BANNER in banner(support.get("/works"))
    support.post("/staff/visits/end", redirects_to="/staff/visits")
    tokens.append(token())
    assert len(set(tokens)) == 3
    for worthless in tokens[:2]:
        support.client.set_cookie("colophon", worthless)
        assert support.client.get("/works").status_code == 303


@pytest.mark.parametrize("way", ["staff row", "sign-in", "merged", "died"])
def test_a_visit_ends_when_its_party_is_nobodys_to_visit_any_more(
    visit: Begin, database: Any, aino: Account, way: str
) -> None:
    browser = visit()
    with database() as session:
        party = session.get_one(Party, aino.party_id)
        colleague = people.staff(session, "new", "Aino Salo", "auditor")
        if way == "staff row":
            colleague.party_id = party.id
        if way == "sign-in":
            session.get_one(Account, aino.id).staff_id = colleague.id
        if way == "merged":
            party.merged_into_id = people.person(session, "P2").id
        if way == "died":
            party.death_year = 2026
    browser.get_redirect("/works", "/staff/visits")
    assert row(database).ended_by == "rights"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reason": ""}, "Choose why you want to see these pages."),
        ({"reason": "curious"}, "Choose why you want to see these pages."),
        ({"note": "short 1234567890"}, "with at least 10 letters"),
        ({"consent": "none"}, "Choose who has agreed"),
        ({"consent": "break_glass", "mode": "edit"}, "In an emergency nothing is changed."),
        ({"mode": "edit"}, "lets you read only"),
        ({"code": "000000"}, "4 more tries"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(
    support: PageClient, code: Any, database: Any, more: dict[str, str], said: str
) -> None:
    digits = code()
    assert digits != "000000"
    page = support.post("/staff/visits/ask/P1", {**asked(digits), **more}, status=422)
    assert said in page.text()
    with database() as session:
        assert session.scalars(select(SupportVisit)).all() == []


def test_five_wrong_tries_kill_the_code(
    support: PageClient, code: Any, author: PageClient, database: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("portal.services.access.guessing.FREE", 100)
    digits = code()
    wrong = f"{(int(digits) + 1) % 10**6:06d}"
    for left in (4, 3, 2, 1):
        page = support.post("/staff/visits/ask/P1", asked(wrong), status=422)
        assert f"{left} more tries" in page.text()
    for said in (wrong, digits):
        page = support.post("/staff/visits/ask/P1", asked(said), status=422)
        assert "There is no code that holds." in page.text()
    assert "Typed a wrong code for your pages" in author.get("/me/access-log").text()
    with database() as session:
        assert session.scalars(select(SupportVisit)).all() == []


def test_guessing_is_slowed(support: PageClient, code: Any) -> None:
    wrong = f"{(int(code()) + 1) % 10**6:06d}"
    for _try in range(3):
        support.post("/staff/visits/ask/P1", asked(wrong), status=422)
    page = support.post("/staff/visits/ask/P1", asked(wrong), status=422)
    assert "seconds" in page.text()


def test_a_code_opens_once_and_only_for_half_an_hour(
    support: PageClient, visit: Begin, code: Any, database: Any
) -> None:
    visit()
    support.post("/staff/visits/end", redirects_to="/staff/visits", token_from="/")
    page = support.post("/staff/visits/ask/P1", asked(code()), status=422)
    assert "There is no code that holds." in page.text()
    late = datetime.now(UTC) - timedelta(minutes=31)
    page = support.post(
        "/staff/visits/ask/P1", asked(code(drawn="f" * 32, now=late)), status=422
    )  # fmt: skip
    assert "There is no code that holds." in page.text()
