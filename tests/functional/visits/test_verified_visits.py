"""`portal verify` finds what was changed in visits and their log behind the portal's back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from portal.services.verification import verified_visits
from tests.factories import people
from tests.functional.visits.conftest import asked
from tests.page_client import PageClient

Begin = Callable[..., PageClient]
BY_CODE, BY_COLLEAGUE = "(SELECT min(id) FROM support_visit)", "(SELECT max(id) FROM support_visit)"
TAMPERINGS = {
    "a page is removed": "DELETE FROM visit_view WHERE id = 1",
    "a page is another one": "UPDATE visit_view SET endpoint = 'works.index' WHERE id = 1",
    "a refusal was a page": "UPDATE visit_view SET status = 200 WHERE status = 404",
    "a form was no form": "UPDATE visit_view SET sent = 1, status = 303 WHERE id = 1",
    "a page is later": "UPDATE visit_view SET at = '2030-01-01 00:00:00' WHERE id = 1",
    "a page is added": "INSERT INTO visit_view (visit_id, at, endpoint, sent, status)"
    f" VALUES ({BY_CODE}, '2030-01-01 00:00:00', 'public.start', 0, 200)",
    "all pages are removed": "DELETE FROM visit_view",
    "the visit is removed": "DELETE FROM support_visit",
    "somebody else visited": "UPDATE support_visit SET staff_id = (SELECT max(id) FROM staff)"
    f" WHERE id = {BY_CODE}",
    "somebody else was visited": "UPDATE support_visit SET party_id = (SELECT max(id) FROM party)"
    f" WHERE id = {BY_CODE}",
    "another reason": "UPDATE support_visit SET reason = 'fraud_check'",
    "another note": "UPDATE support_visit SET note = 'Nothing to see here'",
    "it only read": f"UPDATE support_visit SET mode = 'reading' WHERE id = {BY_COLLEAGUE}",
    "it had a code": "UPDATE support_visit SET consent = 'code', support_code_id = NULL"
    f" WHERE id = {BY_COLLEAGUE}",
    "somebody else agreed": "UPDATE support_visit SET approved_by_id = NULL"
    f" WHERE id = {BY_COLLEAGUE}",
    "the code was never used": "UPDATE support_code SET used_at = NULL",
    "it began later": "UPDATE support_visit SET started_at = '2030-01-01 00:00:00'",
    "it ended earlier": "UPDATE support_visit SET ended_at = started_at",
    "it ended otherwise": "UPDATE support_visit SET ended_by = 'author'",
    "it goes on": f"UPDATE support_visit SET ended_at = NULL WHERE id = {BY_CODE}",
    "nobody was told": "UPDATE support_visit SET told_at = NULL",
    "a change was none of the visit": "UPDATE audit_event SET visit_id = NULL"
    " WHERE event = 'contact_changed'",
}


@pytest.fixture
def visited(
    visit: Begin, support: PageClient, officer: PageClient, database: Any
) -> Callable[[], list[str]]:
    """A visit by code and one by a colleague, both ended; returns what verify says of them."""
    with database() as session:
        people.person(session, "P2", "Eero Toinen")
    browser = visit()
    browser.get("/money")
    browser.get("/nowhere", status=404)
    browser.post("/staff/visits/end", redirects_to="/staff/visits", token_from="/")
    support.post(
        "/staff/visits/ask/P1", asked(consent="colleague", mode="edit"),
        redirects_to="/staff/visits",
    )  # fmt: skip
    with database() as session:
        handle = session.scalar(text(f"SELECT handle FROM support_visit WHERE id = {BY_COLLEAGUE}"))
    place = f"/staff/visits/{handle}"
    officer.post(f"{place}/approve", redirects_to="/staff/visits", token_from="/staff/visits")
    support.post(f"{place}/start", redirects_to="/", token_from="/staff/visits")
    contact = {"phone": "040 1234567", "country": "FI"}
    support.post("/me/contact", contact, redirects_to="/me")
    support.post("/staff/visits/end", redirects_to="/staff/visits", token_from="/")

    def said() -> list[str]:
        with database() as session:
            return verified_visits.looked_at(session, Path())[1]

    return said


class Undone(Exception):
    """Takes a tampering back."""


def test_every_tampering_is_found(visited: Callable[[], list[str]], database: Any) -> None:
    assert visited() == []
    missed = []
    for what, statement in TAMPERINGS.items():
        with suppress(Undone), database() as session:
            session.execute(text("PRAGMA defer_foreign_keys=ON"))
            session.execute(text(statement))
            if not verified_visits.looked_at(session, Path())[1]:
                missed.append(what)
            raise Undone
    assert missed == []
    assert visited() == []
