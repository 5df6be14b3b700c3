"""Which rows of the database are a party's own, and what of them is not handed out, and why.

Every table from which foreign keys lead to a party is OWN, NAMED by own rows, or NOT_OWN; a test
walks the metadata and holds this list to it. Of an own table every column is handed out unless it
is WITHHELD.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, or_, select

from portal.store.models import metadata

Condition = Callable[[int], ColumnElement[bool]]
_T = metadata.tables


def _of_party(name: str) -> Condition:
    return lambda party_id: _T[name].c.party_id == party_id


def _accounts(party_id: int) -> Select[Any]:
    return select(_T["account"].c.id).where(_T["account"].c.party_id == party_id)


def _events(party_id: int) -> ColumnElement[bool]:
    event = _T["audit_event"].c
    alone = event.actor_account_id.in_(_accounts(party_id)) & event.subject_id.is_(None)
    return or_(event.subject_id == party_id, alone)


def _mandates(party_id: int) -> ColumnElement[bool]:
    mandate = _T["mandate"].c
    return or_(mandate.party_id == party_id, mandate.account_id.in_(_accounts(party_id)))


def _entries(party_id: int) -> ColumnElement[bool]:
    account = _T["ledger_account"].c
    own = select(account.id).where(account.party_id == party_id)
    return _T["ledger_entry"].c.account_id.in_(own)


def _merges(party_id: int) -> ColumnElement[bool]:
    merge = _T["merge"].c
    return or_(merge.kept_id == party_id, merge.merged_id == party_id)


def _views(party_id: int) -> ColumnElement[bool]:
    visit = _T["support_visit"].c
    return _T["visit_view"].c.visit_id.in_(select(visit.id).where(visit.party_id == party_id))


OWN: dict[str, Condition] = {
    "party": lambda party_id: _T["party"].c.id == party_id,
    **{
        name: _of_party(name)
        for name in (
            "account", "claim", "dismissal", "dispute_entry", "document", "email_change",
            "grouping_change", "invitation", "ledger_account", "message", "outgoing", "party_name",
            "payment", "preference", "receipt", "referral", "run_payee", "run_period", "staff",
            "suggestion", "support_code", "support_visit", "tax_card",
        )
    },
    "audit_event": _events,
    "dispute": lambda party_id: _T["dispute"].c.opened_by_id == party_id,
    "ledger_entry": _entries,
    "mandate": _mandates,
    "email_sign_in": lambda party_id: _T["email_sign_in"].c.account_id.in_(_accounts(party_id)),
    "merge": _merges,
    "passkey": lambda party_id: _T["passkey"].c.account_id.in_(_accounts(party_id)),
    "visit_view": _views,
    "signed_in": lambda party_id: _T["signed_in"].c.account_id.in_(_accounts(party_id)),
}  # fmt: skip

NAMED: dict[str, tuple[tuple[str, str], ...]] = {
    "edition": (("claim", "edition_id"),),
    "ledger_transaction": (("ledger_entry", "transaction_id"),),
    "run": (("run_payee", "run_id"), ("run_period", "run_id"), ("payment", "run_id")),
    "work": (("edition", "work_id"),),
}
"""Tables without an owner whose rows own rows name, by these columns: titles, and days of runs."""

NOT_OWN: dict[str, str] = {
    "parameter_proposal": "office",
    "sample_check": "office",
    "work_order": "office",
    "run_approval": "office",
    "run_undistributed": "everybody",
    "unmatched_decision": "office",
}
"""Tables that lead to a party only through the staff that made a run, and why they stay here."""

_OF_RUNS = (
    "scheme", "snapshot_path", "snapshot_sha256", "people", "lines", "gross_cents", "tax_cents",
    "net_cents", "waiting_cents", "disputed_cents", "after_approvals", "calculated_by_id",
)  # fmt: skip
WITHHELD: dict[tuple[str, str], str] = {
    ("signed_in", "token_sha256"): "key",
    ("signed_in", "data"): "key",
    ("email_change", "token_sha256"): "key",
    ("invitation", "code_sha256"): "key",
    ("email_sign_in", "token_sha256"): "key",
    ("email_sign_in", "code_sha256"): "key",
    ("passkey", "public_key"): "key",
    ("passkey", "credential_id"): "key",
    ("support_code", "salt"): "key",
    ("support_code", "code_sha256"): "key",
    ("support_visit", "token_sha256"): "key",
    ("merge", "moved"): "office",
    ("outgoing", "body"): "key",  # may hold the link that confirms an e-mail address
    ("audit_event", "previous_sha256"): "everybody",
    ("edition", "title_source"): "others",
    **{("run", column): "everybody" for column in _OF_RUNS},
}
"""Columns that are not handed out. key: opens or confirms something; everybody: sums and seals of
all people; others: may name somebody else; office: the office's own work."""


def columns(table: Table) -> tuple[str, ...]:
    """The columns of a table that are handed out."""
    return tuple(c.name for c in table.columns if (table.name, c.name) not in WITHHELD)


def own_rows(name: str, party_id: int) -> Select[Any]:
    """The party's rows of a table in OWN or NAMED, in the order of their key."""
    table = _T[name]
    found = select(*(table.c[column] for column in columns(table)))
    return found.where(_condition(name, party_id)).order_by(*table.primary_key.columns)


def _condition(name: str, party_id: int) -> ColumnElement[bool]:
    if name in OWN:
        return OWN[name](party_id)
    table = _T[name]
    return or_(
        *(
            table.c.id.in_(select(_T[by].c[column]).where(_condition(by, party_id)))
            for by, column in NAMED[name]
        )
    )
