"""Inviting a co-writer by e-mail or letter, and answering by the code: once, and only once."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal.kernel import invitation_codes
from portal.services.sharing import invitations
from portal.store.messages import Message, Outgoing
from portal.store.people import Account, Party
from portal.store.records import AuditEvent
from portal.store.sharing import Invitation
from tests.factories import people
from tests.factories.lending import Lending
from tests.functional.conftest import TODAY, sign_in
from tests.functional.disputes.steps import entries
from tests.functional.invitations.steps import (
    NEUTRAL,
    accept,
    emailed_code,
    letter,
    open_code,
    rows,
    send,
)
from tests.functional.works.steps import signed_in, work_url
from tests.page_client import PageClient, words


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
    renew = f"{work_url(aino)}/invitations/{row.id}/renew"
    other.post(renew, {"letters": "1"}, redirects_to=place)
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
