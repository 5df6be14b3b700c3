"""Inviting a co-writer by e-mail or letter, and answering by the code: once, and only once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.kernel import invitation_codes
from portal.services import invitations, retention
from portal.store.catalogue import Edition
from portal.store.messages import Message, Outgoing
from portal.store.parameters import ParameterValue
from portal.store.people import Account, Party
from portal.store.records import AuditEvent
from portal.store.sharing import Invitation
from portal.web.limits import limiter
from tests.factories import people
from tests.factories.lending import NOON, Lending
from tests.functional.conftest import TODAY, sign_in
from tests.functional.disputes.steps import entries
from tests.functional.works.steps import signed_in, work_url
from tests.page_client import Page, PageClient, words

EERO = {"name": "Eero Salo", "way": "email", "email": "eero@example.org", "role": "author",
        "heads": "2"}  # fmt: skip
NEUTRAL = "This code opens no invitation."


@pytest.fixture
def shared(lending: Lending) -> Lending:
    """An edition of which Aino says that two wrote it."""
    lending.edition(1)
    lending.claim("P1", 1, heads=2)
    return lending


def address(shared: Lending) -> str:
    with shared.session() as session:
        row = session.scalars(select(Edition)).one()
        return f"/works/{row.work_id}/invite/{row.id}"


def send(client: PageClient, shared: Lending, **more: Any) -> Any:
    url = address(shared)
    return client.client.post(url, data={**client.hidden(url), **EERO, **more})


def letter(client: PageClient, shared: Lending, **more: Any) -> str:
    """Writes a letter and reads its code from the page."""
    page = client.get(send(client, shared, way="letter", email="", **more).location)
    return "".join(words(one) for one in page.one("p", class_="code").iter("span"))


def emailed_code(shared: Lending) -> str:
    with shared.session() as session:
        row = session.scalars(select(Outgoing)).one()
        [code] = re.findall(r"\?code=(\w+)", row.body)
        return code


def rows(shared: Lending) -> list[Invitation]:
    with shared.session() as session:
        found = list(session.scalars(select(Invitation).order_by(Invitation.id)))
        session.expunge_all()
        return found


def open_code(client: PageClient, code: str) -> Page:
    page = client.post("/invitation", {"code": code})
    assert isinstance(page, Page)
    return page


def accept(client: PageClient, code: str, **more: str) -> Any:
    sent = {"code": code, "role": "author", "heads": "2", **more}
    return client.client.post("/invitation/accept", data={**client.hidden("/invitation"), **sent})


def test_an_email_leaves_with_a_code_a_link_and_nothing_of_the_work(
    aino: PageClient, shared: Lending
) -> None:
    assert send(aino, shared).location == work_url(aino)
    with shared.session() as session:
        row = session.scalars(select(Outgoing)).one()
        said = session.scalars(select(AuditEvent.details)).all()
    assert (row.address, row.party_id) == ("eero@example.org", None)
    assert "Aino Salo says" in row.body
    assert "Talvi" not in row.body
    assert invitation_codes.parse(emailed_code(shared))
    assert not any("eero" in one.lower() for one in said)
    section = words(aino.get(work_url(aino)).one("section", id="invitations"))
    assert "Eero Salo, Writer" in section
    assert "good until 14 December 2026" in section  # sixty days


def test_who_accepts_has_an_entry_and_the_inviter_is_told(
    app: Flask, aino: PageClient, shared: Lending
) -> None:
    send(aino, shared)
    code = emailed_code(shared)
    eero = signed_in(app, shared, "P2")
    page = open_code(eero, f" {code[:3].lower()}-{code[3:6]} {code[6:]} ")
    assert "Aino Salo says that you are one of 2" in page.text("main")
    assert "Talvi saaressa" in page.text("main")
    assert "€" not in page.text("main")
    assert "@" not in page.text("main")
    for _twice in range(2):
        assert accept(eero, code).location == work_url(eero)
    assert entries(shared) == {"P1": [("author", 2)], "P2": [("author", 2)]}
    with shared.session() as session:
        message = session.scalars(select(Message)).one()
    assert (message.party_id, message.code) == (shared.ids["P1"], "invitation_accepted")
    assert "Accepted on 15 October 2026" in aino.get(work_url(aino)).text("main")
    assert "See the work" in aino.get(f"/messages/{message.number}").text("main")


def test_her_own_answers_count_and_not_the_inviters(
    app: Flask, aino: PageClient, shared: Lending
) -> None:
    code = letter(aino, shared)
    eero = signed_in(app, shared, "P2")
    accept(eero, code, heads="3")
    assert entries(shared)["P2"] == [("author", 3)]
    assert "What they disagree about waits" in aino.get(work_url(aino)).text("main")


def test_wrong_used_withdrawn_old_and_ones_own_codes_get_one_answer(
    app: Flask, aino: PageClient, shared: Lending
) -> None:
    used, old, gone = (letter(aino, shared, name=name) for name in ("E. S.", "Old Salo", "B. S."))
    eero, mary = signed_in(app, shared, "P2"), signed_in(app, shared, "P3")
    accept(eero, used)
    with shared.session() as session:
        late = session.scalars(select(Invitation).where(Invitation.name == "Old Salo")).one()
        late.expires_on = TODAY - timedelta(days=1)
        number = session.scalars(select(Invitation.id).where(Invitation.name == "B. S.")).one()
    back = f"{work_url(aino)}/invitations/{number}/withdraw"
    aino.post(back, redirects_to=work_url(aino))
    wrong = invitation_codes.code_of(7)
    answers = [open_code(mary, code) for code in (used, old, gone, wrong, "", "UUU", "x" * 500)]
    answers.append(open_code(aino, letter(aino, shared, name="C. S.")))
    said = {words(page.all("span", class_="field-error")[0]) for page in answers}
    assert len(said) == 1
    assert NEUTRAL in said.pop()
    assert mary.client.post(
        "/invitation/accept", data={**mary.hidden("/invitation"), "code": gone, "heads": "1",
                                    "role": "author"},
    ).status_code == 422  # fmt: skip
    assert "P3" not in entries(shared)


def test_a_letter_is_shown_once_and_a_new_one_ends_the_old(
    app: Flask, aino: PageClient, shared: Lending
) -> None:
    first = letter(aino, shared)
    [row] = rows(shared)
    place = f"{work_url(aino)}/invitations/{row.id}/letter"
    with shared.session() as session:
        account = session.scalars(select(Account)).one()
        session.expunge(account)
    other = sign_in(PageClient(app), account)
    assert "is not kept" in other.get(place).text("main")
    other.post(f"{work_url(aino)}/invitations/{row.id}/renew", redirects_to=place)
    second = "".join(words(one) for one in other.get(place).one("p", class_="code").iter("span"))
    eero = signed_in(app, shared, "P2")
    assert NEUTRAL in open_code(eero, first).text("main")
    assert "You are invited to a book" in open_code(eero, second).text("main")
    assert "localhost/invitation" in other.get(place).text("main")


def test_the_code_is_kept_as_a_hash_alone(aino: PageClient, shared: Lending) -> None:
    code = letter(aino, shared)
    [row] = rows(shared)
    assert row.code_sha256 == invitations.hashed(code)
    assert code not in repr(vars(row))


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


def test_who_is_not_signed_in_learns_how_to_join(
    app: Flask, client: PageClient, shared: Lending
) -> None:
    page = client.get("/invitation?code=ABC")
    assert "If you are not a member yet" in page.text("main")
    link = next(a for a in page.one("main").iter("a") if words(a) == "Sign in and answer")
    assert link.get("href") == "/sign-in?next=/invitation?code%3DABC"
    with shared.session() as session:
        staff = people.account(session, staff=people.staff(session))
    office = sign_in(PageClient(app), staff)
    assert "If you are not a member yet" in office.get("/invitation").text("main")
    office.post("/invitation", {"code": "x"}, status=403)


def test_codes_cannot_be_tried_for_long(app: Flask, aino: PageClient, shared: Lending) -> None:
    limiter.enabled = True
    limiter.reset()
    sent = {**aino.hidden("/invitation"), "code": "ABC"}
    answers = [aino.client.post("/invitation", data=sent).status_code for _try in range(11)]
    limiter.enabled = False
    limiter.reset()
    assert answers == [200] * 10 + [429]


def test_an_invitation_taken_back_before_it_left_never_leaves(
    aino: PageClient, shared: Lending
) -> None:
    send(aino, shared)
    [row] = rows(shared)
    back = f"{work_url(aino)}/invitations/{row.id}/withdraw"
    for _twice in range(2):
        aino.post(back, redirects_to=work_url(aino))
    with shared.session() as session:
        assert session.scalars(select(Outgoing)).all() == []
        events = select(AuditEvent.event).where(AuditEvent.event == "invitation_withdrawn")
        assert len(session.scalars(events).all()) == 1
        assert session.scalars(select(Party.name).where(Party.code == "P1")).one() == "Aino Salo"


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
