"""Four eyes in the browser: every way round them is tried, and none adds a yes or pays a cent."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor, Identity, Visit
from portal.services import run_approval, run_review, run_samples
from portal.services.run_approval import Seen
from portal.services.settlement.approving import NotAnApprover, approve_run
from portal.store.session import engine_for
from tests.factories import people
from tests.factories.console import Console
from tests.factories.lending import NOON, Lending
from tests.functional.conftest import TODAY
from tests.functional.staff_runs.conftest import RUN, Office, draft, fill
from tests.soft_authenticator import SoftAuthenticator, options_of

Way = Callable[[Office], TestResponse]


def who_calculated(office: Office) -> TestResponse:
    office.execute("UPDATE staff SET role = 'approver' WHERE code = 'olli'")
    return office.send("olli", office.form("anna"))


def the_same_approver_twice(office: Office) -> TestResponse:
    sent = office.form("anna")
    office.send("anna", sent)
    return office.send("anna", sent)


def two_accounts_of_one_person(office: Office) -> TestResponse:
    office.lending.person("X1", "Xenia")
    sent = office.form("anna")
    office.send(office.member("xenia", party="X1"), sent)
    return office.send(office.member("xenia-k", party="X1"), sent)


def two_persons_who_were_joined(office: Office) -> TestResponse:
    first, second = (office.lending.person(code) for code in ("X1", "X2"))
    office.execute(f"UPDATE party SET merged_into_id = {first} WHERE id = {second}")
    sent = office.form("anna")
    office.send(office.member("xenia", party="X1"), sent)
    return office.send(office.member("xenia-k", party="X2"), sent)


def somebody_with_money_in_it(office: Office) -> TestResponse:
    return office.send(office.member("ranta", party="P1"), office.form("anna"))


def somebody_joined_with_a_payee(office: Office) -> TestResponse:
    other = office.lending.person("X1", "Aino R.")
    office.execute(f"UPDATE party SET merged_into_id = {other} WHERE code = 'P1'")
    return office.send(office.member("ranta", party="X1"), office.form("anna"))


def the_heir_of_a_payee(office: Office) -> TestResponse:
    with office.lending.session() as session:
        member = people.staff(session, "heir", "Heiress", "approver")
        account = people.account(session, staff=member)
        party = session.get_one(people.Party, office.lending.ids["P2"])
        people.mandate(session, account, party)
    return office.send("heir", office.form("anna"))


def another_digest(office: Office) -> TestResponse:
    return office.approve("anna", digest="0" * 64)


def another_sum(office: Office) -> TestResponse:
    return office.approve("anna", net_cents="1")


def a_sum_that_is_no_number(office: Office) -> TestResponse:
    return office.approve("anna", net_cents="9" * 30)


def a_sum_that_was_not_read(office: Office) -> TestResponse:
    return office.approve("anna", typed="1.00")


def checks_that_nobody_looked_at(office: Office) -> TestResponse:
    return office.approve("anna", looked="")


def a_sample_that_is_wrong(office: Office) -> TestResponse:
    sent = office.form("anna")
    with office.lending.session() as session:
        bo = Actor("Bo", staff_id=people.staff(session, "b2", "Bo", "officer").id,
                   staff_role="officer")  # fmt: skip
        run_samples.say(session, RUN, "P1", "wrong", "The loans of 2025 are missing", bo)
    return office.send("anna", sent)


def an_old_tab_after_another_approval(office: Office) -> TestResponse:
    sent, newer = office.form("anna"), draft(office.lending)
    assert [office.approve(code, newer).status_code for code in ("bo", "cia")] == [303, 303]
    return office.send("anna", sent)


def the_old_digest_for_the_new_draft(office: Office) -> TestResponse:
    old = office.form("anna")["digest"]
    office.lending.card("P2", 100_000)
    return office.approve("anna", draft(office.lending), digest=old)


def whose_work_ended_meanwhile(office: Office) -> TestResponse:
    sent = office.form("anna")
    office.execute("UPDATE staff SET ended_on = '2026-10-14' WHERE code = 'anna'")
    return office.send("anna", sent)


def who_became_an_officer_meanwhile(office: Office) -> TestResponse:
    sent = office.form("anna")
    office.execute("UPDATE staff SET role = 'officer' WHERE code = 'anna'")
    return office.send("anna", sent)


def _by(role: str) -> Way:
    def posts(office: Office) -> TestResponse:
        return office.send(role, office.form("anna"))

    posts.__name__ = f"{role}_posts"
    return posts


def a_preview(office: Office) -> TestResponse:
    preview = draft(office.lending, TODAY)
    sent = office.form("anna")
    with office.lending.session(writes=False) as session:
        found = run_review.head(session, preview).summary
    return office.send("anna", {**sent, "digest": found.digest}, preview)


def an_approved_run(office: Office) -> TestResponse:
    sent = office.form("cia")
    assert [office.approve(code).status_code for code in ("anna", "bo")] == [303, 303]
    return office.send("cia", sent)


def without_the_token(office: Office) -> TestResponse:
    return office.approve("anna", csrf_token="")


def with_the_token_of_another(office: Office) -> TestResponse:
    return office.approve("anna", csrf_token=office.form("bo")["csrf_token"])


def by_an_address(office: Office) -> TestResponse:
    url = f"/staff/runs/{RUN}/approve"
    return office.browser("anna").client.get(url, query_string=office.form("anna"))


def files_that_changed(office: Office) -> TestResponse:
    sent = office.form("anna")
    for path in office.lending.data_dir.glob("runs/*/counts.parquet"):
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    return office.send("anna", sent)


def a_proof_that_is_six_minutes_old(office: Office) -> TestResponse:
    sent = office.form("anna")
    office.execute("UPDATE signed_in SET proved_at = '2026-01-01 00:00:00'")
    return office.send("anna", sent)


def a_session_by_email(office: Office) -> TestResponse:
    sent = office.form("anna")
    office.execute("UPDATE signed_in SET means = 'email'")
    return office.send("anna", sent)


WAYS: dict[Way, str] = {
    who_calculated: "calculated the run",
    the_same_approver_twice: "has approved the run",
    two_accounts_of_one_person: "has approved the run",
    two_persons_who_were_joined: "has approved the run",
    somebody_with_money_in_it: "has money in the run",
    somebody_joined_with_a_payee: "has money in the run",
    the_heir_of_a_payee: "has money in the run",
    another_digest: "is not that of the run",
    another_sum: "is not that of the run",
    a_sum_that_is_no_number: "is not that of the run",
    a_sum_that_was_not_read: "Write the sum after tax",
    checks_that_nobody_looked_at: "ask for a look",
    a_sample_that_is_wrong: "counted by hand and found wrong",
    an_old_tab_after_another_approval: "Calculate it again",
    the_old_digest_for_the_new_draft: "is not that of the run",
    whose_work_ended_meanwhile: "",
    who_became_an_officer_meanwhile: "",
    _by("olli"): "",
    _by("sven"): "",
    _by("ada"): "",
    _by("aud"): "",
    a_preview: "is a preview",
    an_approved_run: "has its two approvals",
    without_the_token: "session has ended",
    with_the_token_of_another: "session has ended",
    by_an_address: "Yours is the first approval",
    files_that_changed: "are not the ones that were written",
    a_proof_that_is_six_minutes_old: "/confirm",
    a_session_by_email: "",
}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_way_round_four_eyes_is_refused(
    office: Office, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [yeses(office)]
    send = office.send

    def noted(*told: object, **more: object) -> TestResponse:
        before.append(yeses(office))
        return send(*told, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(office, "send", noted)
    answer = way(office)
    assert yeses(office) == before[-1]
    assert WAYS[way] in f"{answer.text} {answer.location}"


def yeses(office: Office) -> tuple[int, int, int]:
    """Approvals, payments and postings; those of the run of 2025 are the same throughout."""
    return tuple(office.count(t) for t in ("run_approval", "payment", "ledger_transaction"))  # type: ignore[return-value]


def test_two_people_approve_what_they_saw_and_then_it_is_paid(office: Office) -> None:
    """P1: 2,000 and 50 loans at 0.30 are 615.00; P2: 15.00; P3: 150.00. Tax 20 and 60 per cent."""
    before = yeses(office)
    assert office.approve("anna").location == f"/staff/runs/{RUN}"
    assert yeses(office) == (before[0] + 1, *before[1:])
    page = office.browser("bo").get(f"/staff/runs/{RUN}/approve").text("main")
    assert "Anna Office has approved it." in page
    assert "3 people, €558.00 after tax" in page
    assert office.approve("bo").status_code == 303
    assert yeses(office) == (before[0] + 2, before[1] + 3, before[2] + 3)
    page = office.browser("olli").get(f"/staff/runs/{RUN}").text("main")
    assert "over €558.00 after tax" in page


def test_nobody_approves_in_a_visit_or_in_a_session_by_email(office: Office) -> None:
    anna = Actor("Anna", staff_id=3, staff_role="approver")
    for identity in (
        Identity(anna, visit=Visit(1, "edit", NOON)), Identity(anna, reading=True),
        Identity(Actor("P1", party_id=1)),
    ):  # fmt: skip
        with office.lending.session() as session, pytest.raises(NotAnApprover):
            seen = Seen("0" * 64, 1, looked=True)
            run_approval.approve(session, office.lending.data_dir, identity, RUN, seen, today=TODAY)


def with_a_passkey(office: Office, code: str) -> SoftAuthenticator:
    """A staff member's first passkey, added by its page."""
    browser, device = office.browser(code), SoftAuthenticator()
    answer = device.create(options_of(browser.get("/passkeys/add")))
    browser.post("/passkeys/add", {"name": "Key", "passkey": answer}, redirects_to="/passkeys")
    return device


