"""`portal verify` finds what was changed behind it in rules, staff, sign-ins and entries."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.jobs import orders
from portal.kernel.identity import SYSTEM, Actor, Identity
from portal.services.access import accounts, staff
from portal.services.adding import catalogue
from portal.services.audit import access_seals, audit
from portal.services.proposals import parameter_proposals
from portal.store.access import Passkey
from portal.store.catalogue import Claim
from portal.store.people import Account, Party
from tests.factories.console import Console, isbn, rate
from tests.functional.settlement import test_verify as of_the_money
from tests.functional.settlement.conftest import TODAY, copied
from tests.functional.settlement.test_verify import Q1, problems

OF_KAISA = "recorded_by = 'Kaisa' AND withdrawn_on IS NULL"

TAMPERINGS = {
    "the last event, of no row elsewhere, is cut off": "DELETE FROM audit_event"
    " WHERE id = (SELECT max(id) FROM audit_event)",
    "an event loses its keys": "UPDATE audit_event SET details = '{}' WHERE event = 'staff_added'",
    "an event's details are no object": "UPDATE audit_event SET details = '[[1]]'"
    " WHERE event = 'account_linked'",
    "an event's details are no JSON": "UPDATE audit_event SET details = '{'"
    " WHERE event = 'claim_added'",
    # the rules
    "a rate is raised": "UPDATE parameter_value SET value = '0.99' WHERE name = 'lending.rate'",
    "a value's day": "UPDATE parameter_value SET valid_from = '2001-01-01' WHERE id = 1",
    "a value is added": "INSERT INTO parameter_value (name, kind, valid_from, value, unit, source,"
    " status, imported_at) VALUES ('lending.threshold', 'both', '2020-01-01', '1', 'EUR', 'x',"
    " 'decided', '2023-11-20 12:00:00')",
    "a value is deleted": "DELETE FROM parameter_value WHERE id = 1",
    "a proposal's value": "UPDATE parameter_proposal SET value = '0.9'",
    "a proposal's reason": "UPDATE parameter_proposal SET reason = 'no reason at all'",
    "a proposal is approved": "UPDATE parameter_proposal SET state = 'approved', decided_by_id ="
    " (SELECT id FROM staff WHERE code = 'anna')",
    "a proposal's shadow": "UPDATE parameter_proposal SET shadow = '{}'",
    "a proposal is deleted": "DELETE FROM parameter_proposal",
    # those who act
    "an officer becomes an approver": "UPDATE staff SET role = 'approver' WHERE code = 'olli'",
    "a staff member is added": "INSERT INTO staff (code, name, role)"
    " VALUES ('eve', 'Eve', 'approver')",
    "a staff member comes back": "UPDATE staff SET ended_on = NULL WHERE code = 'ulla'",
    "a staff member is ended": "UPDATE staff SET ended_on = '2023-01-01' WHERE code = 'olli'",
    "an approver loses her party": "UPDATE staff SET party_id = NULL WHERE code = 'iida'",
    "a sign-in is another's": f"UPDATE account SET party_id = {Q1} WHERE subject = 'kaisa'",
    "a sign-in becomes an approver's": "UPDATE account SET staff_id ="
    " (SELECT id FROM staff WHERE code = 'anna') WHERE subject = 'kaisa'",
    "a sign-in is added": "INSERT INTO account (issuer, subject, name, staff_id) SELECT 'x', 'eve',"
    " 'Eve', id FROM staff WHERE code = 'anna'",
    "a sign-in is deleted": "DELETE FROM account WHERE subject = 'spare'",
    "a right is widened": "UPDATE mandate SET scopes = 'works money contact'",
    "a right is for another": f"UPDATE mandate SET party_id = {Q1}",
    "a right begins earlier": "UPDATE mandate SET valid_from = '2001-01-01'",
    "a right is taken back": "UPDATE mandate SET revoked_at = '2023-11-20 12:00:00'",
    "a right is added": "INSERT INTO mandate (account_id, party_id, kind, scopes, valid_from,"
    f" source) SELECT account_id, {Q1}, kind, scopes, valid_from, source FROM mandate",
    "a right is gone": "DELETE FROM mandate",
    "a passkey is another's": "UPDATE passkey SET public_key = x'00'",
    "a passkey opens for another": "UPDATE passkey SET account_id ="
    " (SELECT id FROM account WHERE subject = 'agent')",
    "a passkey is removed": "UPDATE passkey SET removed_at = '2023-11-20 12:00:00'",
    "a passkey is gone": "DELETE FROM passkey",
    # what is entered
    "an entry's heads": "UPDATE claim SET heads = heads + 1 WHERE id = 1",
    "an entry's role": "UPDATE claim SET role = 'translator' WHERE id = 1",
    "an entry's day": "UPDATE claim SET added_on = '2001-01-01' WHERE id = 1",
    "an entry goes to another": f"UPDATE claim SET party_id = {Q1} WHERE id = 1",
    "an entry is deleted": "DELETE FROM claim WHERE id = 1",
    "an entry is added": "INSERT INTO claim (party_id, edition_id, role, heads, separate, added_on,"
    " recorded_at, recorded_by) SELECT party_id, edition_id, 'translator', 1, separate, added_on,"
    " recorded_at, recorded_by FROM claim WHERE id = 1",
    "an own entry's heads": f"UPDATE claim SET heads = 1 WHERE {OF_KAISA}",
    "an own entry is gone": f"DELETE FROM claim WHERE {OF_KAISA}",
    "a withdrawal is taken back": "UPDATE claim SET withdrawn_on = NULL"
    " WHERE withdrawn_on IS NOT NULL",
}


def furnish(console: Console) -> None:
    """A rule of the society's own and a proposed one, staff, sign-ins, entries made by hand."""
    today = date.fromisoformat(console.today)
    console.parameters(rate(2023, "0.27", valid_from="2023-11-01"))
    for name, role, person in (
        ("Olli", "officer", None), ("Ulla", "support", None), ("Aino", "administrator", None),
        ("Iida", "approver", "I1"),
    ):  # fmt: skip
        console.staff(name, role, person)
    with console.session() as session:
        staff.end(session, "ulla", staff.actor(session, "aino", today), today)
        accounts.link_account(
            session, "https://id", "kaisa", "Kaisa", person_code="P1", today=today, actor=SYSTEM
        )
        accounts.link_account(
            session, "https://id", "agent", "Agent", acts_for=[accounts.ActsFor("P1", "agent")],
            today=today, actor=SYSTEM,
        )  # fmt: skip
        accounts.link_account(
            session, "https://id", "spare", "Olli", staff_code="olli", today=today, actor=SYSTEM
        )
        add_passkey(session)
        party = session.scalar(select(Party.id).where(Party.code == "P1"))
        kaisa = Identity(Actor("Kaisa", party_id=party), subject_id=party)
        new = [catalogue.NewClaim(isbn(n), "author", 2, f"Book {n}") for n in (9, 11)]
        catalogue.add_claims(session, kaisa, new, today)
        second = session.scalar(select(Claim.id).where(Claim.recorded_by == "Kaisa").limit(1))
        catalogue.withdraw_claim(session, kaisa, second or 0, today)
        table = {"name": "lending.rate", "loan_year": 2024, "valid_from": "2025-01-01",
                 "value": "0.28", "unit": "EUR/loan", "source": "Board"}  # fmt: skip
        officer = staff.actor(session, "olli", today)
        parameter_proposals.propose(session, officer, table, "The board decided it.", today)
    orders.advance(console.url, console.data_dir, today)


