"""Posting to the ledger: balanced transactions with a key; a repeated posting is the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.rules.settlement.postings import Entry
from portal.store import bulk
from portal.store.ledger import LedgerAccount, LedgerEntry, LedgerTransaction


class Unbalanced(Exception):
    """A programming mistake: entries that do not sum to zero."""


@dataclass(frozen=True)
class Posting:
    """A transaction to post: its key, its entries in cents, the party of its payable account."""

    key: str
    entries: tuple[Entry, ...]
    party_id: int | None = None


def post(session: Session, postings: Iterable[Posting], *, day: date, run_id: int | None) -> None:
    """Posts every transaction whose key is new; EUR."""
    accounts = {row.code: row.id for row in session.scalars(select(LedgerAccount))}
    known = set(
        session.scalars(select(LedgerTransaction.key).where(LedgerTransaction.run_id == run_id))
    )
    first = int(session.scalar(select(func.max(LedgerTransaction.id))) or 0) + 1
    now = datetime.now(UTC)
    transactions: list[dict[str, object]] = []
    entries: list[tuple[Any, ...]] = []
    for posting in postings:
        if posting.key in known:
            continue
        if sum(entry.cents for entry in posting.entries):
            raise Unbalanced(posting.key)
        number = first + len(transactions)
        transactions.append(
            {"id": number, "key": posting.key, "posted_on": day, "posted_at": now, "run_id": run_id}
        )
        for entry in posting.entries:
            account = accounts.get(entry.account) or _open(session, entry, posting, accounts)
            entries.append((number, account, entry.cents))
    if transactions:
        session.execute(LedgerTransaction.__table__.insert(), transactions)  # type: ignore[attr-defined]
        columns = ("transaction_id", "account_id", "amount")
        bulk.insert_rows(session, LedgerEntry.__table__, columns, entries)  # type: ignore[arg-type]


def _open(session: Session, entry: Entry, posting: Posting, accounts: dict[str, int]) -> int:
    party = posting.party_id if entry.kind == "payable" else None
    row = LedgerAccount(code=entry.account, kind=entry.kind, currency="EUR", party_id=party)
    session.add(row)
    session.flush()
    accounts[entry.account] = row.id
    return row.id
