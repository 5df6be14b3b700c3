"""The audit in the browser: found by what it names, taken away as a table, walked along."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from sqlalchemy import text

from portal.jobs import orders
from portal.kernel.identity import Actor, Identity
from portal.services.audit import audit, audit_heads
from portal.settings import Settings
from tests.factories import people
from tests.functional.conftest import TODAY, sign_in
from tests.page_client import PageClient

AUDIT = "/staff/audit"


@pytest.fixture
def events(database: Any) -> None:
    """What two people did: one for P1 in a visit's name, one for nobody."""
    with database() as session:
        party = people.person(session)
        member = people.staff(session, "olli", "=Olli()", "officer")
        actor = Actor("=Olli()", staff_id=member.id)
        claim = {"isbn": 9789510000007, "role": "author", "heads": 2, "day": "2026-10-15"}
        audit.record(session, Identity(actor, party.id), "claim_added", **claim)
        approved = {"run": "2026-spring-1", "digest": "d", "approvals": 1, "net_cents": 1234,
                    "looked": ""}  # fmt: skip
        audit.record(session, actor, "run_approved", **approved)


def browser(app: Any, database: Any, role: str = "auditor") -> PageClient:
    with database() as session:
        account = people.account(session, staff=people.staff(session, role, "Reading", role))
    return sign_in(PageClient(app), account)


@pytest.mark.usefixtures("events")
@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("person=P1", 1), ("person=P2", 0), ("staff=olli", 2), ("staff=nobody", 0),
        ("event=run_approved", 1), ("event=nothing", 0), ("run=2026-spring-1", 1),
        ("run=2026-spring-%25", 0), ("run=%22", 0), ("visit=1", 0), ("first=2100-01-01", 0),
        ("last=2000-01-01", 0), ("person=P1&event=claim_added&first=2020-01-01", 1),
    ],
)  # fmt: skip
def test_events_are_found_by_what_they_name(
    app: Any, database: Any, asked: str, number: int
) -> None:
    client = browser(app, database)
    rows = client.client.get(f"{AUDIT}/events.csv?{asked}", base_url=client.base_url).text
    assert len(list(csv.reader(io.StringIO(rows)))) == number + 1
    page = client.get(f"{AUDIT}?{asked}")
    assert ("No event is like this." in page.text()) == (number == 0)


@pytest.mark.usefixtures("events")
def test_an_event_says_who_for_whom_on_what(app: Any, database: Any) -> None:
    client = browser(app, database)
    page = client.get(f"{AUDIT}?staff=olli")
    assert "=Olli(), office" in page.text()
    assert "Kaisa Kirjailija" in page.text()
    assert "ISBN: 978-951-0-00000-7" in page.text()
    assert "after tax: €12.34" in page.text()
    table = client.client.get(f"{AUDIT}/events.csv", base_url=client.base_url).text
    [first, *_more] = csv.DictReader(io.StringIO(table))
    assert first["actor"] == "'=Olli()"
    odd = client.get(f"{AUDIT}?first=soon&visit=%00x&page=99")
    assert "Write the day as year-month-day" in odd.text()


@pytest.mark.usefixtures("events")
def test_the_chain_is_walked_by_the_queue(app: Any, database: Any, settings: Settings) -> None:
    client = browser(app, database)
    assert "The chain has not been checked here yet." in client.get(AUDIT).text()
    client.post(f"{AUDIT}/check", redirects_to=AUDIT, token_from=AUDIT)
    assert client.get(AUDIT).one("meta", http_equiv="refresh") is not None
    orders.advance(settings.database_url, settings.data_dir, TODAY)
    assert "The chain is whole" in client.get(AUDIT).text()
    with database() as session:
        session.execute(text("UPDATE audit_event SET details = '{}' WHERE id = 2"))
    client.post(f"{AUDIT}/check", redirects_to=AUDIT, token_from=AUDIT)
    orders.advance(settings.database_url, settings.data_dir, TODAY)
    assert "The chain is broken in 1 place." in client.get(AUDIT).text()


@pytest.mark.parametrize(("role", "status"), [("support", 403), ("approver", 403),
                         ("officer", 200), ("administrator", 200)])  # fmt: skip
def test_who_reads_the_audit(app: Any, database: Any, role: str, status: int) -> None:
    browser(app, database, role).get(AUDIT, status)


@pytest.mark.usefixtures("events")
def test_a_head_that_was_noted_is_asked_for(database: Any) -> None:
    with database() as session:
        first = audit_heads.head(session).written
        audit.record(session, Actor("Olli"), "signed_out")
        assert audit_heads.holds(session, first)
        assert audit_heads.holds(session, audit_heads.head(session).written)
        for wrong in ("", "2", "x:y", f"3:{first[2:]}", first[:-1], "99999999999:a"):
            assert not audit_heads.holds(session, wrong), wrong
        session.execute(text("DELETE FROM audit_event WHERE id = 3"))
        found = audit_heads.walked(session)
        assert (found.broken, found.problems) == (1, ((2, "head"),))