def test_a_signature_holds_once_for_one_run_and_one_person(office: Office) -> None:
    device = with_a_passkey(office, "anna")
    before, preview = yeses(office), draft(office.lending)
    page = office.browser("anna").get(f"/staff/runs/{RUN}/approve")
    sent = {**office.form("anna"), "passkey": device.get(options_of(page))}
    unsigned = office.send("anna", sent, passkey="")
    of_another_run = office.send("anna", sent, preview)
    of_another_person = office.send("bo", sent)
    refused = (unsigned, of_another_run, of_another_person)
    assert [answer.status_code for answer in refused] == [422, 422, 422]
    assert yeses(office) == before
    assert office.send("anna", sent).status_code == 303
    assert office.send("anna", sent).status_code == 422
    assert yeses(office) == (before[0] + 1, *before[1:])
    assert office.count("run_approval WHERE passkey_id IS NOT NULL") == 1
    assert "signed with a passkey" in office.browser("bo").get(f"/staff/runs/{RUN}").text("main")


def test_with_passkeys_the_command_approves_nothing(office: Office) -> None:
    with_a_passkey(office, "anna")
    console = Console(str(office.lending.engine.url), office.lending.folder, str(TODAY))
    form = office.form("anna")
    said = console.refusal("settlement", "approve", RUN, "--as", "bo", "--digest", form["digest"])
    assert "browser" in said


@pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
@pytest.mark.parametrize("codes", [("anna", "anna"), ("anna", "bo", "cia")])
def test_at_once_nobody_counts_twice_and_nobody_is_paid_twice(
    request: pytest.FixtureRequest, filled: Lending, tmp_path: Path, kind: str,
    codes: tuple[str, ...],
) -> None:  # fmt: skip
    """A double click is one yes; of three approvers two count, and the payments are made once."""
    lending = Lending(engine_for(request.getfixturevalue(f"{kind}_url")), tmp_path / "portal")
    fill(lending)
    barrier, outcomes = Barrier(len(codes)), []

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
        outcomes = sorted(pool.map(approves, codes))
    expected = {2: ["approved_twice", "yes"], 3: ["run_already_approved", "yes", "yes"]}
    assert outcomes == expected[len(codes)]
    with lending.session(writes=False) as session:
        found = run_review.head(session, RUN)
        paid = session.scalar(text("SELECT count(*) FROM payment JOIN run ON run.id = run_id "
                                   f"WHERE code = '{RUN}'"))  # fmt: skip
    assert (len(found.approvals), paid) == ({2: (1, 0), 3: (2, 3)})[len(codes)]
    lending.engine.dispose()
