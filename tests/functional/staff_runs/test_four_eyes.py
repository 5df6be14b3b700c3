"""Four eyes in the browser: every way round them is tried, and none adds a yes or pays a cent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from portal.kernel.identity import Actor
from portal.services.runs import run_review, run_samples
from tests.factories import people
from tests.functional.conftest import TODAY
from tests.functional.staff_runs.conftest import RUN, Office, draft

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


def _said(office: Office, code: str, verdict: str) -> TestResponse:
    """What came of counting P1 by hand, from this person's browser."""
    url, browser = f"/staff/runs/{RUN}/sample/P1", office.browser(code)
    told = {**browser.hidden(url), "verdict": verdict, "note": "The loans of 2025"}
    return browser.client.post(url, data=told, base_url=browser.base_url)


def who_took_back_a_wrong(office: Office) -> TestResponse:
    assert [_said(office, "olli", "wrong").status_code, _said(office, "anna", "right").status_code,
            _said(office, "olli", "right").status_code] == [303] * 3  # fmt: skip
    return office.send("anna", office.form("bo"))


def who_took_back_her_own_wrong(office: Office) -> TestResponse:
    assert [_said(office, "anna", one).status_code for one in ("wrong", "right")] == [303] * 2
    return office.send("anna", office.form("bo"))


def who_took_back_a_wrong_in_another_account(office: Office) -> TestResponse:
    office.lending.person("X1", "Xenia")
    first, second = office.member("xenia", party="X1"), office.member("xenia-k", party="X1")
    assert [_said(office, "olli", "wrong").status_code,
            _said(office, first, "right").status_code] == [303] * 2  # fmt: skip
    return office.send(second, office.form("bo"))


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
    who_took_back_a_wrong: "are right, and may not approve it",
    who_took_back_her_own_wrong: "are right, and may not approve it",
    who_took_back_a_wrong_in_another_account: "are right, and may not approve it",
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
    before = [office.yeses()]
    send = office.send

    def noted(*told: object, **more: object) -> TestResponse:
        before.append(office.yeses())
        return send(*told, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(office, "send", noted)
    answer = way(office)
    assert office.yeses() == before[-1]
    assert WAYS[way] in f"{answer.text} {answer.location}"


def test_who_has_approved_takes_back_no_wrong(office: Office) -> None:
    """The first approval, then a "wrong": another takes it back, and the run gets its second."""
    assert office.approve("anna").status_code == 303
    assert _said(office, "olli", "wrong").status_code == 303
    refused = _said(office, "anna", "right")
    assert "Somebody else says that what was wrong is right." in refused.text
    assert "counted by hand and found wrong" in office.browser("bo").get(
        f"/staff/runs/{RUN}/approve"
    ).text("main")
    assert _said(office, "cia", "right").status_code == 303
    sent = office.form("bo")
    assert "may not approve it" in office.send("cia", sent).text
    assert office.send("bo", sent).status_code == 303
    assert office.count("payment") == 5


def test_an_approver_may_find_figures_right_that_nobody_found_wrong(office: Office) -> None:
    assert _said(office, "anna", "right").status_code == 303
    assert _said(office, "anna", "right").status_code == 303
    assert office.approve("anna").status_code == 303
