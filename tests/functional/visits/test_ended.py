"""What a staff member reads on an author's page when her visit to it has ended meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import update

from portal.services.visits import visit_ends
from portal.store.access import SupportVisit
from portal.store.people import Account, Staff
from tests.functional.conftest import TODAY, sign_in
from tests.page_client import Page, PageClient

Begin = Callable[..., PageClient]
HEADING = "The visit has ended"


def links(page: Page) -> set[str]:
    return {link.get("href") or "" for link in page.one("main").iter("a")}


def dated(database: Any) -> None:
    """The visit was on 3 October 2026 from 10 to 10.30, in Helsinki's time."""
    begun = datetime(2026, 10, 3, 7, tzinfo=UTC)
    with database() as session:
        session.execute(
            update(SupportVisit).values(started_at=begun, ends_at=begun + timedelta(minutes=30))
        )


def is_plain(page: Page) -> None:
    """As for whoever has not been in a visit at all."""
    assert page.h1 == "This page is not for you"
    assert "belongs to authors" in page.text("main")
    assert "Aino" not in page.text("main")


def test_ended_by_the_author(visit: Begin, author: PageClient, database: Any) -> None:
    browser = visit("edit")
    form = {**browser.hidden("/me/contact"), "phone": "040 123"}
    author.post("/help/support-code/end-visit", redirects_to="/me/access-log")
    page = browser.get("/works", 403)
    assert page.h1 == HEADING
    told = page.text("main")
    assert "The author ended your visit to the pages of Aino Salo: " in told
    assert "ask for another visit on the person’s page" in told
    assert {"/staff/people/P1", "/staff"} <= links(page)
    assert "Nothing was changed." not in told
    answer = browser.client.post("/me/contact", data=form, base_url=browser.base_url)
    assert (answer.status_code, "Nothing was changed." in answer.text) == (403, True)
    browser.get("/staff/people/P1")
    office = browser.get("/staff/runs", 403)
    assert "Your role in the portal does not open it" in office.text("main")


def test_ended_by_time(visit: Begin, database: Any) -> None:
    browser = visit()
    dated(database)
    with database() as session:
        assert visit_ends.close_lapsed(session, datetime.now(UTC), TODAY) == 1
    told = browser.get("/money", 403).text("main")
    assert "is over: 3 October 2026, 10:00–10:30." in told
    assert "The time of your visit to the pages of Aino Salo" in told


def test_ended_by_a_role_that_was_lost(visit: Begin, minna: Account, database: Any) -> None:
    browser = visit()
    with database() as session:
        session.get_one(Staff, minna.staff_id).role = "auditor"
    browser.get_redirect("/works", "/")
    page = browser.get("/works", 403)
    assert page.h1 == HEADING
    assert "You are not allowed to visit authors any more." in page.text("main")
    assert "Aino" not in page.text("body")
    assert "/staff/people/P1" not in links(page)
    assert "/staff" in links(page)


def test_other_browsers_read_what_they_did_before(
    app: Flask, visit: Begin, officer: PageClient, minna: Account, author: PageClient
) -> None:
    browser = visit()
    elsewhere = sign_in(PageClient(app), minna)
    is_plain(officer.get("/works", 403))
    author.post("/help/support-code/end-visit", redirects_to="/me/access-log")
    is_plain(officer.get("/works", 403))
    is_plain(elsewhere.get("/works", 403))
    assert browser.get("/works", 403).h1 == HEADING


def test_after_ones_own_end_the_page_is_as_before(visit: Begin) -> None:
    browser = visit()
    browser.post("/staff/visits/end", redirects_to="/staff/visits", token_from="/")
    is_plain(browser.get("/works", 403))
