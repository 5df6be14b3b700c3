"""Commands beside passkeys: approving is over with the first of them, and lost ones go."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from portal.store.access import Passkey
from portal.store.people import Staff
from tests.factories import people
from tests.factories.console import Console


def test_with_a_passkey_of_staff_nobody_approves_by_command(console: Console) -> None:
    boss = console.staff("Aada Admin", role="administrator")
    approver = console.staff("Bo Approver", role="approver")
    asked = ("settlement", "approve", "2026-1", "--as", approver, "--digest", "0" * 64)
    assert "There is no run" in console.refusal(*asked)
    with console.session() as session:
        member = session.scalars(select(Staff).where(Staff.code == approver)).one()
        account = people.account(session, staff=member)
        session.add(
            Passkey(account_id=account.id, credential_id="AAAA", public_key=b"", name="Key",
                    handle="k1", added_at=datetime.now(UTC))
        )  # fmt: skip
    assert "approved in the browser" in console.refusal(*asked)
    assert "Only an administrator" in console.refusal(
        "staff", "forget-passkeys", boss, "--as", approver
    )
    told = console.told("staff", "forget-passkeys", approver, "--as", boss)
    assert told == {"staff": approver, "passkeys": 1}
    assert console.told("staff", "forget-passkeys", approver, "--as", boss)["passkeys"] == 0
    assert "approved in the browser" in console.refusal(*asked)
