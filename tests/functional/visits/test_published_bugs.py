"""Twelve bugs of other products, as their own trackers tell them, tried here: none happens.

Sources: GitLab #196028, #20388, #330866 and #16445, #43846, #40385; daikoku #1102;
nextcloud/impersonate #230, #120 and #80; ServiceNow `glide.audit.track_impersonation`;
Paymenter #1153; vibetuner #1875; FreeTAKServer #292.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from portal.app import create_app
from portal.services.access import visitors
from portal.services.visits import support_visits
from portal.settings import Settings, SettingsRefused
from portal.store.access import SupportVisit
from portal.store.messages import Message
from portal.store.people import Account, SignedIn, Staff
from portal.store.records import AuditEvent
from tests.factories import people
from tests.functional.conftest import SECRET, TODAY, sign_in
from tests.functional.visits.conftest import acting, asked
from tests.page_client import PageClient

Begin = Callable[..., PageClient]


def visits(database: Any) -> list[SupportVisit]:
    with database() as session:
        return list(session.scalars(select(SupportVisit).order_by(SupportVisit.id)))


def test_01_no_chain_through_a_colleague(support: PageClient, database: Any, otto: Account) -> None:
    """GitLab #196028: A visits admin B, who visits A, and ends unaudited as B."""
    with database() as session:
        colleague = people.person(session, "P7", "Otto Virkailija")
        session.execute(update(Staff).where(Staff.code == "otto").values(party_id=colleague.id))
    page = support.get("/staff/visits/ask/P7", status=403)
    assert "Nobody visits the pages of colleagues." in page.text()
    support.post("/staff/visits/ask/P7", asked(consent="colleague"), status=403, token_from="/help")
    assert visits(database) == []


def test_02_lost_rights_end_the_visit_within_one_request(visit: Begin, database: Any) -> None:
    """GitLab #20388: rights are revoked, and the visit goes on."""
    browser = visit()
    with database() as session:
        session.execute(update(Staff).where(Staff.code == "minna").values(role="auditor"))
    answer = browser.client.get("/works")
    assert answer.status_code == 303
    assert b"Aino" not in answer.data
    [ended] = visits(database)
    assert (ended.ended_by, ended.told_at is not None) == ("rights", True)


def test_02_a_staff_member_who_left_has_no_visit(visit: Begin, database: Any) -> None:
    browser = visit()
    with database() as session:
        gone = TODAY - timedelta(days=1)
        session.execute(update(Staff).where(Staff.code == "minna").values(ended_on=gone))
    assert browser.client.get("/works").status_code == 303
    [ended] = visits(database)
    assert ended.ended_by == "rights"


@pytest.mark.parametrize("stale", ["proof", "enrolment", "forged", "error"])
def test_03_the_visit_can_be_ended_whatever_stands_in_the_way(
    visit: Begin, database: Any, app: Any, stale: str
) -> None:
    """GitLab #330866, #16445: a page of the second factor stands before the end."""
    browser = visit()
    if stale == "proof":
        with database() as session:
            session.execute(update(SignedIn).values(proved_at=None))
    if stale == "enrolment":
        app.extensions["portal.staff_passkeys"] = "required"
    pages = {"forged": "/me/contact", "error": "/nowhere"}
    if stale == "forged":
        page = browser.client.post(pages["forged"], data={"csrf_token": "x"}).text
    else:
        page = browser.client.get(pages.get(stale, "/works"), follow_redirects=True).text
    token = page.split('action="/staff/visits/end"')[1].split('name="csrf_token" value="')[1]
    data = {"csrf_token": token.split('"')[0]}
    answer = browser.client.post("/staff/visits/end", data=data)
    assert answer.status_code == 303
    [ended] = visits(database)
    assert ended.ended_by == "staff"


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ({}, 200),  # never signed in
        ({"email": None}, 200),
        ({"closed_on": TODAY}, 403),
        ({"death_year": 2020}, 403),
        ({"kind": "estate"}, 403),
    ],
)
def test_04_no_state_of_an_account_signs_the_staff_member_out(
    support: PageClient, database: Any, state: dict[str, Any], status: int
) -> None:
    """GitLab #43846: visiting an unconfirmed user signs the admin out."""
    with database() as session:
        people.person(session, "P9", "Uusi Kirjailija", **state)
    support.get("/staff/visits/ask/P9", status=status)
    assert "Signed in as Minna Tuki." in support.get("/staff/visits").text()


def test_04_a_merged_party_is_not_visited(
    support: PageClient, aino: Account, database: Any
) -> None:
    with database() as session:
        people.person(session, "P9", "Sama Ihminen", merged_into_id=aino.party_id)
    page = support.get("/staff/visits/ask/P9", status=403)
    assert "joined with another person" in page.text()


def test_05_there_is_a_trail_of_every_write(
    visit: Begin, database: Any, minna: Account, aino: Account
) -> None:
    """GitLab #40385: nothing tells what was done in a visit."""
    browser = visit("edit")
    contact = {"phone": "040 1234567", "country": "FI"}
    browser.post("/me/contact", contact, redirects_to="/me")
    [begun] = visits(database)
    with database() as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.visit_id == begun.id)).all()
    assert {"contact_changed", "visit_started"} <= {row.event for row in rows}
    assert {(row.actor_staff_id, row.subject_id) for row in rows} == {
        (minna.staff_id, aino.party_id)
    }


