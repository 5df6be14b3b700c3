"""Who may invite whom and how often, what is refused, and what is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.services.privacy import retention
from portal.store.parameters import ParameterValue
from portal.store.people import Party
from portal.web.limits import limiter
from tests.factories import people
from tests.factories.lending import NOON, Lending
from tests.functional.conftest import TODAY, sign_in
from tests.functional.invitations.steps import (
    EERO,
    accept,
    address,
    emailed_code,
    letter,
    rows,
    send,
)
from tests.functional.works.steps import signed_in, work_url
from tests.page_client import Page, PageClient, words


def test_one_open_invitation_for_a_name(aino: PageClient, shared: Lending) -> None:
    send(aino, shared)
    send(aino, shared)  # sent twice
    page = aino.post(address(shared), {**EERO, "name": "éero  SALO", "email": "other@example.org"})
    assert isinstance(page, Page)
    assert "is invited already" in page.text("div", class_="error-summary")
    assert len(rows(shared)) == 1


def test_no_more_than_the_parameter_says_in_a_day(aino: PageClient, shared: Lending) -> None:
    with shared.session() as session:
        session.add(ParameterValue(
            name="sharing.invitations_a_day", kind="both", valid_from=TODAY, value="2",
            unit="people", source="test", imported_at=NOON,
        ))  # fmt: skip
    for name in ("A. Salo", "B. Salo"):
        send(aino, shared, name=name)
    page = aino.post(address(shared), {**EERO, "name": "C. Salo"})
    assert isinstance(page, Page)
    assert "2 invitations today" in page.text("div", class_="error-summary")
    assert len(rows(shared)) == 2


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"name": " "}, "name", "Write the name of the person"),
        ({"name": "Win at www.example.org"}, "name", "no digits and no address"),
        ({"name": "cheap.example"}, "name", "no digits and no address"),
        ({"name": "a\u202eb"}, "name", "one plain line"),
        ({"name": "aino SALO"}, "name", "in the list already"),
        ({"name": "", "email": ""}, "name", "Write the name of the person"),
        ({"email": ""}, "email", "not an e-mail address"),
        ({"email": "eero"}, "email", "not an e-mail address"),
        ({"email": "a@b.fi\nBcc: c@d.fi"}, "email", "not an e-mail address"),
        ({"heads": "0"}, "heads", "from 1 to 999"),
        ({"heads": "two"}, "heads", "whole number"),
    ],
)
def test_what_cannot_be_sent_is_said_beside_its_field(
    aino: PageClient, shared: Lending, sent: dict[str, str], field: str, said: str
) -> None:
    page = aino.post(address(shared), {**EERO, **sent})
    assert isinstance(page, Page)
    error = page.one("div", class_="error-summary").find(".//a")
    assert error is not None
    assert (error.get("href"), said in words(error)) == (f"#{field}", True)
    assert rows(shared) == []


def test_only_who_has_an_entry_invites_and_only_the_inviter_sees_it(
    app: Flask, aino: PageClient, shared: Lending
) -> None:
    letter(aino, shared)
    [row] = rows(shared)
    shared.claim("P2", 1, heads=2)
    eero, mary = signed_in(app, shared, "P2"), signed_in(app, shared, "P3")
    mary.get(address(shared), 404)
    base = f"{work_url(aino)}/invitations/{row.id}"
    for other in (eero, mary):
        other.get(f"{base}/letter", 404)
        for act in ("withdraw", "renew"):
            other.post(f"{base}/{act}", status=404)
    assert "Whom you have invited" not in eero.get(work_url(eero)).text("main")
    assert rows(shared)[0].withdrawn_on is None


def test_codes_cannot_be_tried_for_long(app: Flask, aino: PageClient, shared: Lending) -> None:
    limiter.enabled = True
    limiter.reset()
    sent = {**aino.hidden("/invitation"), "code": "ABC"}
    answers = [aino.client.post("/invitation", data=sent).status_code for _try in range(11)]
    limiter.enabled = False
    limiter.reset()
    assert answers == [200] * 10 + [429]


def test_the_address_goes_when_the_invitation_is_over(
    app: Flask, aino: PageClient, shared: Lending
) -> None:
    send(aino, shared)
    code = emailed_code(shared)
    send(aino, shared, name="B. Salo", email="b@example.org")
    accept(signed_in(app, shared, "P2"), code)
    with shared.session() as session:
        retention.forget(session, TODAY)
    assert [row.email for row in rows(shared)] == ["", "b@example.org"]
    with shared.session() as session:
        retention.forget(session, TODAY + timedelta(days=61))
    assert [row.email for row in rows(shared)] == ["", ""]
    assert "Accepted on 15 October 2026" in aino.get(work_url(aino)).text("main")


def test_an_agent_may_do_all_of_it_and_sees_no_sum(app: Flask, shared: Lending) -> None:
    with shared.session() as session:
        holder = people.account(session, people.person(session, "X1", "Aino's agent"))
        party = session.scalars(select(Party).where(Party.code == "P1")).one()
        people.mandate(session, holder, party, "agent")
    agent = sign_in(PageClient(app), holder)
    agent.post("/acting-for", {"party": str(shared.ids["P1"])}, redirects_to="/",
               token_from="/help")  # fmt: skip
    page = agent.get(address(shared))
    assert "€" not in page.text("main")
    assert letter(agent, shared)
