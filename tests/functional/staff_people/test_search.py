"""A person is found by what people say on the telephone, and the list tells no secrets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from portal.store.catalogue import Claim, Edition, Work
from portal.store.people import PartyName
from tests.factories import people
from tests.functional.staff_people.conftest import Office
from tests.page_client import Page

ISBN = 9789510000007
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def names(page: Page) -> list[str]:
    return [
        (element.text or "")
        for element in page.all("a")
        if (element.get("href") or "").startswith("/staff/people/P")
    ]


FOUND = {
    "öhm": ["Aino Öhman", "Öhman, Aino"],
    "OHMAN aino": ["Aino Öhman", "Öhman, Aino"],
    "kirja": ["Kaisa Kirjailija"],
    "p3": ["Bo Ahlgren"],
    "AINO@example.org": ["Aino Öhman"],
    "aino@example": [],
    "ino": [],
    "978-951-0-00000-7": ["Leo Zetterberg"],
    "a": [],
}


def test_found_by(office: Office, register: None, database: Any) -> None:
    with database() as session:
        work = Work(title="Talvi saaressa")
        session.add(work)
        session.flush()
        edition = Edition(work_id=work.id, isbn=ISBN, title="Talvi saaressa")
        session.add(edition)
        session.flush()
        # An entry that was withdrawn finds nobody.
        for party, withdrawn in ((5, None), (4, people.LONG_AGO)):
            session.add(Claim(
                party_id=party, edition_id=edition.id, role="author", heads=1,
                added_on=people.LONG_AGO, withdrawn_on=withdrawn, recorded_by="test",
                recorded_at=NOON,
            ))  # fmt: skip
    client = office("support")
    pages = {text: client.get(f"/staff/people?q={text}") for text in FOUND}
    assert {text: names(page) for text, page in pages.items()} == FOUND
    assert "aino@example.org" not in pages["AINO@example.org"].text("main")
    assert "at least two letters" in pages["a"].text("main")


def test_by_another_name(office: Office, register: None, database: Any) -> None:
    with database() as session:
        session.add(PartyName(party_id=4, name="Salla Salanimi", kind="pen_name"))
    page = office("support").get("/staff/people?q=salanimi")
    assert names(page) == ["Kaisa Kirjailija"]
    assert "also Salla Salanimi" in page.text("main")


def test_the_order_is_finnish_and_by_surname(office: Office, register: None) -> None:
    client = office("support")
    client.client.set_cookie("language", "fi", domain="localhost")
    with client.app.extensions["portal.transaction"]() as session:
        for number, name in enumerate(["Anna Zorn", "Anna Ångström", "Anna Aalto", "Anna Äijälä"]):
            people.person(session, f"P1{number}", name)
    page = client.get("/staff/people?q=anna")
    assert names(page) == ["Anna Aalto", "Anna Zorn", "Anna Ångström", "Anna Äijälä"]
