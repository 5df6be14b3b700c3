"""The office's pages about messages: questions, names that wait, letters and paper."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from portal.kernel import receipt_numbers
from portal.kernel.identity import Actor, Identity
from portal.services.base.documents import Sent
from portal.services.messages import messages
from portal.services.office import office_letters
from portal.services.people import name_decisions, names
from portal.services.people.names import NewName
from portal.store.messages import Message, Outgoing
from portal.store.people import PartyName
from portal.store.preferences import Preference
from portal.store.records import AuditEvent
from tests.factories.matching import Matching
from tests.functional.staff_works.office import browser, twice
from tests.functional.works.steps import signed_in
from tests.page_client import PageClient

HERE = "/staff/messages"
PDF = b"%PDF-1.7 a title page"


def ask(portal: Matching, code: str, words: str) -> str:
    """A question of a person; its number as people read it."""
    with portal.session() as session:
        who = Identity(Actor(code), portal.ids[code])
        return receipt_numbers.written(messages.ask(session, who, "works", words, portal.today))


def rows(page: Any) -> list[str]:
    return [str(a.text) for table in page.all("table") for a in table.iter("a")]


def event(portal: Matching, name: str) -> list[tuple[int | None, str]]:
    """Whom the events of a name are about, and who acted."""
    query = select(AuditEvent.subject_id, AuditEvent.actor).where(AuditEvent.event == name)
    with portal.session() as session:
        return [tuple(row) for row in session.execute(query)]


def test_questions_are_answered_once_the_oldest_first(app: Flask, portal: Matching) -> None:
    first, second = ask(portal, "P1", "Where is my book?"), ask(portal, "P2", "And mine?")
    client = browser(app, portal)
    listed = client.get(HERE)
    assert "2 questions wait for an answer" in listed.text("p", class_="lede")
    assert [one for one in rows(listed) if "Salo" in one] == ["Aino Salo", "Eero Salo"]
    here = f"{HERE}/questions/{first}"
    client.post(f"{here}/answer", {"words": " "}, token_from=here).one("div", id="errors")
    twice(client, f"{here}/answer", {"words": "It is here."}, here, here)
    assert "It is here." in signed_in(app, portal, "P1").get(f"/messages/{first}").text()
    with portal.session() as session:
        assert session.scalar(select(func.count()).where(Message.kind == "answer")) == 1
        number, oldest = office_letters.open_questions_count(session)
        assert (number, oldest is not None) == (1, True)
    assert second in client.get(HERE).html


def test_a_question_is_closed_with_a_reason_and_opens_when_it_is_asked_again(
    app: Flask, portal: Matching
) -> None:
    number = ask(portal, "P1", "Thank you for the letter.")
    client, here = browser(app, portal), f"{HERE}/questions/{number}"
    client.post(f"{here}/close", {"reason": "bored"}, token_from=here).one("div", id="errors")
    twice(client, f"{here}/close", {"reason": "nothing_asked"}, here, here)
    assert event(portal, "question_closed") == [(portal.ids["P1"], "Minna support")]
    assert "Nobody waits for an answer." in client.get(HERE).text("p", class_="lede")
    aino = signed_in(app, portal, "P1")
    assert "It asks for no answer." in aino.get(f"/messages/{number}").text("article")
    aino.post(f"/messages/{number}/reply", {"words": "One more thing."},
              redirects_to=f"/messages/{number}", token_from=f"/messages/{number}")  # fmt: skip
    assert "1 question waits" in client.get(HERE).text("p", class_="lede")


def send_name(portal: Matching) -> int:
    with portal.session() as session:
        said = NewName("A. S. Ranta", "pen_name", "Title page", Sent("proof.pdf", PDF))
        who = Identity(Actor("Aino"), portal.ids["P1"])
        names.add_name(session, portal.data_dir, who, said, portal.today)
        return session.scalars(select(PartyName.id)).one()


def state(portal: Matching) -> str:
    with portal.session() as session:
        return session.scalars(select(PartyName.state)).one()


def test_a_name_is_confirmed_after_its_proof_was_opened(app: Flask, portal: Matching) -> None:
    here = f"{HERE}/names/{send_name(portal)}"
    client = browser(app, portal)
    assert "A. S. Ranta" in rows(client.get(f"{HERE}/names"))
    proof = client.client.post(f"{here}/proof", data=client.hidden(here))
    assert proof.data == PDF
    assert proof.headers["Content-Disposition"] == "attachment; filename=proof.pdf"
    assert proof.headers["X-Content-Type-Options"] == "nosniff"
    assert event(portal, "proof_opened") == [(portal.ids["P1"], "Minna support")]
    client.post(f"{here}/confirm", redirects_to=f"{HERE}/names", token_from=here)
    client.post(f"{here}/confirm", status=422, token_from=HERE)
    client.post(f"{here}/refuse", {"reason": "no_proof"}, status=404, token_from=HERE)
    assert state(portal) == "confirmed"
    with portal.session() as session:
        assert name_decisions.names_waiting_count(session) == (0, None)


def test_a_name_is_refused_with_a_reason(app: Flask, portal: Matching) -> None:
    here = f"{HERE}/names/{send_name(portal)}"
    client = browser(app, portal)
    client.post(f"{here}/refuse", token_from=here).one("div", id="errors")
    assert state(portal) == "waiting"
    client.post(f"{here}/refuse", {"reason": "unreadable"}, redirects_to=f"{HERE}/names",
                token_from=here)  # fmt: skip
    assert state(portal) == "refused"


def letter(client: PageClient, said: dict[str, str], checked: str) -> PageClient:
    client.post(f"{HERE}/write", {**said, "checked": checked}, redirects_to=f"{HERE}/write")
    return client


def test_a_letter_is_checked_before_it_leaves_and_goes_once(app: Flask, portal: Matching) -> None:
    client = browser(app, portal)
    said = {"to": "people", "codes": "P1, P3", "subject": "News", "words": "We move."}
    unknown = client.post(f"{HERE}/write", {**said, "codes": "P9"})
    unknown.one("span", id="codes-error")
    check = client.post(f"{HERE}/write", said)
    assert "It goes to 2 people. Nothing is sent yet." in check.text("p", class_="lede")
    everybody = client.post(f"{HERE}/write", {**said, "to": "everybody", "checked": "2"})
    assert "It goes to 3 people." in everybody.text("p", class_="lede")
    letter(letter(client, said, "2"), said, "2")
    with portal.session() as session:
        found = session.scalars(select(Message.party_id).where(Message.kind == "letter"))
        assert sorted(found) == [portal.ids["P1"], portal.ids["P3"]]


def test_letters_on_paper_wait_until_they_are_said_printed(app: Flask, portal: Matching) -> None:
    with portal.session() as session:
        session.add(Preference(party_id=portal.ids["P1"], reminders="paper", street="Kuja 1",
                               post_code="00100", town="Helsinki", post_country="FI"))  # fmt: skip
    client = browser(app, portal)
    letter(client, {"to": "people", "codes": "P1 P2", "subject": "News", "words": "We move."}, "2")
    here = f"{HERE}/letters"
    page = client.get(here)
    assert "1 letter waits to be printed." in page.text("p", class_="lede")
    last = {one.get("value") for one in page.all("input") if one.get("name") == "last"}
    sent = {"last": str(last.pop())}
    packed = client.client.post(f"{here}/download", data={**client.hidden(here), **sent})
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        [text] = [archive.read(name) for name in archive.namelist() if name.endswith(".txt")]
    assert "Kuja 1" in text.decode()
    assert "1 letter waits to be printed." in client.get(here).text("p", class_="lede")
    twice(client, f"{here}/printed", sent, here, here)
    assert "No letter waits to be printed." in client.get(here).text("p", class_="lede")
    assert len(event(portal, "letters_printed")) == len(event(portal, "letters_taken")) == 1


def test_an_address_that_does_not_work_is_listed_until_it_is_changed(
    app: Flask, portal: Matching
) -> None:
    with portal.session() as session:
        session.execute(Message.__table__.delete())
    portal.person("P4", "Olli Osoite", email="olli@example.org")
    client = browser(app, portal)
    letter(client, {"to": "people", "codes": "P4", "subject": "News", "words": "We move."}, "1")
    with portal.session() as session:
        given_up = {"gave_up_at": func.now(), "problem": "address_refused"}
        session.execute(Outgoing.__table__.update().values(**given_up))
    assert "Olli Osoite" in rows(client.get(f"{HERE}/letters"))


def test_who_reads_messages_answers_nothing(app: Flask, portal: Matching) -> None:
    number = ask(portal, "P1", "Where is my book?")
    name = f"{HERE}/names/{send_name(portal)}"
    posts = [f"{HERE}/questions/{number}/{verb}" for verb in ("answer", "close")]
    posts += [f"{name}/{verb}" for verb in ("proof", "confirm", "refuse")]
    posts += [f"{HERE}/write", f"{HERE}/letters/download", f"{HERE}/letters/printed"]
    for role in ("approver", "auditor"):
        client = browser(app, portal, role)
        for url in (HERE, f"{HERE}/names", name, f"{HERE}/letters"):
            client.get(url)
        refused = [client.post(url, status=403, token_from=HERE) for url in posts]
        assert len(refused) == len(posts)
    assert state(portal) == "waiting"
