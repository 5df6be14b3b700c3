"""The weekly report: by staff, without code, out of hours, relatives, top earners, emergencies."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portal.services.visits import visits_report
from portal.store.access import SupportVisit
from portal.store.payments import Payment
from portal.store.people import Account, Staff
from portal.store.preferences import Preference
from portal.store.settlement import Run
from tests.factories import people
from tests.page_client import PageClient

WEDNESDAY = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)  # noon in Helsinki


def visited(session: Any, staff: int, party: int, at: datetime, **more: Any) -> None:
    number = more.pop("number", at.isoformat())
    session.add(SupportVisit(**{
        "handle": number[5:21], "staff_id": staff, "party_id": party,
        "reason": "caller", "note": "She called about works", "consent": "code",
        "mode": "reading", "asked_at": at, "token_sha256": "", "started_at": at,
        "ends_at": at + timedelta(minutes=30), "ended_at": at + timedelta(minutes=5),
        "ended_by": "staff", "told_at": at, **more,
    }))  # fmt: skip


@pytest.fixture
def week(database: Any, minna: Account, otto: Account) -> None:
    """Four visits in week 42 and one on the Monday after it."""
    with database() as session:
        aino = people.person(session, "P1", "Aino Salo")
        kin = people.person(session, "P2", "Tuki, Eero")
        own = people.person(session, "P3", "Minna Tuki")
        near = people.person(session, "P4", "Liisa Naapuri")
        member = session.get_one(Staff, minna.staff_id)
        member.party_id = own.id
        for party in (own.id, near.id):
            session.add(Preference(party_id=party, street="Kuusitie 1", post_code="00100"))
        run = Run(
            code="2026-spring-1", scheme="lending", kind="spring", pays_on=date(2026, 5, 12),
            state="approved", digest="0" * 64, cutoff=date(2026, 1, 31), snapshot_path="x",
            snapshot_sha256="0" * 64, people=1, lines=1, gross_cents=100_00, tax_cents=0,
            net_cents=100_00, waiting_cents=0, disputed_cents=0, after_approvals=0,
            calculated_at=WEDNESDAY, approved_at=WEDNESDAY,
        )  # fmt: skip
        session.add(run)
        session.flush()
        session.add(Payment(
            run_id=run.id, party_id=aino.id, pays_on=run.pays_on,
            gross_cents=100_00, tax_cents=0, net_cents=100_00,
        ))  # fmt: skip
        visited(session, member.id, aino.id, WEDNESDAY)
        visited(session, member.id, kin.id, WEDNESDAY + timedelta(hours=1))
        early = datetime(2026, 10, 15, 3, 59, tzinfo=UTC)  # 6:59 in Helsinki
        visited(session, member.id, near.id, early)
        saturday = datetime(2026, 10, 17, 9, 0, tzinfo=UTC)
        visited(session, otto.staff_id or 0, aino.id, saturday, consent="break_glass",
                approved_by_id=member.id, approved_at=saturday)  # fmt: skip
        monday = datetime(2026, 10, 18, 21, 0, tzinfo=UTC)  # midnight of Monday in Helsinki
        visited(session, member.id, aino.id, monday)


def test_a_week_is_counted_by_member_of_staff(week: None, database: Any) -> None:
    with database() as session:
        chosen = visits_report.week_of("2026-W42", date(2026, 12, 1))
        found = visits_report.report(session, chosen, date(2026, 12, 1))
    assert found.by_staff == (
        visits_report.ByStaff("Minna Tuki", 3, 0, 1, 2, 1, 0),
        visits_report.ByStaff("Otto Virkailija", 1, 1, 1, 0, 1, 1),
    )
    assert [one.person for one in found.visits] == ["P1", "P2", "P4", "P1"]
    assert [one.maybe_related for one in found.visits] == [False, True, True, False]


def test_the_page_and_the_file_say_the_same(week: None, officer: PageClient) -> None:
    page = officer.get("/staff/visits/report?week=2026-W42").text()
    assert "4 visits began from 12 October 2026 to 18 October 2026." in page
    text = officer.client.get("/staff/visits/report.csv?week=2026-W42").text
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 5
    assert rows[4][-5:] == ["yes", "yes", "no", "yes", "yes"]


def test_support_does_not_read_the_report_of_itself(support: PageClient) -> None:
    support.get("/staff/visits/report", status=403)


@pytest.mark.parametrize("text", ["2026-W54", "2026-42", "W42", "9999-W99", "<b>"])
def test_what_is_no_week_is_said(officer: PageClient, text: str) -> None:
    page = officer.get(f"/staff/visits/report?week={text}", status=422)
    assert "Write the week as year and number" in page.text()


@pytest.mark.parametrize(
    ("at", "out"),
    [
        ("2026-10-14T04:00", False),  # 7:00
        ("2026-10-14T03:59", True),
        ("2026-10-14T14:59", False),  # 17:59
        ("2026-10-14T15:00", True),
        ("2026-10-17T09:00", True),  # a Saturday
        ("2026-11-11T05:00", False),  # 7:00 in winter
    ],
)
def test_office_hours_are_those_of_helsinki(at: str, out: bool) -> None:
    assert visits_report.out_of_hours(datetime.fromisoformat(at).replace(tzinfo=UTC)) is out


@pytest.mark.parametrize(
    ("name", "surname"),
    [("Aino Salo", "salo"), ("Salo, Aino", "salo"), ("AINO SALO", "salo"), ("Aino", "aino")],
)
def test_a_surname_is_the_last_word_or_stands_before_the_comma(name: str, surname: str) -> None:
    assert visits_report.surname(name) == surname
