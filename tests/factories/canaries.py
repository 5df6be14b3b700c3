"""Rows with marks in every text: whoever's mark is found, or missing, in an export is known."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Boolean, Column, Date, String, Table, insert, select
from sqlalchemy.orm import Session

from portal.store.models import metadata
from portal.store.people import Party
from portal.store.types import Moment
from tests.factories import people

DAY = date(2026, 10, 15)
AT = datetime(2026, 10, 15, 12, tzinfo=UTC)
# Columns that only hold a word of a list, or a text of a form of its own.
GIVEN: dict[tuple[str, str], Any] = {
    ("party_name", "kind"): "spelling", ("party_name", "state"): "confirmed",
    ("mandate", "kind"): "heir", ("preference", "reminders"): "email",
    ("preference", "letter_size"): "normal", ("preference", "theme"): "auto",
    ("message", "kind"): "letter", ("outgoing", "channel"): "email",
    ("referral", "answer"): "joined", ("claim", "role"): "author", ("claim", "heads"): 1,
    ("run", "kind"): "autumn", ("run", "state"): "draft", ("ledger_account", "kind"): "payable",
    ("payment", "state"): "approved", ("staff", "role"): "support",
    ("edition", "medium"): "physical", ("edition", "class"): "other", ("run", "preview"): False,
    ("audit_event", "details"): "{}", ("message", "details"): "{}", ("edition", "isbn"): None,
    ("edition", "grouped_by"): "alone", ("signed_in", "means"): "passkey",
    ("support_code", "mode"): "reading", ("support_visit", "mode"): "reading",
    ("support_visit", "reason"): "caller", ("support_visit", "consent"): "code",
    ("support_visit", "ended_by"): "staff", ("support_visit", "approved_by_id"): None,
    ("passkey", "public_key"): b"key",
    ("message", "thread_id"): None, ("message", "number"): None, ("receipt", "number"): None,
}  # fmt: skip
GEORGIAN = "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"
SHORT = [first + second + first for first, second in pairwise(GEORGIAN)]
"""Marks for columns of two or three signs; no two begin with the same pair."""
SUMS = {"gross_cents": 1, "tax_cents": 0, "net_cents": 1}
ORDER = (
    "account", "mandate", "signed_in", "staff", "passkey", "email_sign_in", "support_code",
    "support_visit", "visit_view", "preference", "email_change", "dismissal", "document",
    "party_name", "tax_card", "message", "outgoing", "referral", "work", "edition", "claim", "run",
    "run_payee", "run_period", "payment", "ledger_account", "ledger_transaction", "ledger_entry",
    "audit_event", "receipt",
)  # fmt: skip


class Canaries:
    """One person's rows in every table, each text a mark that nobody else has."""

    def __init__(self, session: Session, draw: random.Random, code: str) -> None:
        self.session, self.draw = session, draw
        self.marks: dict[tuple[str, str], str] = {}
        self.short = SHORT[: len(SHORT) // 2] if code == "A" else SHORT[len(SHORT) // 2 :]
        self.party = people.person(session, code=f"{code}code", name=f"{code}name")
        self.ids: dict[str, int] = {"party": self.party.id}

    def lay(self) -> None:
        """Writes one row into every table."""
        for name in ORDER:
            table = metadata.tables[name]
            row = {column.name: self.value(table, column) for column in table.columns}
            row |= {key: value for key, value in SUMS.items() if key in row}
            row = {key: value for key, value in row.items() if key != "id" or value is not None}
            made = self.session.execute(insert(table).values(row))
            key = made.inserted_primary_key
            if key is not None and isinstance(key[0], int):
                self.ids[name] = key[0]

    def value(self, table: Table, column: Column[Any]) -> Any:
        """What a column holds: a word of its list, a mark, an id of the same person, a day."""
        if (table.name, column.name) in GIVEN and column.name != "number":
            return GIVEN[table.name, column.name]
        if column.name == "id":
            return self._next(table) if table.name == "audit_event" else None
        for key in column.foreign_keys:
            return self.ids.get(key.column.table.name)
        if isinstance(column.type, String):
            return self.mark(table, column)
        if isinstance(column.type, Date):
            return DAY
        if isinstance(column.type, Moment):
            return AT
        return False if isinstance(column.type, Boolean) else 1

    def mark(self, table: Table, column: Column[Any]) -> str:
        """A text that nobody else has, as long as fits, with signs that pages must escape."""
        length = column.type.length or 60  # type: ignore[attr-defined]
        letters = "".join(self.draw.choices("bcdfghjkmnpqrstvwxz", k=14))
        found = f"{letters}<&å" if length > 20 else letters[:length]
        if length < 8:  # too short to be of its own in that alphabet
            found = self.short.pop()[:length]
        self.marks[table.name, column.name] = found
        return found

    def _next(self, table: Table) -> int:
        return len(self.session.execute(select(table.c.id)).all()) + 1


def two(session: Session, seed: int) -> tuple[Canaries, Canaries, Party]:
    """The marks of two people, both laid; the first one's party."""
    draw = random.Random(seed)
    hers, others = Canaries(session, draw, "A"), Canaries(session, draw, "B")
    hers.lay()
    others.lay()
    return hers, others, hers.party
