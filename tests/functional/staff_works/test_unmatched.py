"""Loans without an ISBN: found, decided with a reason, undone."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask
from sqlalchemy import func, select

from portal.services.matching import unmatched_decisions
from portal.store.matching import UnmatchedDecision
from tests.factories.lending import isbn
from tests.factories.matching import ROUNDED, Matching
from tests.functional.staff_works.office import browser, twice
from tests.page_client import PageClient

LIST = "/staff/works/unmatched"
KEY = "talvi saaressa|aino salo|physical"
ONE = f"{LIST}/one?key={quote(KEY)}"


def lent(portal: Matching) -> None:
    portal.edition(1)
    portal.claim("P1", 1)
    portal.helmet(
        f"Talvi saaressa;Salo, Aino;{ROUNDED};2025;900",
        f"Kesä saaressa;Salo, Aino;{ROUNDED};2024;300",
        f"Kevät;Meri, Kalle;{ROUNDED};2025;20",
    )


def titles(client: PageClient, query: str = "") -> list[str]:
    page = client.get(f"{LIST}{query}")
    return [str(a.text) for table in page.all("table") for a in table.iter("a")]


def test_they_stand_by_loans_and_are_sought(app: Flask, portal: Matching) -> None:
    lent(portal)
    client = browser(app, portal)
    assert titles(client) == ["Talvi saaressa", "Kesä saaressa", "Kevät"]
    assert titles(client, "?q=SAARESSA+salo") == ["Talvi saaressa", "Kesä saaressa"]
    assert titles(client, "?year=2025") == ["Talvi saaressa", "Kevät"]
    assert titles(client, "?library=HelMet&q=kevät") == ["Kevät"]
    assert titles(client, "?library=Elsewhere") == []
    client.get(f"{LIST}?page=2", status=404)


def test_one_is_decided_once_and_undone(app: Flask, portal: Matching) -> None:
    lent(portal)
    client = browser(app, portal)
    said = {"key": KEY, "answer": "link", "isbn": str(isbn(1)), "reason": "The title page."}
    twice(client, f"{LIST}/one", said, LIST, ONE)
    assert titles(client) == ["Kesä saaressa", "Kevät"]
    other = browser(app, portal, "officer")
    late = other.post(f"{LIST}/one", {**said, "reason": "Mine."}, token_from=ONE)
    assert "Somebody has decided about these loans already" in late.text("div", id="errors")
    decisions = "/staff/works/decisions"
    assert "The title page." in client.get(decisions).text("table")
    with portal.session() as session:
        assert session.scalar(select(func.count(UnmatchedDecision.id))) == 1
        number = unmatched_decisions.in_force(session)[0].number
    undo = f"{decisions}/loans/{number}/undo"
    client.post(undo, redirects_to=decisions, token_from=decisions)
    client.post(undo, status=422, token_from=decisions)
    assert titles(client)[0] == "Talvi saaressa"


def test_what_is_missing_is_said_beside_its_field(app: Flask, portal: Matching) -> None:
    lent(portal)
    client = browser(app, portal)
    nothing = client.post(f"{LIST}/one", {"key": KEY}, token_from=ONE)
    assert "Choose what these loans are." in nothing.text("div", id="errors")
    said = {"key": KEY, "answer": "link", "isbn": "951", "reason": "So."}
    client.post(f"{LIST}/one", said, token_from=ONE).one("span", id="isbn-error")
    unknown = client.post(f"{LIST}/one", {**said, "isbn": str(isbn(77))}, token_from=ONE)
    assert "The catalogue has no edition" in unknown.text("span", id="isbn-error")
    client.get(f"{LIST}/one?key=nothing", status=404)
