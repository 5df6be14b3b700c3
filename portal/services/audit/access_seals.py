"""Seals of what lets somebody in or act for another: the audit keeps them, and verify compares."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.access import Passkey
from portal.store.people import Mandate
from portal.store.records import AuditEvent

Found = tuple[int, list[str]]


def of_mandate(row: Mandate) -> str:
    """Who may act for whom, from when to when, in what, by which document; and whether still."""
    until = None if row.valid_to is None else row.valid_to.isoformat()
    stands = row.revoked_at is None
    return _sealed(row.account_id, row.party_id, row.kind, row.scopes,
                   row.valid_from.isoformat(), until, row.source, stands)  # fmt: skip


def of_passkey(row: Passkey) -> str:
    """Whose key it is, the key itself, and whether it still opens."""
    key = row.public_key.hex()
    return _sealed(row.account_id, row.credential_id, key, row.removed_at is None)


def mandates(session: Session, _data_dir: Path) -> Found:
    """Each right to act for somebody is as it was given or taken back the last time."""
    rows = session.scalars(select(Mandate).order_by(Mandate.id)).all()
    stored = {str(row.id): of_mandate(row) for row in rows}
    return _compared(session, stored, "mandate", ("mandate_given", "mandate_revoked"))


def passkeys(session: Session, _data_dir: Path) -> Found:
    """Each passkey is the one that its owner added, and stands or is removed as she said."""
    rows = session.scalars(select(Passkey).order_by(Passkey.id)).all()
    stored = {row.handle: of_passkey(row) for row in rows}
    return _compared(session, stored, "passkey", ("passkey_added", "passkey_removed"))


def _compared(session: Session, stored: dict[str, str], key: str, events: Sequence[str]) -> Found:
    """What was recorded before there were seals may stand without one."""
    said: dict[str, str] = {}
    unsealed = 0
    query = select(AuditEvent.details).where(AuditEvent.event.in_(events)).order_by(AuditEvent.id)
    for text in session.scalars(query):
        details = json.loads(text)
        if "sha256" in details:
            said[str(details[key])] = details["sha256"]
        else:
            unsealed += 1
    wrong = [one for one, seal in said.items() if stored.get(one) != seal]
    problems = [f"{key} {one}: not as the audit says" for one in wrong]
    if len(stored.keys() - said.keys()) > unsealed:
        problems.append(f"{key}s without their event")
    return len(stored), problems


def _sealed(*said: object) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