def add_passkey(session: Session) -> None:
    """What adding a passkey leaves behind, without a browser."""
    kaisa = session.scalar(select(Account.id).where(Account.subject == "kaisa"))
    row = Passkey(account_id=kaisa, credential_id="c", public_key=b"key", name="Phone",
                  handle="h", added_at=datetime(2023, 11, 20, tzinfo=UTC))  # fmt: skip
    session.add(row)
    session.flush()
    told = {"passkey": row.handle, "sha256": access_seals.of_passkey(row)}
    audit.record(session, Actor("Kaisa"), "passkey_added", **told)


@pytest.fixture(scope="session")
def furnished(
    sqlite_filled: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Console:
    """Not to be changed for good: all tests of this file use it."""
    home = tmp_path_factory.mktemp("furnished")
    copied(sqlite_filled[0], home / "portal.sqlite")
    shutil.copytree(sqlite_filled[1], home / "portal")
    console = Console(f"sqlite:///{home / 'portal.sqlite'}", home / "portal", TODAY, files=9)
    furnish(console)
    return console


def test_what_the_portal_did_itself_passes(furnished: Console) -> None:
    checks = furnished.told("verify")
    assert [code for code, check in checks.items() if check["problems"]] == []
    for code in ("rules", "staff", "accounts", "mandates", "passkeys", "entries"):
        assert checks[code]["looked_at"] > 0, code


@pytest.mark.parametrize("name", TAMPERINGS)
def test_each_tampering_is_found(furnished: Console, name: str) -> None:
    assert problems(furnished, TAMPERINGS[name])


def test_the_tamperings_are_many(capsys: pytest.CaptureFixture[str]) -> None:
    """The chain, the money and what stands beside it: at least the thirty that were promised."""
    number = len(of_the_money.TAMPERINGS) + len(of_the_money.DAMAGES) + len(TAMPERINGS)
    with capsys.disabled():
        sys.stdout.write(f" {number} tamperings tried ")
    assert number >= 90
