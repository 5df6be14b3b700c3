"""portal people names: what the office sees, opens and decides, one sentence for each refusal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.kernel.identity import Actor, Identity
from portal.services.base.documents import Sent
from portal.services.people import names
from portal.services.people.names import NewName
from portal.store.people import PartyName
from portal.store.records import AuditEvent
from tests.factories import people
from tests.factories.console import Console

TODAY = date(2026, 10, 15)
PDF = b"%PDF-1.7 a proof"


@pytest.fixture
def office(console: Console) -> Console:
    """A portal in which a name waits, and Minna of support works."""
    with console.session() as session:
        party = people.person(session)
        people.staff(session, "minna", "Minna")
        people.staff(session, "antti", "Antti", "approver")
        said = NewName("K. Ranta", "pen_name", "Title page", Sent("proof.pdf", PDF))
        who = Identity(Actor("Kaisa"), party.id)
        names.add_name(session, console.data_dir, who, said, TODAY)
    return console


def state(office: Console) -> str:
    with office.session() as session:
        return session.scalars(select(PartyName.state)).one()


def test_the_names_that_wait_are_listed(office: Console) -> None:
    [row] = office.told("people", "names", "list")["names"]
    assert (row["person"], row["legal_name"], row["name"]) == (
        "P1", "Kaisa Kirjailija", "K. Ranta",
    )  # fmt: skip
    assert (row["note"], row["file"], row["added"]) == ("Title page", "proof.pdf", "2026-10-15")
    assert "K. Ranta (pen_name)" in office.run("people", "names", "list").output


def test_opening_a_proof_is_written_down_for_its_owner(office: Console, tmp_path: Path) -> None:
    out = tmp_path / "opened.pdf"
    office.run("people", "names", "proof", 1, "--as", "minna", "--out", out)
    assert out.read_bytes() == PDF
    with office.session() as session:
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert (event.event, event.actor, event.subject_id) == ("proof_opened", "Minna", 1)
    before = office.count("audit_event")
    office.run("people", "names", "proof", 1, "--as", "minna", "--out", out, code=1)
    assert office.count("audit_event") == before, "no file, no event"


def test_a_name_is_confirmed_once(office: Console) -> None:
    office.run("people", "names", "confirm", 1, "--as", "minna")
    assert state(office) == "confirmed"
    said = office.refusal("people", "names", "confirm", 1, "--as", "minna")
    assert said.startswith("No name with the number 1 waits.")


def test_a_refusal_names_its_reason(office: Console) -> None:
    office.run("people", "names", "refuse", 1, "--as", "minna", code=2)
    told = office.told("people", "names", "refuse", 1, "--as", "minna", "--reason", "unreadable")
    assert told == {"name": 1, "state": "refused", "reason": "unreadable"}
    assert state(office) == "refused"


def test_who_may_not_decide_is_told(office: Console) -> None:
    said = office.refusal("people", "names", "confirm", 1, "--as", "antti")
    assert said.startswith("This role does not decide about names. Act as one of these: support")
    office.refusal("people", "names", "confirm", 1, "--as", "nobody")
    office.run("people", "names", "confirm", 1, code=2)
    assert state(office) == "waiting"
