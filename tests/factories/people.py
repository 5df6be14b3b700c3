"""People, staff and accounts for tests: named values, no randomness."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.store.people import Account, Mandate, Party, Staff

ISSUER = "https://localhost:1"  # nobody answers there: no test leaves the machine
LONG_AGO = date(2000, 1, 1)


def person(
    session: Session, code: str = "P1", name: str = "Kaisa Kirjailija", **more: Any
) -> Party:
    """A person who joined long ago."""
    party = Party(code=code, name=name, **{"joined_on": LONG_AGO, **more})
    session.add(party)
    session.flush()
    return party


def account(
    session: Session, party: Party | None = None, staff: Staff | None = None, **more: Any
) -> Account:
    """A way in for a party or a staff member; its subject is the code of either."""
    owner = party or staff
    named = {"subject": owner.code, "name": owner.name} if owner else {}
    row = Account(
        **{"issuer": ISSUER, **named, **more},
        party_id=party.id if party else None,
        staff_id=staff.id if staff else None,
    )
    session.add(row)
    session.flush()
    return row


def staff(
    session: Session, code: str = "S1", name: str = "Stina Stöd", role: str = "support"
) -> Staff:
    """A staff member."""
    row = Staff(code=code, name=name, role=role)
    session.add(row)
    session.flush()
    return row


def mandate(
    session: Session, holder: Account, party: Party, kind: str = "heir", **more: Any
) -> Mandate:
    """A right to act for a party."""
    row = Mandate(
        account_id=holder.id, party_id=party.id, kind=kind, **{"valid_from": LONG_AGO, **more}
    )
    session.add(row)
    session.flush()
    return row
