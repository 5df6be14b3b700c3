"""Who a session stands for, read anew for every page in one statement, with the pages' stamp."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from portal.kernel.identity import SCOPES, Actor, Identity, Visit
from portal.store.access import Passkey, SupportVisit
from portal.store.people import Account, Mandate, Party, SignedIn, Staff
from portal.store.versions import Epoch

IDLE = timedelta(hours=1)
STAFF_IDLE = timedelta(minutes=30)
VISITORS = ("support", "officer")
"""Roles whose visits hold; whoever has lost them has no visit from the next request on."""
Stamp = tuple[int, int]


@dataclass(frozen=True)
class ActingFor:
    """A party that the account may act for; `own` is the person herself, else by a mandate."""

    party_id: int
    name: str
    own: bool
    deceased: bool
    mandate: str | None = None
    scopes: frozenset[str] = frozenset(SCOPES)


@dataclass(frozen=True)
class Visitor:
    """Who a session belongs to: identity, the parties she may act for, and the one chosen.

    `stamp` is that of the chosen party's pages (see versions), None without a party. `visited` is
    the party whose pages a staff member looks at in a support visit; it is the chosen one then.
    `lapsed` says that a visit is over and waits to be ended: her "own", or one "to_her" pages.
    """

    identity: Identity
    name: str
    parties: tuple[ActingFor, ...]
    chosen: ActingFor | None
    locale: str
    seen_at: datetime
    stamp: Stamp | None
    visited: ActingFor | None = None
    means: str = "provider"
    """How the session began, or was proved last: provider, passkey or email."""
    has_passkey: bool = False
    lapsed: str = ""


# Tables and not classes: this is asked for every page, and the classes would cost half its time.
_SESSION, _ACCOUNT, _PARTY = SignedIn.__table__.c, Account.__table__.c, Party.__table__.c
_MANDATE, _STAFF, _EPOCH = Mandate.__table__.c, Staff.__table__.c, Epoch.__table__.c
_ENTRUSTED = and_(
    _MANDATE.account_id == _ACCOUNT.id,
    _MANDATE.revoked_at.is_(None),
    _MANDATE.valid_from <= bindparam("today"),
    or_(_MANDATE.valid_to.is_(None), _MANDATE.valid_to >= bindparam("today")),
)
_EMPLOYED = and_(
    _STAFF.id == _ACCOUNT.staff_id,
    or_(_STAFF.ended_on.is_(None), _STAFF.ended_on >= bindparam("today")),
)
_KEY = Passkey.__table__.c
_HAS_PASSKEY = exists().where(_KEY.account_id == _ACCOUNT.id, _KEY.removed_at.is_(None))
_VISIT = SupportVisit.__table__.c
_RUNNING = (_VISIT.started_at.is_not(None), _VISIT.ended_at.is_(None))
_OWN_VISIT = (
    select(_VISIT.id)
    .where(_VISIT.staff_id == _ACCOUNT.staff_id, *_RUNNING)
    .correlate(Account.__table__)
    .scalar_subquery()
)
_VISIT_TO_HER_IS_OVER = (
    exists()
    .where(_VISIT.party_id == _ACCOUNT.party_id, *_RUNNING, _VISIT.ends_at <= bindparam("now"))
    .correlate(Account.__table__)
)
_LOOK = (
    select(
        _SESSION.subject_id, _SESSION.seen_at, _SESSION.expires_at, _SESSION.means,
        _SESSION.proved_at,
        _ACCOUNT.id.label("account_id"), _ACCOUNT.name, _ACCOUNT.party_id,
        _STAFF.id.label("staff_id"), _STAFF.role, _MANDATE.kind, _MANDATE.scopes,
        _PARTY.id, _PARTY.name.label("party_name"), _PARTY.death_year, _PARTY.locale,
        _PARTY.version, _EPOCH.number, _HAS_PASSKEY.label("has_passkey"),
        _OWN_VISIT.label("own_visit"), _VISIT_TO_HER_IS_OVER.label("visit_to_her_is_over"),
    )
    .select_from(SignedIn.__table__)
    .join(Account.__table__, _ACCOUNT.id == _SESSION.account_id)
    .join(Epoch.__table__, _EPOCH.id == 1)
    .outerjoin(Staff.__table__, _EMPLOYED)
    .outerjoin(Mandate.__table__, _ENTRUSTED)
    .outerjoin(
        Party.__table__,
        and_(
            or_(_PARTY.id == _ACCOUNT.party_id, _PARTY.id == _MANDATE.party_id),
            _PARTY.closed_on.is_(None),
        ),
    )
    .where(_SESSION.token_sha256 == bindparam("token"))
)  # fmt: skip
# Apart from the same tables in the statement around it.
_COLLEAGUE, _SIGN_IN = Staff.__table__.alias().c, Account.__table__.alias().c
WORKS_HERE = or_(
    exists().where(_COLLEAGUE.party_id == _PARTY.id),
    exists().where(_SIGN_IN.party_id == _PARTY.id, _SIGN_IN.staff_id.is_not(None)),
)
"""Whether a party is a staff member, at work or not: nobody visits colleagues."""
_GOING_ON = (
    select(
        _VISIT.id.label("visit_id"), _VISIT.mode, _VISIT.ends_at, _VISIT.token_sha256,
        _VISIT.ended_at,
        _PARTY.id, _PARTY.name.label("party_name"), _PARTY.death_year, _PARTY.locale,
        _PARTY.version, _PARTY.closed_on, _PARTY.merged_into_id, WORKS_HERE.label("works_here"),
    )
    .join_from(SupportVisit.__table__, Party.__table__, _PARTY.id == _VISIT.party_id)
    .where(_VISIT.id == bindparam("visit"))
)  # fmt: skip


def visitor(database: Session | Connection, token: str, today: date) -> Visitor | None:
    """Who the token stands for now, rights read anew; None when it is unknown, idle or over.

    Whoever is in a support visit stays the actor; the visited party is the subject.
    """
    seal = token_sha256(token)
    now = datetime.now(UTC)
    asked = {"token": seal, "today": today, "now": now}
    rows = database.execute(_LOOK, asked).all()
    if not rows or is_over(rows[0].seen_at, rows[0].expires_at, _idle(rows[0])):
        return None
    first = rows[0]
    visit, is_over_now = _visit(database, first, seal, now)
    parties = _parties(rows)
    chosen = next((p for p in parties if p.party_id == first.subject_id), None)
    chosen = chosen or (parties[0] if parties else None)
    row = next((one for one in rows if chosen and one.id == chosen.party_id), None)
    if visit is not None:
        row, chosen = visit, _visited(visit)
    return Visitor(
        identity=_identity(first, chosen, visit),
        name=first.name,
        parties=parties,
        chosen=chosen,
        locale=row.locale if row else "en",
        seen_at=first.seen_at,
        stamp=(row.version, first.number) if row else None,
        visited=chosen if visit is not None else None,
        means=first.means,
        has_passkey=first.has_passkey,
        lapsed="own" if is_over_now else "to_her" if first.visit_to_her_is_over else "",
    )


def _identity(first: Any, chosen: ActingFor | None, visit: Any) -> Identity:
    going_on = None if visit is None else Visit(visit.visit_id, visit.mode, visit.ends_at)
    return Identity(
        actor=_actor(first),
        subject_id=chosen.party_id if chosen else None,
        acting_for_other=bool(chosen and not chosen.own),
        mandate=chosen.mandate if chosen else None,
        scopes=chosen.scopes if chosen else frozenset(SCOPES),
        visit=going_on,
        reading=first.means == "email",
        proved_at=first.proved_at,
    )


def _visit(
    database: Session | Connection, first: Any, token: str, now: datetime
) -> tuple[Any, bool]:
    """The visit that goes on in this very session, None without one; and whether one is over.

    It is over by its time, by a role that was lost, and when the party's pages closed or the
    party began to work here.
    """
    if first.own_visit is None:
        return None, False
    row = database.execute(_GOING_ON, {"visit": first.own_visit}).one()
    closed = (row.closed_on, row.death_year, row.merged_into_id) != (None, None, None)
    if row.ends_at <= now or first.role not in VISITORS or closed or row.works_here:
        return None, True
    here = row.token_sha256 == token and row.ended_at is None
    return (row if here else None), False


def _visited(row: Any) -> ActingFor:
    return ActingFor(row.id, row.party_name, own=False, deceased=row.death_year is not None)


def _idle(row: Any) -> timedelta:
    return IDLE if row.role is None else STAFF_IDLE


def is_over(seen_at: datetime, expires_at: datetime, idle: timedelta = IDLE) -> bool:
    """Whether a session has ended: its time is up, or nobody used it for so long."""
    now = datetime.now(UTC)
    return expires_at <= now or seen_at <= now - idle


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
    deceased = row.death_year is not None
    if own:
        return ActingFor(row.id, row.party_name, own, deceased)
    scopes = frozenset(row.scopes.split())
    return ActingFor(row.id, row.party_name, own, deceased, row.kind, scopes)