def test_06_the_visited_signs_in_to_her_own_session(
    visit: Begin, app: Any, aino: Account, database: Any
) -> None:
    """daikoku #1102: the visit is kept on the visited, who becomes an admin."""
    visit()
    author = sign_in(PageClient(app), aino)
    page = author.get("/works")
    assert page.all("div", class_="visit") == []
    assert "Minna" not in page.text()
    author.get("/staff/visits", status=403)
    with database() as session:
        own = session.scalars(select(SignedIn).where(SignedIn.account_id == aino.id)).one()
        token = own.token_sha256
    [begun] = visits(database)
    assert begun.token_sha256 != token


@pytest.mark.parametrize("address", ["/me/email", "/passkeys"])
def test_07_nobody_is_asked_for_a_proof_in_a_visit(
    visit: Begin, database: Any, address: str
) -> None:
    """nextcloud/impersonate #230: questions for the password take the admin's own."""
    browser = visit("edit")
    with database() as session:
        session.execute(update(SignedIn).values(proved_at=None))
    page = browser.get(address, status=403)
    assert "Only Aino Salo does it: signed in, or on paper." in page.text()
    browser.get("/confirm", status=403)


def test_08_without_a_reason_nothing_begins_and_she_is_told(
    support: PageClient, code: Any, database: Any
) -> None:
    """nextcloud/impersonate #120 and #80: no reason is asked, and the user is not told."""
    digits = code()
    for missing in ({"reason": ""}, {"note": ""}):
        support.post("/staff/visits/ask/P1", {**asked(digits), **missing}, status=422)
    assert visits(database) == []
    support.post("/staff/visits/ask/P1", asked(digits), redirects_to="/")
    support.post("/staff/visits/end", redirects_to="/staff/visits", token_from="/")
    with database() as session:
        codes = session.scalars(select(Message.code)).all()
    assert codes == ["visit_ended"]


def test_09_the_audit_names_the_staff_member(visit: Begin, database: Any) -> None:
    """ServiceNow's default: the audit names the user who was visited."""
    browser = visit("edit")
    browser.post("/me/language", {"answer": "fi"}, redirects_to="/me")
    with database() as session:
        row = session.scalars(select(AuditEvent).where(AuditEvent.event == "language_chosen")).one()
    assert row.actor == "Minna Tuki"
    assert (row.actor_staff_id is not None, row.visit_id is not None) == (True, True)


def test_10_a_value_of_a_session_begins_no_visit(
    support: PageClient, aino: Account, database: Any, minna: Account
) -> None:
    """Paymenter #1153: whatever stands in the session is believed."""
    with support.client.session_transaction() as kept:
        kept["visit"] = kept["impersonating"] = kept["subject_id"] = aino.party_id
    with database() as session:
        session.execute(update(SignedIn).values(subject_id=aino.party_id))
    assert "Aino" not in support.client.get("/works").text
    # A visit of another session of hers is none here.
    now = datetime.now(UTC)
    with database() as session:
        session.add(SupportVisit(
            handle="0" * 16, staff_id=minna.staff_id, party_id=aino.party_id, reason="caller",
            note="Put in by hand", consent="code", mode="reading", asked_at=now,
            token_sha256=visitors.token_sha256("another"), started_at=now,
            ends_at=now + timedelta(minutes=30),
        ))  # fmt: skip
    assert "Aino" not in support.client.get("/works").text


def test_11_a_second_visit_does_not_begin_in_the_first(
    visit: Begin, app: Any, minna: Account, code: Any, database: Any
) -> None:
    """vibetuner #1875: visits within visits unwind wrongly."""
    browser = visit()
    with database() as session:
        people.person(session, "P2", "Eero Toinen")
    second = browser.post(
        "/staff/visits/ask/P2", asked(consent="colleague"), status=409, token_from="/"
    )  # fmt: skip
    assert "End the visit first" in second.text()
    other = sign_in(PageClient(app), minna)
    digits = code(drawn="a" * 32)
    page = other.post("/staff/visits/ask/P1", asked(digits), status=409)
    assert "You are in a visit already." in page.text()
    assert len(visits(database)) == 1


def test_11_of_two_starts_at_once_one_begins(database: Any, aino: Account, minna: Account) -> None:
    """The index of running visits holds where two requests would both have looked."""
    with database() as session:
        member = session.get_one(Staff, minna.staff_id)
        for _number in range(2):
            session.add(support_visits._row(
                acting(member), aino.party_id or 0,
                support_visits.Asked("P1", "caller", "She called us", "colleague"),
                datetime.now(UTC),
            ))  # fmt: skip
        session.flush()
    now = datetime.now(UTC)
    first, second = visits(database)
    with database() as session:
        begun = session.get_one(SupportVisit, first.id)
        support_visits._begin(session, acting(member), "token", begun, now)
    with database() as session:
        again = session.get_one(SupportVisit, second.id)
        with pytest.raises(support_visits.VisitGoingOn):
            support_visits._begin(session, acting(member), "token", again, now)
        session.rollback()


@pytest.mark.parametrize("key", ["", "secret", "dev", "0123456789"])
def test_12_the_portal_does_not_start_with_a_weak_key(settings: Settings, key: str) -> None:
    """FreeTAKServer #292: a secret in the code lets anyone forge a session."""
    assert create_app(replace(settings, secret_key=SECRET))
    with pytest.raises(SettingsRefused):
        create_app(replace(settings, secret_key=key))
