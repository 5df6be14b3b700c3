"""The demo's accounts: the people on the provider's page, and whom each sign-in stands for."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.identity_provider import Person
from portal.kernel.identity import SYSTEM
from portal.services.access.accounts import ActsFor, link_account
from portal.store.people import Account

DATA = Path(__file__).parent / "data"


def said() -> dict[str, Any]:
    """The file of accounts and staff."""
    return tomllib.loads((DATA / "accounts.toml").read_text(encoding="utf-8"))


def staff_ids(*roles: str) -> list[str]:
    """The ids of the demo's staff by role, in the order of the roles and of the file."""
    members = said()["staff"]
    return [m["id"] for role in roles for m in members if m["role"] == role]


def people() -> list[Person]:
    """Everybody who can sign in, for the provider's page."""
    names, addresses = _people("name"), _people("email")
    staff = {member["id"]: member["name"] for member in said()["staff"]}
    return [
        Person(
            sub=account["sub"],
            name=names.get(account.get("person", "")) or staff[account["staff"]],
            description=account["description"],
            email=addresses.get(account.get("person", ""), ""),
            translated=_translated(account),
        )
        for account in said()["account"]
    ]


def _translated(account: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    start = "description_"
    return tuple((key.removeprefix(start), words) for key, words in account.items()
                 if key.startswith(start))  # fmt: skip


def link(session: Session, issuer: str, today: date) -> None:
    """Links the sign-ins of this address's provider, once: another port is another provider."""
    linked = set(session.scalars(select(Account.subject).where(Account.issuer == issuer)))
    names = {person.sub: person.name for person in people()}
    for account in said()["account"]:
        if account["sub"] not in linked:
            heir_of = [ActsFor(account["acts_for"], "heir")] if "acts_for" in account else []
            link_account(
                session,
                issuer,
                account["sub"],
                names[account["sub"]],
                person_code=account.get("person"),
                staff_code=account.get("staff"),
                acts_for=heir_of,
                today=today,
                actor=SYSTEM,
            )


def _people(column: str) -> dict[str, str]:
    with (DATA / "people.csv").open(encoding="utf-8", newline="") as file:
        return {row["person_id"]: row[column] for row in csv.DictReader(file)}
