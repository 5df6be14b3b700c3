"""`portal verify`: what was tampered with behind the portal's back is found, whatever it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from portal.services.base.database import transaction
from portal.services.verification.verification import verify
from portal.usage import lookups
from tests import servers
from tests.factories.console import Console, claim
from tests.functional.settlement.conftest import AUTUMN, SPRING, TODAY, copied

Q1 = "(SELECT id FROM party WHERE code = 'Q1')"
FIRST = "(SELECT id FROM run WHERE code = '2023-autumn-1')"
DRAFT = "(SELECT id FROM run WHERE code = '2024-spring-2')"
OF_Q1 = f"run_id = {FIRST} AND party_id = {Q1}"
ENTRIES_OF_Q1 = "SELECT id FROM ledger_transaction WHERE key = 'run:2023-autumn-1:Q1'"
FUND = "(SELECT id FROM ledger_account WHERE code = 'fund:lending:2021:physical')"
PAYABLE = "(SELECT id FROM ledger_account WHERE code = 'payable:Q1')"

TAMPERINGS = {
    # the ledger
    "an entry is changed": "UPDATE ledger_entry SET amount = amount + 1 WHERE id = 1",
    "an entry is deleted": "DELETE FROM ledger_entry WHERE id = 1",
    "an entry is added": "INSERT INTO ledger_entry (id, transaction_id, account_id, amount)"
    " VALUES (9999, 1, 1, 100)",
    "two entries are changed in balance": "UPDATE ledger_entry SET amount = amount * 2"
    f" WHERE transaction_id IN ({ENTRIES_OF_Q1})",
    "money moves between two payees": "UPDATE ledger_entry SET account_id = "
    "(SELECT id FROM ledger_account WHERE code = 'payable:P1')"
    f" WHERE account_id = {PAYABLE}",
    "money leaves another year's fund": f"UPDATE ledger_entry SET account_id = {FUND}"
    f" WHERE transaction_id IN ({ENTRIES_OF_Q1}) AND amount > 0",
    "an account changes hands": f"UPDATE ledger_account SET party_id = {Q1}"
    " WHERE code = 'payable:P1'",
    "a posting is dated otherwise": "UPDATE ledger_transaction SET posted_on = '2023-12-06'"
    " WHERE key = 'run:2023-autumn-1:Q1'",
    "a posting is renamed": "UPDATE ledger_transaction SET key = 'x'"
    " WHERE key = 'run:2023-autumn-1:Q1'",
    "a posting loses its run": "UPDATE ledger_transaction SET run_id = NULL"
    " WHERE key = 'run:2023-autumn-1:Q1'",
    # payments
    "a payment is raised": "UPDATE payment SET gross_cents = gross_cents + 100,"
    f" net_cents = net_cents + 100 WHERE {OF_Q1}",
    "a payment's tax is lowered": "UPDATE payment SET tax_cents = tax_cents - 100,"
    f" net_cents = net_cents + 100 WHERE {OF_Q1}",
    "a payment is deleted": f"DELETE FROM payment WHERE {OF_Q1}",
    "a payment goes to another": f"UPDATE payment SET party_id = {Q1}"
    " WHERE party_id = (SELECT id FROM party WHERE code = 'P1') AND run_id <>"
    f" {FIRST}",
    "a payment's day": f"UPDATE payment SET pays_on = '2024-01-01' WHERE {OF_Q1}",
    "a payment of a draft": "INSERT INTO payment (run_id, party_id, pays_on, currency,"
    " gross_cents, tax_cents, net_cents, state)"
    f" VALUES ({DRAFT}, {Q1}, '2024-05-15', 'EUR', 100, 100, 0, 'approved')",
    # what a run says
    "a payee's gross": "UPDATE run_payee SET gross_cents = gross_cents + 1,"
    f" net_cents = net_cents + 1 WHERE {OF_Q1}",
    "a payee's waiting money": f"UPDATE run_payee SET waiting_cents = 5 WHERE {OF_Q1}",
    "a payee's tax basis": f"UPDATE run_payee SET tax_basis = 'card' WHERE {OF_Q1}",
    "a payee is deleted": f"DELETE FROM run_payee WHERE {OF_Q1}",
    "a period moves less": f"UPDATE run_period SET moved_cents = 0 WHERE {OF_Q1}",
    "a period moves to another year": "UPDATE run_period SET period_start = '2020-01-01',"
    f" period_end = '2020-12-31' WHERE {OF_Q1}",
    "a period becomes additional": f"UPDATE run_period SET additional = true WHERE {OF_Q1}",
    "a debt is invented": f"UPDATE run_period SET debt_after_cents = 1 WHERE {OF_Q1}",
    "a cap is forgotten": f"UPDATE run_period SET capped_cents = 1 WHERE {OF_Q1}",
    "a period is deleted": f"DELETE FROM run_period WHERE {OF_Q1}",
    "a run's gross": "UPDATE run SET gross_cents = gross_cents + 1, net_cents = net_cents + 1"
    f" WHERE id = {FIRST}",
    "a run's waiting money": f"UPDATE run SET waiting_cents = 0 WHERE id = {FIRST}",
    "a run's people": f"UPDATE run SET people = 99 WHERE id = {FIRST}",
    "a run's day": f"UPDATE run SET pays_on = '2023-12-06' WHERE id = {FIRST}",
    "a run's cutoff": f"UPDATE run SET cutoff = '2023-11-04' WHERE id = {DRAFT}",
    "a run's digest": f"UPDATE run SET digest = '{'0' * 64}' WHERE id = {DRAFT}",
    "a run's snapshot": f"UPDATE run SET snapshot_path = (SELECT snapshot_path FROM run"
    f" WHERE id = {FIRST}), snapshot_sha256 = (SELECT snapshot_sha256 FROM run"
    f" WHERE id = {FIRST}) WHERE id = {DRAFT}",
    "a draft is made approved": "UPDATE run SET state = 'approved',"
    f" approved_at = '2024-05-02 12:00:00' WHERE id = {DRAFT}",
    "an approved run is made a draft": f"UPDATE run SET state = 'draft' WHERE id = {FIRST}",
    "a draft is made a preview": f"UPDATE run SET preview = true WHERE id = {DRAFT}",
    "a stale draft is made fresh": f"UPDATE run SET after_approvals = 9 WHERE id = {DRAFT}",
    "another calculated it": "UPDATE run SET calculated_by_id ="
    f" (SELECT id FROM staff WHERE code = 'anna') WHERE id = {DRAFT}",
    # approvals
    "an approval is deleted": f"DELETE FROM run_approval WHERE run_id = {FIRST} AND id ="
    f" (SELECT max(id) FROM run_approval WHERE run_id = {FIRST})",
    "an approval is of another digest": f"UPDATE run_approval SET digest = '{'0' * 64}'"
    f" WHERE run_id = {FIRST}",
    "an approval is another's": "UPDATE run_approval SET staff_id ="
    " (SELECT id FROM staff WHERE code = 'cia') WHERE id ="
    f" (SELECT max(id) FROM run_approval WHERE run_id = {FIRST})",
    "an approval is added": "INSERT INTO run_approval (run_id, staff_id, digest, approved_at)"
    f" SELECT {DRAFT}, id, (SELECT digest FROM run WHERE id = {DRAFT}), '2024-05-02 12:00:00'"
    " FROM staff WHERE code = 'anna'",
    "the approvers become one person": f"UPDATE staff SET party_id = {Q1}"
    " WHERE code IN ('anna', 'bo')",
    # the audit
    "an event is changed": "UPDATE audit_event SET details = '{}' WHERE id = 3",
    "an event's actor is changed": "UPDATE audit_event SET actor = 'nobody' WHERE id = 3",
    "an event's moment is changed": "UPDATE audit_event SET at = '2020-01-01 00:00:00'"
    " WHERE id = 3",
    "an event is deleted": "DELETE FROM audit_event WHERE id = 3",
    "the first event is deleted": "DELETE FROM audit_event WHERE id = 1",
    "the last events are deleted": "DELETE FROM audit_event WHERE id > 6",
    "all events are deleted": "DELETE FROM audit_event",
    "the last event is deleted": "DELETE FROM audit_event"
    " WHERE id = (SELECT max(id) FROM audit_event)",
    "the head is forgotten": "DELETE FROM audit_head",
    "the head is another": "UPDATE audit_head SET events = events - 1",
    "two events change hands": "UPDATE audit_event SET actor = CASE id WHEN 4 THEN 'Bo'"
    " ELSE 'Anna' END WHERE id IN (4, 5)",
    "an event's hash is another": f"UPDATE audit_event SET sha256 = '{'1' * 64}' WHERE id = 4",
    "an event is of another person": f"UPDATE audit_event SET subject_id = {Q1} WHERE id = 2",
    "an event is added": "INSERT INTO audit_event (id, at, event, actor, details,"
    " previous_sha256, sha256) SELECT id + 1, at, event, actor, details, sha256,"
    f" '{'0' * 64}' FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)",
}


def settle(console: Console) -> None:
    """Two approved runs, one with a debt and additional money, and a draft."""
    console.staff("Cia")
    console.approve(console.calculate(*AUTUMN), "anna", "bo")
    console.catalogue(claim("Q1", 8, heads=2, added="2023-11-21"))
    console.today = "2024-05-02"
    console.approve(console.calculate(*SPRING, "--undistributed", "2019=100.00"), "bo", "cia")
    console.calculate(*SPRING)


@pytest.fixture(scope="session")
def sqlite_settled(
    sqlite_filled: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Console:
    home = tmp_path_factory.mktemp("settled")
    copied(sqlite_filled[0], home / "portal.sqlite")
    shutil.copytree(sqlite_filled[1], home / "portal")
    console = Console(f"sqlite:///{home / 'portal.sqlite'}", home / "portal", TODAY, files=9)
    settle(console)
    return console


@pytest.fixture(scope="session")
def postgresql_settled(
    postgresql_server: str,
    postgresql_filled: tuple[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Console:
    home = tmp_path_factory.mktemp("settled")
    servers.execute(postgresql_server, f"CREATE DATABASE settled TEMPLATE {postgresql_filled[0]}")
    shutil.copytree(postgresql_filled[1], home / "portal")
    url = postgresql_server.format(name="settled")
    console = Console(url, home / "portal", TODAY, files=9)
    settle(console)
    return console


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def settled(request: pytest.FixtureRequest) -> Console:
    """Not to be changed for good: other tests use it too."""
    found: Console = request.getfixturevalue(f"{request.param}_settled")
    return found


def problems(console: Console, *statements: str) -> set[str]:
    """The checks that fail once the statements were executed; then all is undone."""
    with transaction(console.url) as session:
        for statement in statements:
            changed = session.execute(text(statement))
            assert changed.rowcount > 0, f"nothing to tamper with: {statement}"
        session.expire_all()
        found = {check.code for check in verify(session, console.data_dir) if check.problems}
        session.rollback()
    return found


def test_what_the_portal_did_itself_passes(settled: Console) -> None:
    checks = settled.told("verify")
    assert [code for code, check in checks.items() if check["problems"]] == []
    assert checks["run_digests"]["looked_at"] == 3
    assert checks["approvals"]["looked_at"] == 3
    looked = {code for code, check in checks.items() if check["looked_at"]}
    of_files = {
        "libraries",
        "receipts",
        "assigned",
        "evidence",
        "rules",
        "accounts",
        "visits",
        "mandates",
        "passkeys",
    }
    assert set(checks) - looked <= of_files, "the run of files alone has none of them"


@pytest.mark.parametrize("name", TAMPERINGS)
def test_each_tampering_is_found(sqlite_settled: Console, name: str) -> None:
    assert problems(sqlite_settled, TAMPERINGS[name])


@pytest.mark.postgresql
@pytest.mark.parametrize("name", sorted(TAMPERINGS)[::8])
def test_some_tamperings_are_found_on_postgresql(postgresql_settled: Console, name: str) -> None:
    assert problems(postgresql_settled, TAMPERINGS[name])


def test_a_payment_and_its_rows_changed_together_are_found(settled: Console) -> None:
    """Everything that the database says of one payment, raised by the same amount."""
    more = "gross_cents = gross_cents + 7, net_cents = net_cents + 7"
    raised = [
        f"UPDATE payment SET {more} WHERE {OF_Q1}",
        f"UPDATE run_payee SET {more} WHERE {OF_Q1}",
        f"UPDATE run_period SET moved_cents = moved_cents + 7 WHERE {OF_Q1}",
        f"UPDATE run SET {more} WHERE id = {FIRST}",
        f"UPDATE ledger_entry SET amount = amount - 7 WHERE account_id = {PAYABLE}"
        f" AND transaction_id IN ({ENTRIES_OF_Q1})",
        f"UPDATE ledger_entry SET amount = amount + 7 WHERE amount > 0"
        f" AND transaction_id IN ({ENTRIES_OF_Q1})",
    ]
    assert problems(settled, *raised) == {"run_digests"}


def test_a_run_that_is_taken_out_whole_is_missed(settled: Console) -> None:
    tables = ("run_payee", "run_period", "run_undistributed")
    gone = [f"DELETE FROM {table} WHERE run_id = {DRAFT}" for table in tables[:2]]
    assert problems(settled, *gone, f"DELETE FROM run WHERE id = {DRAFT}") == {"audit_runs"}


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "one byte of the lines": lambda folder: flip(folder / "lines.parquet"),
    "one byte of the claims": lambda folder: flip(folder / "claims.parquet"),
    "one byte of the header": lambda folder: flip(folder / "header.json"),
    "a file is gone": lambda folder: (folder / "counts.parquet").unlink(),
    "a file is empty": lambda folder: (folder / "prior.parquet").write_bytes(b""),
    "a file more": lambda folder: (folder / "extra.parquet").write_bytes(b"x"),
    "all of it is gone": lambda folder: shutil.rmtree(folder),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_snapshot_is_found(sqlite_settled: Console, tmp_path: Path, name: str) -> None:
    shutil.copytree(sqlite_settled.folder, tmp_path / "portal")
    console = Console(sqlite_settled.url, tmp_path / "portal", TODAY)
    folder = sorted(console.data_dir.glob("runs/*"))[0]
    DAMAGES[name](folder)
    result = console.run("verify", code=1)
    assert "failed" in result.stdout
    assert result.stderr == ""
    assert console.told("verify", code=1)["run_digests"]["problems"] != []
    assert sqlite_settled.told("verify")["run_digests"]["problems"] == []


def test_the_command_fails_when_a_check_does(on_sqlite: Console) -> None:
    on_sqlite.approve(on_sqlite.calculate(*AUTUMN), "anna", "bo")
    assert "holds" in on_sqlite.run("verify").stdout
    with on_sqlite.session() as session:
        session.execute(text("UPDATE ledger_entry SET amount = amount + 1 WHERE id = 1"))
    assert "failed" in on_sqlite.run("verify", code=1).stdout


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_counts_that_were_changed_are_found_and_make_no_run(
    on_sqlite: Console, damage: str
) -> None:
    [path] = on_sqlite.data_dir.glob("counts/*-counts.parquet")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink() if damage == "gone" else path.write_bytes(content)
    assert on_sqlite.told("verify", code=1)["counts"]["problems"] == [f"counts/{path.name}"]
    order = ("--kind", "autumn", "--date", "2023-12-05", "--cutoff", "2023-11-03")
    said = on_sqlite.refusal("settlement", "calculate", "lending", *order)
    assert path.name in said
    assert on_sqlite.count("run") == 0


def test_counts_that_pages_look_up_and_that_differ_are_found(on_sqlite: Console) -> None:
    [path] = on_sqlite.data_dir.glob("counts/*-counts.parquet")
    name = f"counts/{path.name}"
    list(lookups.rows(on_sqlite.data_dir, [name], [9789510100004]))  # a page makes the copy
    assert on_sqlite.told("verify")["counts"]["problems"] == []
    copy = path.with_suffix(lookups.ENDING)
    copy.write_bytes(copy.read_bytes()[:-1])
    problems = on_sqlite.told("verify", code=1)["counts"]["problems"]
    assert problems == [f"counts/{copy.name}"]
