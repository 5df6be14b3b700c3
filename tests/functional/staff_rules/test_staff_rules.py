"""The office's rules in the browser: reading, proposing, deciding; each role what it may."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from portal.jobs import orders
from portal.settings import Settings
from portal.store.office import ParameterProposal
from tests.factories import people
from tests.functional.conftest import TODAY, sign_in
from tests.page_client import PageClient

CAP = "/staff/rules/numbers/lending.cap"
SAID = {
    "value": "900", "kind": "physical", "loan_year": "2025", "valid_from": "2026-10-15",
    "source": "Board, 1 October 2026", "status": "decided",
    "reason": "The money of the year is less than before.",
}  # fmt: skip


@pytest.fixture
def employ(app: Any, database: Any) -> Any:
    """`employ("officer")` is a browser of somebody in that role, freshly proved."""

    def made(role: str, code: str | None = None) -> PageClient:
        with database() as session:
            member = people.staff(session, code or role, f"Somebody {role}", role)
            account = people.account(session, staff=member)
        return sign_in(PageClient(app), account)

    return made


def proposed(client: PageClient, database: Any, **changes: str) -> str:
    """The address of a new proposal."""
    answer = client.client.post(
        f"{CAP}/propose", data={**client.hidden(f"{CAP}/propose"), **SAID, **changes},
        base_url=client.base_url,
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    with database() as session:
        number = session.scalars(select(ParameterProposal.number)).all()[-1]
    assert answer.location.endswith(f"/staff/rules/proposals/{number}")
    return f"/staff/rules/proposals/{number}"


def tried(settings: Settings) -> None:
    orders.advance(settings.database_url, settings.data_dir, TODAY)


def test_every_number_stands_with_its_source(employ: Any) -> None:
    page = employ("support").get("/staff/rules")
    assert "Cap for one person and loan year" in page.text()
    assert "€32,000.00" in page.text()
    assert "Assumed" in page.text()
    number = employ("auditor").get(CAP)
    assert "Sanastos utbetalningsregler reformeras" in number.text()
    assert "Comes with the portal" in number.text()
    employ("administrator").get("/staff/rules/numbers/lending.nothing", 404)


def test_a_value_goes_from_one_to_another(employ: Any, database: Any, settings: Settings) -> None:
    officer, approver = employ("officer"), employ("approver")
    address = proposed(officer, database)
    waiting = officer.get(address)
    assert "€32,000.00, then €900.00" in waiting.text()
    assert "Look again" in waiting.text()
    assert waiting.one("meta", http_equiv="refresh").get("content") == "3"
    tried(settings)
    seen = approver.get(address)
    assert "Nobody gains and nobody loses in the next run." in seen.text()
    assert not seen.all("meta", http_equiv="refresh")
    hidden = seen.one("input", name="seen").get("value")
    approver.post(f"{address}/approve", {"seen": hidden}, redirects_to=address, token_from=address)
    assert "Approved" in approver.get(address).text()
    assert "€900.00, then" not in approver.get(address).text()  # it holds now: it is no change
    assert "Proposed by Somebody officer, approved by Somebody approver" in officer.get(CAP).text()
    again = approver.post(f"{address}/approve", {"seen": hidden}, status=422, token_from=address)
    assert "closed already" in again.text()


def test_one_who_proposes_sees_no_button_to_approve(
    employ: Any, database: Any, settings: Settings
) -> None:
    officer = employ("officer")
    address = proposed(officer, database)
    tried(settings)
    assert "Withdraw the proposal" in officer.get(address).text()
    assert "Approve the value" not in officer.get(address).html
    for role in ("officer", "support", "auditor", "administrator"):
        client = officer if role == "officer" else employ(role)
        answer = client.client.post(
            f"{address}/approve", data=client.hidden(address), base_url=client.base_url
        )
        assert answer.status_code == 403, role
    assert employ("support", "s2").client.get(f"{address}/changes.csv").status_code == 403
    assert officer.client.get(f"{address}/changes.csv").text.startswith("person_id,gross_cents,")
    officer.post(f"{address}/withdraw", redirects_to=address, token_from=address)
    assert "Withdrawn" in officer.get(address).text()


def test_a_refusal_needs_its_reason_and_shows_it(employ: Any, database: Any) -> None:
    address = proposed(employ("officer"), database)
    approver = employ("approver")
    page = approver.post(f"{address}/refuse", {"why": "no"}, token_from=address)
    assert "Say why, in at least 10 letters." in page.text()
    why = "The board said 1,000 euro."
    approver.post(f"{address}/refuse", {"why": why}, redirects_to=address, token_from=address)
    assert why in approver.get(address).text()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": "much"}, "does not fit: “much”"),
        ({"reason": "short"}, "in at least 10 letters"),
        ({"loan_year": "year"}, "Write a whole number"),
        ({"valid_from": "soon"}, "Write the first day on which it holds"),
        ({"value": ""}, "Write the new value"),
        ({"value": "32000", "status": "assumed"}, "so nothing would change"),
    ],
)
def test_what_cannot_be_proposed_stands_beside_its_field(
    employ: Any, changes: dict[str, str], sentence: str
) -> None:
    page = employ("officer").post(f"{CAP}/propose", {**SAID, **changes})
    assert sentence in page.text()
    assert "There is a problem" in page.text()


def test_a_file_of_values_and_one_that_is_none(employ: Any, database: Any, tmp_path: Path) -> None:
    officer = employ("administrator")
    text = b'[[parameter]]\nname = "tax.no_card"\nvalid_from = 2027-01-01\nvalue = "58"\n' \
           b'unit = "percent"\nsource = "Tax office"\n'  # fmt: skip
    for content, sentence in ((b"no toml", "cannot be read"), (b"", "cannot be read")):
        page = officer.post("/staff/rules/file", {
            "file": (io.BytesIO(content), "rules.toml"), "reason": SAID["reason"]})  # fmt: skip
        assert sentence in page.text()
    officer.post("/staff/rules/file", {"file": (io.BytesIO(text), "rules.toml"),
                 "reason": SAID["reason"]}, redirects_to="/staff/rules/proposals")  # fmt: skip
    officer.client.post("/staff/rules/file", data={
        **officer.hidden("/help"), "file": (io.BytesIO(text), "rules.toml"),
        "reason": SAID["reason"]}).request.environ["wsgi.input"].close()  # fmt: skip
    with database() as session:
        assert session.scalars(select(ParameterProposal.name)).all() == ["tax.no_card"]
    assert "60 %, then 58 %" in officer.get("/staff/rules/proposals").text().replace("\xa0", " ")
