"""What is kept until when, and what the nightly deletion takes; leftovers of documents."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from portal.kernel.identity import Actor, Identity
from portal.services.base import documents
from portal.services.base.documents import Sent
from portal.services.people import names
from portal.services.people.names import NewName
from portal.services.privacy import retention
from portal.services.verification import leftovers
from portal.store import document_files
from portal.store.catalogue import Edition
from portal.store.documents import Document
from portal.store.people import Party, PartyName, SignedIn
from portal.store.preferences import EmailChange
from portal.store.records import AuditEvent
from portal.store.sharing import Dispute, DisputeEntry
from tests.factories.lending import Lending

TODAY = date(2026, 10, 15)
PDF = b"%PDF-1.7 a proof"
# Source: portal/rules/parameters/retention.toml
REFUSED_DAYS, CHANGE_DAYS = 180, 30


@pytest.fixture
def aino(lending: Lending) -> Identity:
    lending.person("P1", "Aino Ranta")
    return Identity(Actor("Aino"), lending.ids["P1"])


def proven(lending: Lending, who: Identity, state: str, decided: date | None) -> None:
    with lending.session() as session:
        said = NewName("A. R.", "pen_name", "", Sent("proof.pdf", PDF))
        names.add_name(session, lending.data_dir, who, said, TODAY)
        row = session.scalars(select(PartyName)).one()
        row.state, row.decided_on = state, decided


def forget(lending: Lending, day: date = TODAY) -> retention.Forgotten:
    with lending.session() as session:
        return retention.forget(session, day)


def proofs(lending: Lending) -> int:
    with lending.session() as session:
        return len(session.scalars(select(Document)).all())


def test_the_proof_of_a_refused_name_goes_after_its_days(lending: Lending, aino: Identity) -> None:
    proven(lending, aino, "refused", TODAY)
    last = TODAY + timedelta(days=REFUSED_DAYS)
    assert forget(lending, last).proofs == 0
    assert proofs(lending) == 1
    assert forget(lending, last + timedelta(days=1)).proofs == 1
    assert forget(lending, last + timedelta(days=1)).proofs == 0
    assert proofs(lending) == 0
    with lending.session() as session:
        assert session.scalars(select(PartyName.name)).all() == ["A. R."]
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert (event.event, event.subject_id) == ("proof_deleted", aino.subject_id)


@pytest.mark.parametrize("state", ["waiting", "confirmed"])
def test_other_proofs_stay(lending: Lending, aino: Identity, state: str) -> None:
    proven(lending, aino, state, date(2020, 1, 1))
    assert forget(lending).proofs == 0
    assert proofs(lending) == 1


@pytest.mark.parametrize(("settled", "left"), [(date(2022, 1, 1), 1), (date(2021, 12, 31), 0)])
def test_proofs_of_disputes_go_after_four_whole_years(
    lending: Lending, aino: Identity, settled: date, left: int
) -> None:
    lending.edition(1)
    proven(lending, aino, "confirmed", None)
    with lending.session() as session:
        [edition] = session.scalars(select(Edition.id))
        [document] = session.scalars(select(Document.id))
        session.execute(update(PartyName).values(document_id=None))
        said = {"about": "heads", "own_role": "author", "state": "agreed"}
        days = {"opened_on": settled, "answer_by": settled, "closed_on": settled}
        dispute = Dispute(
            number="D1", edition_id=edition, opened_by_id=aino.subject_id, **said, **days
        )
        session.add(dispute)
        session.flush()
        entry = {"act": "proof", "document_id": document, "day": settled, "at": datetime.now(UTC)}
        session.add(DisputeEntry(dispute_id=dispute.id, party_id=aino.subject_id, **entry))
    assert forget(lending).proofs == 1 - left
    assert proofs(lending) == left


def test_sessions_and_changes_of_addresses_go(lending: Lending, aino: Identity) -> None:
    now = datetime.now(UTC)
    with lending.session() as session:
        for number, days in enumerate((0, 2)):
            ended = now - timedelta(days=days)
            session.add(SignedIn(token_sha256=f"s{number}", started_at=ended, seen_at=ended,
                                 expires_at=ended))  # fmt: skip
        for number, days in enumerate((CHANGE_DAYS - 1, CHANGE_DAYS + 1)):
            asked = now - timedelta(days=days)
            change = {"token_sha256": f"t{number}", "asked_at": asked, "expires_at": asked}
            session.add(EmailChange(party_id=aino.subject_id, email="x@example.org", **change))
    assert forget(lending) == retention.Forgotten(sessions=1, email_changes=1, proofs=0)
    with lending.session() as session:
        assert session.scalars(select(SignedIn.token_sha256)).all() == ["s0"]
        assert session.scalars(select(EmailChange.token_sha256)).all() == ["t0"]


def test_her_own_days_follow_from_her_own_dates(lending: Lending, aino: Identity) -> None:
    lending.edition(1, "Talvi saaressa")
    lending.claim("P1", 1, "author", 1)
    lending.loans("1,2022,100")
    lending.run("autumn", date(2023, 12, 5), date(2023, 11, 3))
    proven(lending, aino, "refused", TODAY)
    with lending.session() as session:
        found = {one.subject: one for one in retention.kept(session, aino.subject_id, TODAY)}
        assert tuple(found) == retention.SUBJECTS
        # ten years after the end of 2023; 180 days after 15 October 2026
        assert found["payments"].until == date(2033, 12, 31)
        assert found["refused_proofs"].until == date(2027, 4, 13)
        assert found["works"].until is None
        assert (found["payments"].number, found["payments"].status) == (10, "assumed")
        session.get_one(Party, aino.subject_id).death_year = 2015
        session.flush()
        later = {one.subject: one for one in retention.kept(session, aino.subject_id, TODAY)}
        assert later["works"].until == date(2085, 12, 31)


def test_bytes_that_no_row_names_go_after_a_day(lending: Lending, aino: Identity) -> None:
    proven(lending, aino, "waiting", None)
    lost = document_files.path_of(lending.data_dir, document_files.write(lending.data_dir, b"lost"))
    with lending.session() as session:
        [kept] = session.scalars(select(Document.sha256)).all()
    named = document_files.path_of(lending.data_dir, kept)
    part = lost.with_name(".0123.part")
    part.write_bytes(b"half")
    now = datetime.now(UTC)
    with lending.session() as session:
        assert leftovers.remove(session, lending.data_dir, now) == 0, "nothing is a day old"
    for path in (lost, named, part):
        os.utime(path, (0, 0))
    with lending.session() as session:
        assert leftovers.remove(session, lending.data_dir, now) == 2
    assert [path.exists() for path in (lost, named, part)] == [False, True, False]


def test_bytes_sent_again_are_new_again(lending: Lending) -> None:
    digest = document_files.write(lending.data_dir, b"the same")
    path = document_files.path_of(lending.data_dir, digest)
    os.utime(path, (0, 0))
    assert document_files.write(lending.data_dir, b"the same") == digest
    assert path.stat().st_mtime > 1_000_000
    assert [one.name for one in path.parent.iterdir()] == [digest]


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("contract.pdf", "contract.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Aino\\sopimus.PDF", "sopimus.pdf"),
        ('"; drop=.pdf', "drop.pdf"),
        ("kesä 2020.jpeg", "kesä 2020.pdf"),
        ("\r\nSet-Cookie: x", "Set-Cookie x.pdf"),
        ("", "document.pdf"),
        ("..", "document.pdf"),
        ("x" * 300, "x" * 100 + ".pdf"),
    ],
)
def test_the_name_of_a_file_is_harmless(sent: str, name: str) -> None:
    assert documents.harmless_name(sent, ".pdf") == name
