"""A run is approved in a real browser: two people, each with a passkey of her own, one digest."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from portal.kernel.identity import Actor
from portal.services.settlement.calculating import calculate_run
from portal.services.settlement.collecting import Order
from portal.store.people import Staff
from portal.store.session import engine_for, transaction
from tests.browser.conftest import DemoSite, served_copy
from tests.browser.test_passkeys import device
from tests.demo_portal import TODAY, DemoPortal

pytestmark = pytest.mark.xdist_group("demo")
RUN = "2026-autumn-2"
KEPT = """
    SELECT staff.code, run_approval.digest, run_approval.net_cents = run.net_cents,
        run_approval.passkey_id IS NOT NULL
    FROM run_approval JOIN run ON run.id = run_id JOIN staff ON staff.id = staff_id
    WHERE run.code = ? ORDER BY run_approval.id
"""


def calculate(site: DemoSite) -> str:
    """The run of the autumn as if its last day were over; returns its digest."""
    engine = engine_for(f"sqlite:///{site.database}")
    with transaction(engine) as session:
        officer = session.scalars(select(Staff).where(Staff.role == "officer")).one()
        who = Actor(officer.name, staff_id=officer.id, staff_role="officer")
        order = Order("autumn", date(2026, 12, 1), TODAY - timedelta(days=1))
        made = calculate_run(
            session, site.database.parent, "lending", order, today=TODAY, actor=who
        )
    engine.dispose()
    assert made.run == RUN
    return made.digest


def approver(site: DemoSite, context: BrowserContext, name: str) -> Page:
    """An approver with a passkey, whose last proof is too old to approve anything."""
    page = device(context)
    site.sign_in(page, name)
    page.goto(f"{site.address}/passkeys/add")
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    with closing(sqlite3.connect(site.database)) as database, database:
        database.execute("UPDATE signed_in SET proved_at = '2026-01-01 00:00:00'")
    return page


def to_the_sum(site: DemoSite, page: Page) -> None:
    """To the page of the approval, by the passkey that it asks for first."""
    page.goto(f"{site.address}/staff/runs/{RUN}/approve")
    expect(page.get_by_role("heading", name="Show once more that it is you")).to_be_visible()
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name=f"Approve run {RUN}")).to_be_visible()


def sign(page: Page) -> None:
    """Looks at what the checks ask for, and presses the button that asks for the passkey."""
    page.get_by_role("checkbox").check()
    page.get_by_role("main").get_by_role("button").last.click()


def kept(site: DemoSite, sql: str = KEPT) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(site.database)) as database:
        return database.execute(sql, (RUN,)).fetchall()


def test_two_approvers_sign_the_digest_and_the_sum_that_they_see(
    demo_portal: DemoPortal, tmp_path: Path, browser_context: Callable[..., BrowserContext]
) -> None:
    with served_copy(demo_portal, tmp_path) as site:
        digest = calculate(site)
        leena = approver(site, browser_context(), "Leena")
        to_the_sum(site, leena)
        leena.locator("input[name=net_cents]").evaluate("sum => { sum.value = '1'; }")
        sign(leena)
        expect(leena.get_by_role("link", name="is not that of the run")).to_be_visible()
        assert kept(site) == []
        leena.goto(f"{site.address}/staff/runs/{RUN}/approve")
        sign(leena)
        expect(leena.get_by_text("Your approval is kept, with the sum")).to_be_visible()
        birgit = approver(site, browser_context(), "Birgit")
        to_the_sum(site, birgit)
        expect(birgit.get_by_text("Leena Ruotsalonpää has approved it.")).to_be_visible()
        sign(birgit)
        expect(birgit.get_by_text("Your approval is kept, with the sum")).to_be_visible()
        assert kept(site) == [
            ("leena-ruotsalonpaa", digest, 1, 1), ("birgit-holmviken", digest, 1, 1),
        ]  # fmt: skip
        assert kept(site, "SELECT state FROM run WHERE code = ?") == [("approved",)]
