"""Who a session stands for, read anew for every page in one statement, with the pages' stamp."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor, Identity
from portal.store.people import Account, Mandate, Party, SignedIn, Staff
from portal.store.versions import Epoch

IDLE = timedelta(hours=1)
Stamp = tuple[int, int]


@dataclass(frozen=True)
class ActingFor:
    """A party that the account may act for; `own` is the person herself, else by a mandate."""

    party_id: int
    name: str
    own: bool
    deceased: bool
    mandate: str | None = None


@dataclass(frozen=True)
class Visitor:
    """Who a session belongs to: identity, the parties she may act for, and the one chosen.

    `stamp` is that of the chosen party's pages (see versions), None without a party.
    """

    identity: Identity
    name: str
    parties: tuple[ActingFor, ...]
    chosen: ActingFor | None
    locale: str
    seen_at: datetime
    stamp: Stamp | None


# Tables and not classes: this is asked for every page, and the classes would cost half its time.
_SESSION, _ACCOUNT, _PARTY = SignedIn.__table__.c, Account.__table__.c, Party.__table__.c
_MANDATE, _STAFF, _EPOCH = Mandate.__table__.c, Staff.__table__.c, Epoch.__table__.c
_ENTRUSTED = and_(
    _MANDATE.account_id == _ACCOUNT.id,
    _MANDATE.valid_from <= bindparam("today"),
    or_(_MANDATE.valid_to.is_(None), _MANDATE.valid_to >= bindparam("today")),
)
_LOOK = (
    select(
        _SESSION.subject_id, _SESSION.seen_at, _SESSION.expires_at,
        _ACCOUNT.id.label("account_id"), _ACCOUNT.name, _ACCOUNT.party_id, _ACCOUNT.staff_id,
        _STAFF.role, _MANDATE.kind,
        _PARTY.id, _PARTY.name.label("party_name"), _PARTY.death_year, _PARTY.locale,
        _PARTY.version, _EPOCH.number,
    )
    .select_from(SignedIn.__table__)
    .join(Account.__table__, _ACCOUNT.id == _SESSION.account_id)
    .join(Epoch.__table__, _EPOCH.id == 1)
    .outerjoin(Staff.__table__, _STAFF.id == _ACCOUNT.staff_id)
    .outerjoin(Mandate.__table__, _ENTRUSTED)
    .outerjoin(
        Party.__table__, or_(_PARTY.id == _ACCOUNT.party_id, _PARTY.id == _MANDATE.party_id)
    )
    .where(_SESSION.token_sha256 == bindparam("token"))
)  # fmt: skip


def visitor(database: Session | Connection, token: str, today: date) -> Visitor | None:
    """Who the token stands for now, rights read anew; None when it is unknown, idle or over."""
    asked = {"token": token_sha256(token), "today": today}
    rows = database.execute(_LOOK, asked).all()
    if not rows or is_over(rows[0].seen_at, rows[0].expires_at):
        return None
    first, parties = rows[0], _parties(rows)
    chosen = next((p for p in parties if p.party_id == first.subject_id), None)
    chosen = chosen or (parties[0] if parties else None)
    row = next((one for one in rows if chosen and one.id == chosen.party_id), None)
    identity = Identity(
        actor=_actor(first),
        subject_id=chosen.party_id if chosen else None,
        acting_for_other=bool(chosen and not chosen.own),
        mandate=chosen.mandate if chosen else None,
    )
    return Visitor(
        identity=identity,
        name=first.name,
        parties=parties,
        chosen=chosen,
        locale=row.locale if row else "en",
        seen_at=first.seen_at,
        stamp=(row.version, row.number) if row else None,
    )


def is_over(seen_at: datetime, expires_at: datetime) -> bool:
    """Whether a session has ended: its time is up, or nobody used it for an hour."""
    now = datetime.now(UTC)
    return expires_at <= now or seen_at <= now - IDLE


def token_sha256(token: str) -> str:
    """How the table knows a session's token, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def _actor(row: Any) -> Actor:
    return Actor(
        label=row.name,
        account_id=row.account_id,
        staff_id=row.staff_id,
        party_id=row.party_id,
        staff_role=row.role,
    )


def _parties(rows: Sequence[Any]) -> tuple[ActingFor, ...]:
    """The account's own party first, then those entrusted to it by name; each once."""
    found = {row.id: _acting_for(row) for row in rows if row.id is not None}
    return tuple(sorted(found.values(), key=lambda one: (not one.own, one.name, one.party_id)))


def _acting_for(row: Any) -> ActingFor:
    own = row.id == row.party_id
    mandate = None if own else row.kind
    return ActingFor(row.id, row.party_name, own, row.death_year is not None, mandate)
