"""Hints are put aside with a reason, and brought back."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from portal.store.preferences import Dismissal
from portal.store.records import AuditEvent
from tests.factories.lending import Lending, isbn
from tests.functional.works.steps import signed_in
from tests.page_client import PageClient

ASIDE = f"/missing/heads_differ/{isbn(1)}/put-aside"
BACK = f"/missing/heads_differ/{isbn(1)}/bring-back"


@pytest.fixture(autouse=True)
def disputed(lending: Lending) -> None:
    lending.edition(1, "Riita")
    lending.claim("P1", 1, heads=2)
    lending.claim("P2", 1, heads=4)
    lending.loans("1,2025,1000")


def kept(lending: Lending) -> list[tuple[str, str, str]]:
    with lending.session(writes=False) as session:
        rows = session.scalars(select(Dismissal))
        return [(row.hint, row.subject, row.reason) for row in rows]


def events(lending: Lending) -> list[tuple[str, dict[str, object]]]:
    with lending.session(writes=False) as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.event.like("hint_%")))
        return [(row.event, json.loads(row.details)) for row in rows]


def test_a_hint_is_put_aside_and_brought_back(aino: PageClient, lending: Lending) -> None:
    assert aino.get("/missing").h1 == "You may be missing about €78"
    aino.post(ASIDE, {"reason": "asked"}, redirects_to="/missing#aside")
    assert kept(lending) == [("heads_differ", str(isbn(1)), "asked")]
    page = aino.get("/missing")
    assert page.h1 == "We know of no money that you miss"
    assert "Put aside on 15 October 2026: I have asked the others" in page.text("main")
    aino.post("/messages/read", redirects_to="/messages")
    home = aino.get("/").text("main")
    assert "Nothing needs you" in home
    assert "Hints that you put aside" in home
    aino.post(BACK, redirects_to="/missing", token_from="/missing")
    assert kept(lending) == []
    assert aino.get("/missing").h1 == "You may be missing about €78"
    assert [name for name, _ in events(lending)] == ["hint_put_aside", "hint_brought_back"]


def test_twice_sent_has_one_effect(aino: PageClient, lending: Lending) -> None:
    for _ in range(2):
        aino.post(ASIDE, {"reason": "asked"}, redirects_to="/missing#aside")
    for _ in range(2):
        aino.post(BACK, redirects_to="/missing", token_from="/missing")
    assert len(events(lending)) == 2


def test_a_reason_is_chosen(aino: PageClient, lending: Lending) -> None:
    page = aino.post(ASIDE, {})
    assert "Choose a reason." in page.text("main")
    page = aino.post(ASIDE, {"reason": "because"})
    assert page.text("title").startswith("Error: ")
    assert kept(lending) == []


@pytest.mark.parametrize(
    "address",
    [f"/missing/heads_differ/{isbn(2)}/put-aside", "/missing/nothing/1/put-aside",
     "/missing/expires/2022/put-aside"],
)  # fmt: skip
def test_only_own_hints_can_be_put_aside(aino: PageClient, address: str) -> None:
    aino.get(address, status=404)
    aino.post(address, {"reason": "asked"}, status=404)


def test_what_one_puts_aside_the_other_still_sees(
    app: Flask, aino: PageClient, lending: Lending
) -> None:
    aino.post(ASIDE, {"reason": "asked"}, redirects_to="/missing#aside")
    eero = signed_in(app, lending, "P2").get("/missing").text("main")
    assert "Agree on how many share “Riita”" in eero


def test_nobody_sees_hints_signed_out(client: PageClient) -> None:
    client.get_redirect("/missing", "/sign-in?next=/missing")
