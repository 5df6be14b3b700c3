"""Four eyes: every way round them is tried, and none of them leaves a trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from tests.factories.console import Console, approval
from tests.functional.settlement.conftest import AUTUMN

Run = dict[str, Any]


def unknown_run(console: Console, run: Run) -> tuple[str, ...]:
    return approval({**run, "run": "2023-autumn-9"}, "anna")


def unknown_staff(console: Console, run: Run) -> tuple[str, ...]:
    return approval(run, "nobody")


def an_officer(console: Console, run: Run) -> tuple[str, ...]:
    return approval(run, console.staff("Olli", "officer"))


def an_administrator(console: Console, run: Run) -> tuple[str, ...]:
    return approval(run, console.staff("Ada", "administrator"))


def an_auditor(console: Console, run: Run) -> tuple[str, ...]:
    return approval(run, console.staff("Aud", "auditor"))


def support(console: Console, run: Run) -> tuple[str, ...]:
    return approval(run, console.staff("Sven", "support"))


def ended(console: Console, run: Run) -> tuple[str, ...]:
    code = console.staff("Gone")
    execute(console, f"UPDATE staff SET ended_on = '2023-11-19' WHERE code = '{code}'")
    return approval(run, code)


def another_digest(console: Console, run: Run) -> tuple[str, ...]:
    return approval(run, "anna", "0" * 64)


def half_a_digest(console: Console, run: Run) -> tuple[str, ...]:
    return approval(run, "anna", run["digest"][:12])


def a_digest_in_capitals(console: Console, run: Run) -> tuple[str, ...]:
    return approval(run, "anna", run["digest"].upper())


def twice(console: Console, run: Run) -> tuple[str, ...]:
    console.approve(run, "anna")
    return approval(run, "anna")


def two_accounts_of_one_person(console: Console, run: Run) -> tuple[str, ...]:
    console.people(("X1", "Xenia", "", "", "", "", "", "FI", "2000-01-01", ""))
    first, second = (console.staff(name, person="X1") for name in ("Xenia", "Xenia K"))
    console.approve(run, first)
    return approval(run, second)


def a_payee(console: Console, run: Run) -> tuple[str, ...]:
    return approval(run, console.staff("Queen", person="Q1"))


def a_payee_whose_money_waits(console: Console, run: Run) -> tuple[str, ...]:
    return approval(run, console.staff("Wait", person="W1"))


def the_heir_of_a_payee(console: Console, run: Run) -> tuple[str, ...]:
    heir = console.staff("Heiress")
    console.run("accounts", "link", "https://id.example.org", "heiress", "--name", "Heiress",
                "--staff", heir, "--heir", "Q1")  # fmt: skip
    return approval(run, heir)


def who_calculated(console: Console, run: Run) -> tuple[str, ...]:
    officer = console.staff("Olli", "officer")
    mine = console.calculate(*AUTUMN, "--as", officer)
    execute(console, f"UPDATE staff SET role = 'approver' WHERE code = '{officer}'")
    return approval(mine, officer)


def who_calculated_with_another_account(console: Console, run: Run) -> tuple[str, ...]:
    console.people(("X1", "Xenia", "", "", "", "", "", "FI", "2000-01-01", ""))
    officer = console.staff("Xenia", "officer", person="X1")
    mine = console.calculate(*AUTUMN, "--as", officer)
    return approval(mine, console.staff("Xenia K", person="X1"))


def an_approved_run(console: Console, run: Run) -> tuple[str, ...]:
    console.approve(run, "anna", "bo")
    return approval(run, console.staff("Cia"))


def a_stale_run(console: Console, run: Run) -> tuple[str, ...]:
    console.approve(console.calculate(*AUTUMN), "anna", "bo")
    return approval(run, "anna")


def a_changed_snapshot(console: Console, run: Run) -> tuple[str, ...]:
    [folder] = console.data_dir.glob("runs/*")
    content = bytearray((folder / "counts.parquet").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "counts.parquet").write_bytes(content)
    return approval(run, "anna")


def a_snapshot_changed_after_the_first(console: Console, run: Run) -> tuple[str, ...]:
    console.approve(run, "bo")
    return a_changed_snapshot(console, run)


WAYS: dict[Callable[[Console, Run], tuple[str, ...]], str] = {
    unknown_run: "There is no run",
    unknown_staff: "There is no staff member",
    an_officer: "only an approver approves",
    an_administrator: "only an approver approves",
    an_auditor: "only an approver approves",
    support: "only an approver approves",
    ended: "no staff member “gone” at work here",
    another_digest: "is not that of the run",
    half_a_digest: "is not that of the run",
    a_digest_in_capitals: "is not that of the run",
    twice: "has approved the run",
    two_accounts_of_one_person: "has approved the run",
    a_payee: "has money in the run",
    a_payee_whose_money_waits: "has money in the run",
    the_heir_of_a_payee: "has money in the run",
    who_calculated: "calculated the run",
    who_calculated_with_another_account: "calculated the run",
    an_approved_run: "has its two approvals already",
    a_stale_run: "Calculate it again",
    a_changed_snapshot: "are not the ones that were written",
    a_snapshot_changed_after_the_first: "are not the ones that were written",
}


def execute(console: Console, statement: str) -> None:
    with console.session() as session:
        session.execute(text(statement))


def refused(console: Console, way: Callable[[Console, Run], tuple[str, ...]]) -> str:
    """The sentence, after nothing at all was written."""
    words = way(console, console.calculate(*AUTUMN))
    before = console.rows()
    sentence = console.refusal(*words)
    assert console.rows() == before
    return sentence


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_way_round_four_eyes_is_refused(
    on_sqlite: Console, way: Callable[[Console, Run], tuple[str, ...]]
) -> None:
    assert WAYS[way] in refused(on_sqlite, way)


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "way", [two_accounts_of_one_person, a_payee, a_stale_run], ids=lambda way: way.__name__
)
def test_the_same_on_postgresql(
    on_postgresql: Console, way: Callable[[Console, Run], tuple[str, ...]]
) -> None:
    assert WAYS[way] in refused(on_postgresql, way)


def test_one_approval_pays_nothing(console: Console) -> None:
    run = console.calculate(*AUTUMN)
    console.approve(run, "anna")
    rows = console.rows()
    assert (rows["run_approval"], rows["payment"], rows["ledger_entry"]) == (1, 0, 0)
    console.approve(run, "bo")
    assert console.count("run_approval") == 2
    assert console.count("payment") == run["people"]
    assert console.told("settlement", "export", run["run"], "--out", console.folder / "out")[
        "state"
    ] == "approved"  # fmt: skip


def test_a_payee_of_another_run_may_approve(on_sqlite: Console) -> None:
    """The illustrator is in the catalogue, but has no line."""
    run = on_sqlite.calculate(*AUTUMN)
    on_sqlite.approve(run, on_sqlite.staff("Ilona", person="I1"), "anna")
    assert on_sqlite.count("payment") == run["people"]


@pytest.mark.parametrize("role", ["support", "approver", "administrator", "auditor"])
def test_only_an_officer_calculates(on_sqlite: Console, role: str) -> None:
    member = on_sqlite.staff("Mia", role)
    before = on_sqlite.rows()
    order = ("--kind", "autumn", "--date", "2023-12-05", "--cutoff", "2023-11-03", "--as", member)
    said = on_sqlite.refusal("settlement", "calculate", "lending", *order)
    assert "Only a settlement officer calculates a run" in said
    assert on_sqlite.rows() == before
    assert on_sqlite.snapshots() == []


def test_an_approver_may_still_work_on_the_last_day(on_sqlite: Console) -> None:
    run = on_sqlite.calculate(*AUTUMN)
    execute(on_sqlite, f"UPDATE staff SET ended_on = '{date(2023, 11, 20)}' WHERE code = 'anna'")
    on_sqlite.approve(run, "anna")
    assert on_sqlite.count("run_approval") == 1
