"""Whose leave a visit needs: a colleague's, an officer's in an emergency; and who changed what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.store.access import SupportVisit
from portal.store.people import Account, Staff
from portal.store.records import AuditEvent
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.functional.visits.conftest import asked
from tests.page_client import Page, PageClient

Begin = Callable[..., PageClient]


def banner(page: Page) -> str:
    return page.text("div", class_="visit")


def row(database: Any) -> SupportVisit:
    with database() as session:
        return session.scalars(select(SupportVisit)).one()


def test_a_colleague_agrees_and_the_asker_begins(
    support: PageClient, officer: PageClient, author: PageClient, database: Any
) -> None:
    form = asked(consent="colleague", mode="edit")
    support.post("/staff/visits/ask/P1", form, redirects_to="/staff/visits")
    support.post("/staff/visits/ask/P1", form, redirects_to="/staff/visits")
    waits = row(database)
    place = f"/staff/visits/{waits.handle}"
    assert "Somebody else decides." in support.get("/staff/visits").text()
    page = support.post(f"{place}/start", status=403, token_from="/staff/visits")
    assert "Ask for another one." in page.text()
    assert "Agree to the visit" in officer.get("/staff/visits").text()
    officer.post(f"{place}/approve", redirects_to="/staff/visits", token_from="/staff/visits")
    support.post(f"{place}/start", redirects_to="/", token_from="/staff/visits")
    assert "You may change some things." in banner(support.get("/"))
    assert "Agreed by Otto Virkailija" in author.get("/me/access-log").text()
    begun = row(database)
    assert begun.ends_at - begun.started_at == timedelta(minutes=30)


def test_nobody_agreed_who_turned_out_to_be_the_asker(
    support: PageClient, officer: PageClient, aino: Account, minna: Account, otto: Account,
    database: Any,
) -> None:  # fmt: skip
    assert aino.party_id is not None
    form = asked(consent="colleague")
    support.post("/staff/visits/ask/P1", form, redirects_to="/staff/visits")
    place = f"/staff/visits/{row(database).handle}"
    officer.post(f"{place}/approve", redirects_to="/staff/visits", token_from="/staff/visits")
    with database() as session:
        one = people.person(session, "P7", "Minna Tuki")
        for account in (minna, otto):
            session.get_one(Staff, account.staff_id).party_id = one.id
    support.post(f"{place}/start", status=403, token_from="/staff/visits")
    assert row(database).started_at is None


def test_an_emergency_takes_an_officer_and_fifteen_minutes(
    support: PageClient, officer: PageClient, aino: Account, database: Any, app: Any
) -> None:
    with database() as session:
        from_support = Staff(code="sari", name="Sari Tuki", role="support")
        session.add(from_support)
        session.flush()
        colleague = Account(
            issuer="https://localhost:1", subject="sari", name="Sari Tuki",
            staff_id=from_support.id,
        )  # fmt: skip
        session.add(colleague)
    sari = sign_in(PageClient(app), colleague)
    support.post(
        "/staff/visits/ask/P1", asked(consent="break_glass"), redirects_to="/staff/visits"
    )  # fmt: skip
    place = f"/staff/visits/{row(database).handle}"
    page = sari.post(f"{place}/approve", status=403, token_from="/help")
    assert "Your role does not agree to such a visit" in page.text()
    officer.post(f"{place}/approve", redirects_to="/staff/visits", token_from="/staff/visits")
    support.post(f"{place}/start", redirects_to="/", token_from="/staff/visits")
    begun = row(database)
    assert begun.ends_at - begun.started_at == timedelta(minutes=15)
    assert "Reading only." in banner(support.get("/"))


def test_every_change_of_a_visit_says_who_made_it_and_for_whom(
    visit: Begin, database: Any, minna: Account, aino: Account, author: PageClient
) -> None:
    browser = visit("edit")
    contact = {"phone": "040 1234567", "country": "FI"}
    browser.post("/me/contact", contact, redirects_to="/me")
    browser.post("/staff/visits/end", redirects_to="/staff/visits", token_from="/")
    with database() as session:
        event = session.scalars(
            select(AuditEvent).where(AuditEvent.event == "contact_changed")
        ).one()
        ended = session.scalars(select(AuditEvent).where(AuditEvent.event == "visit_ended")).one()
    assert (event.actor_staff_id, event.actor) == (minna.staff_id, "Minna Tuki")
    assert event.subject_id == aino.party_id
    assert event.visit_id == row(database).id
    assert '"changes": 1' in ended.details or '"changes": 2' in ended.details
    seen = author.get("/me/access-log").text()
    assert "The office (Minna Tuki)" in seen
    assert "Changed telephone or post address" in seen
