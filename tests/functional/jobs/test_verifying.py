"""The nightly check leaves its outcome, and the office's day says what it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, text, update

from portal.jobs import verifying
from portal.kernel.identity import SYSTEM, Actor
from portal.services.access.accounts import link_account
from portal.services.access.staff import add_staff
from portal.services.audit import audit
from portal.services.office import today as todays
from portal.store.people import Account, Staff
from portal.store.records import AuditEvent
from portal.store.session import engine_for, transaction
from tests.factories.console import Console
from tests.factories.people import ISSUER
from tests.functional.conftest import TODAY, sign_in
from tests.page_client import PageClient

NOW = datetime(2026, 10, 15, 9, 41, tzinfo=UTC)
FAULT = "The last check found 1 fault. Approve and pay nothing until it is mended."
HOLDS = "Everything was checked on 15 October 2026, 12:41, and all of it holds."


@pytest.fixture
def minna(client: PageClient, database: Any) -> PageClient:
    with time_machine.travel(NOW, tick=False):
        with database() as session:
            code = add_staff(session, "Minna Tuki", "support", None, SYSTEM)
            link_account(session, ISSUER, "minna", "Minna", staff_code=code, today=TODAY,
                         actor=SYSTEM)  # fmt: skip
            account = session.scalars(select(Account)).one()
        return sign_in(client, account)


def today(client: PageClient) -> str:
    return client.get("/staff").text("main")


@time_machine.travel(NOW, tick=False)
def test_a_tampered_row_is_an_alarm_until_it_is_mended(
    minna: PageClient, database: Any, sqlite_url: str, tmp_path: Path
) -> None:
    assert "The nightly check of everything has not run yet." in today(minna)
    assert verifying.verify(sqlite_url, tmp_path) == 0
    said = today(minna)
    assert HOLDS in said
    assert "Nothing went wrong" in said
    with database() as session:
        session.execute(update(Staff).values(role="officer"))
    assert HOLDS in today(minna), "nobody has looked since"
    assert verifying.verify(sqlite_url, tmp_path) == 1
    said = today(minna)
    assert FAULT in said
    assert "all of it holds" not in said
    with database() as session:
        session.execute(update(Staff).values(role="support"))
    assert verifying.verify(sqlite_url, tmp_path) == 0
    said = today(minna)
    assert HOLDS in said
    assert "fault" not in said


def test_the_command_keeps_its_outcome_only_when_asked(sqlite_url: str, tmp_path: Path) -> None:
    """The trail names failed checks and counts; a row of a party is never copied into it."""
    console = Console(sqlite_url, tmp_path)
    console.staff("Minna Tuki", role="support")

    def kept() -> list[str]:
        with console.session() as session:
            ended = select(AuditEvent.details).where(AuditEvent.event == "verify_ended")
            return list(session.scalars(ended.order_by(AuditEvent.id)))

    console.run("verify")
    assert kept() == []
    console.run("verify", "--record")
    with console.session() as session:
        session.execute(update(Staff).values(role="administrator"))
    console.run("verify", code=1)
    console.run("verify", "--record", code=1)
    assert kept() == [
        '{"checks": 20, "failed": "", "findings": 0}',
        '{"checks": 20, "failed": "staff", "findings": 1}',
    ]


def test_a_worker_that_stands_still_is_seen(sqlite_url: str, tmp_path: Path) -> None:
    """From the first event on, and after each check again: two whole days are too long."""
    engine = engine_for(sqlite_url)
    who = Actor("Minna", staff_id=1, staff_role="support")

    def alarms(**later: int) -> list[tuple[str, int]]:
        moment = time_machine.travel(NOW + timedelta(**later), tick=False)
        with moment, transaction(engine, writes=False) as session:
            found = todays.today(session, who, date(2026, 10, 15)).alarms
        return [(one.code, one.number) for one in found]

    assert alarms(days=9) == [], "nothing has ever happened here"
    with time_machine.travel(NOW, tick=False), transaction(engine) as session:
        audit.record(session, SYSTEM, "signed_out")
    assert alarms(days=1, hours=23) == []
    assert alarms(days=2) == [("unchecked", 2)]
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        verifying.verify(sqlite_url, tmp_path)
    assert alarms(days=2) == []
    assert alarms(days=3, hours=23) == []
    assert alarms(days=5, hours=1) == [("unchecked", 3)]
    engine.dispose()


def test_a_chain_that_was_cut_off_stays_broken_whatever_is_written_after_it(
    sqlite_url: str, tmp_path: Path
) -> None:
    engine = engine_for(sqlite_url)
    with transaction(engine) as session:
        for _ in range(3):
            audit.record(session, SYSTEM, "signed_out")
        session.execute(text("DELETE FROM audit_event WHERE id = 3"))
    assert [verifying.verify(sqlite_url, tmp_path) for _night in range(3)] == [1, 1, 1]
    engine.dispose()
