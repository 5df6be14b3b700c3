"""An approval: by two over what they saw, signed where there is a passkey, and counted once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select

from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor, Identity, Visit
from portal.services.runs import run_approval, run_review
from portal.services.runs.run_approval import Seen
from portal.services.settlement.approving import NotAnApprover, approve_run
from portal.store.payments import Payment
from portal.store.people import Staff
from portal.store.session import engine_for
from portal.store.settlement import Run
from tests.factories.console import Console
from tests.factories.lending import NOON, Lending
from tests.functional.conftest import TODAY
from tests.functional.staff_runs.conftest import RUN, Office, draft, fill
from tests.soft_authenticator import SoftAuthenticator, options_of


def test_two_people_approve_what_they_saw_and_then_it_is_paid(office: Office) -> None:
    """P1: 2,000 and 50 loans at 0.30 are 615.00; P2: 15.00; P3: 150.00. Tax 20 and 60 per cent."""
    before = office.yeses()
    assert office.approve("anna").location == f"/staff/runs/{RUN}"
    assert office.yeses() == (before[0] + 1, *before[1:])
    page = office.browser("bo").get(f"/staff/runs/{RUN}/approve").text("main")
    assert "Anna Office has approved it." in page
    assert "3 people, €558.00 after tax" in page
    assert office.approve("bo").status_code == 303
    assert office.yeses() == (before[0] + 2, before[1] + 3, before[2] + 3)
    page = office.browser("olli").get(f"/staff/runs/{RUN}").text("main")
    assert "over €558.00 after tax" in page


def test_nobody_approves_in_a_visit_or_in_a_session_by_email(office: Office) -> None:
    with office.lending.session() as session:
        member = session.scalars(select(Staff).where(Staff.code == "anna")).one()
        run = run_review.head(session, RUN).summary
    anna = Actor("Anna", staff_id=member.id, staff_role="approver")
    told = (RUN, Seen(run.digest, run.net_cents, looked=True))
    for identity in (
        Identity(anna, visit=Visit(1, "edit", NOON)), Identity(anna, reading=True),
        Identity(Actor("P1", party_id=1)),
    ):  # fmt: skip
        with office.lending.session() as session, pytest.raises(NotAnApprover):
            run_approval.approve(session, office.lending.data_dir, identity, *told, today=TODAY)


def with_a_passkey(office: Office, code: str) -> SoftAuthenticator:
    """A staff member's first passkey, added by its page."""
    browser, device = office.browser(code), SoftAuthenticator()
    answer = device.create(options_of(browser.get("/passkeys/add")))
    browser.post("/passkeys/add", {"name": "Key", "passkey": answer}, redirects_to="/passkeys")
    return device


def test_a_signature_holds_once_for_one_run_and_one_person(office: Office) -> None:
    device = with_a_passkey(office, "anna")
    before, preview = office.yeses(), draft(office.lending)
    page = office.browser("anna").get(f"/staff/runs/{RUN}/approve")
    sent = {**office.form("anna"), "passkey": device.get(options_of(page))}
    unsigned = office.send("anna", sent, passkey="")
    of_another_run = office.send("anna", sent, preview)
    of_another_person = office.send("bo", sent)
    refused = (unsigned, of_another_run, of_another_person)
    assert [answer.status_code for answer in refused] == [422, 422, 422]
    assert office.yeses() == before
    assert office.send("anna", sent).status_code == 303
    assert office.send("anna", sent).status_code == 422
    assert office.yeses() == (before[0] + 1, *before[1:])
    assert office.count("run_approval WHERE passkey_id IS NOT NULL") == 1
    assert "signed with a passkey" in office.browser("bo").get(f"/staff/runs/{RUN}").text("main")


def test_with_passkeys_the_command_approves_nothing(office: Office) -> None:
    with_a_passkey(office, "anna")
    console = Console(str(office.lending.engine.url), office.lending.folder, str(TODAY))
    form = office.form("anna")
    said = console.refusal("settlement", "approve", RUN, "--as", "bo", "--digest", form["digest"])
    assert "browser" in said


def test_at_once_nobody_counts_twice_and_nobody_is_paid_twice(
    database_url: str, tmp_path: Path
) -> None:
    """A double click is one yes; of two who come second one counts, and payments are made once."""
    lending = Lending(engine_for(database_url), tmp_path / "portal")
    fill(lending)
    assert at_once(lending, "anna", "anna") == ["approved_twice", "yes"]
    assert at_once(lending, "bo", "cia") == ["run_already_approved", "yes"]
    with lending.session(writes=False) as session:
        found = run_review.head(session, RUN)
        paid = select(Payment.id).join(Run).where(Run.code == RUN)
        payments = session.scalars(paid).all()
    assert (len(found.approvals), len(payments)) == (2, 3)
    lending.engine.dispose()


def at_once(lending: Lending, *codes: str) -> list[str]:
    """Approvals that begin together: "yes", or the code of the refusal."""
    barrier = Barrier(len(codes))

    def approves(code: str) -> str:
        barrier.wait()
        try:
            with lending.session() as session:
                run = run_review.head(session, RUN).summary
                approve_run(session, lending.data_dir, RUN, code, run.digest, today=TODAY,
                            net_cents=run.net_cents)  # fmt: skip
        except Refusal as refusal:
            return refusal.code
        return "yes"

    with ThreadPoolExecutor(len(codes)) as pool:
        return sorted(pool.map(approves, codes))
