"""Who works here: an administrator adds and ends; ending takes rights away at once."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.store.people import Account, Staff
from portal.store.records import AuditEvent
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import PageClient


@pytest.fixture
def boss(client: PageClient, database: Any) -> PageClient:
    with database() as session:
        member = people.staff(session, "boss", "Bo Boss", "administrator")
        account = people.account(session, staff=member)
    return sign_in(client, account)


@pytest.fixture
def minna(app: Flask, database: Any) -> Account:
    with database() as session:
        return people.account(session, staff=people.staff(session, "minna", "Minna"))


def test_somebody_is_added_with_her_own_person(boss: PageClient, database: Any) -> None:
    with database() as session:
        people.person(session, "P1")
    values = {"name": "Aava Approver", "role": "approver", "person": "P1"}
    boss.post("/staff/members/add", values, redirects_to="/staff/members")
    with database() as session:
        member = session.scalars(select(Staff).where(Staff.name == "Aava Approver")).one()
        assert (member.code, member.role, member.party_id) == ("aava-approver", "approver", 1)


def test_an_unknown_person_is_said(boss: PageClient, database: Any) -> None:
    values = {"name": "Aava", "role": "approver", "person": "P99"}
    page = boss.post("/staff/members/add", values)
    assert "There is no person “P99”" in page.text("main")


def test_ended_work_has_no_rights_from_the_next_request(
    boss: PageClient, minna: Account, app: Flask, database: Any
) -> None:
    browser = sign_in(PageClient(app), minna)
    browser.get("/staff")
    for _ in range(2):
        boss.post(
            "/staff/members/minna/end", redirects_to="/staff/members",
            token_from="/staff/members",
        )  # fmt: skip
    assert browser.client.get("/staff", base_url=browser.base_url).status_code == 303
    with database() as session:
        found = session.scalars(select(AuditEvent).where(AuditEvent.event == "staff_ended")).all()
        assert len(found) == 1


def test_nobody_ends_herself(boss: PageClient) -> None:
    assert boss.get("/staff/members").all("form", action="/staff/members/boss/end") == []
    page = boss.post("/staff/members/boss/end", token_from="/staff/members/add", status=422)
    assert "cannot end your own work" in page.text("main")


def test_others_do_not_see_the_list(app: Flask, database: Any) -> None:
    for role in ("support", "officer", "approver"):
        with database() as session:
            account = people.account(session, staff=people.staff(session, role, role=role))
        sign_in(PageClient(app), account).get("/staff/members", status=403)


def test_an_auditor_reads_it_and_changes_nothing(
    client: PageClient, minna: Account, database: Any
) -> None:
    with database() as session:
        account = people.account(session, staff=people.staff(session, role="auditor"))
    auditor = sign_in(client, account)
    assert auditor.get("/staff/members").all("form", action="/staff/members/minna/end") == []
    auditor.get("/staff/members/add", status=403)
