"""Support codes: six digits by which an author lets one staff member see her pages, once."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import VISIT_MODES, Actor, Identity
from portal.kernel.visits import CODE_HOLDS, CODE_TRIES
from portal.services.access import guessing
from portal.services.audit import audit
from portal.services.base import locks
from portal.store.access import SupportCode
from portal.store.people import Party

RIGHT, WRONG, NONE = "right", "wrong", "none"
_DRAWN = re.compile(r"[0-9a-f]{32}")


class SupportCodeUnusable(Refusal):
    """No code can be made; `reason`: mode, drawn (a form that is not ours) or estate."""

    code = "support_code_unusable"


class SupportCodeWrong(Refusal):
    """The code opens nothing; `reason`: wrong (`left` tries are left), none, or mode."""

    code = "support_code_wrong"


@dataclass(frozen=True)
class LiveCode:
    """A code that holds: what it allows, and until when. Its digits are kept nowhere."""

    mode: str
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Tried:
    """What came of a try: right, wrong (`left` tries are left) or none (there is no code)."""

    outcome: str
    left: int = 0


def code_of(drawn: str) -> str:
    """The six digits that follow from what a form drew, 32 hexadecimal signs.

    A form that is sent twice makes one code; the row holds neither the draw nor the digits.
    """
    if not _DRAWN.fullmatch(drawn):
        raise SupportCodeUnusable(reason="drawn")
    return f"{int(hashlib.sha256(f'code {drawn}'.encode()).hexdigest(), 16) % 10**6:06d}"


def live(session: Session, party_id: int, now: datetime) -> LiveCode | None:
    """The party's code that holds, None without one."""
    row = _live(session, party_id, now)
    return LiveCode(row.mode, row.made_at, row.expires_at) if row else None


def make(session: Session, identity: Identity, mode: str, drawn: str, now: datetime) -> str:
    """Makes a code in place of an earlier one, and returns its digits; the same form again changes
    nothing. Raises SupportCodeUnusable.
    """
    if mode not in VISIT_MODES:
        raise SupportCodeUnusable(reason="mode", modes=", ".join(VISIT_MODES))
    digits, salt = code_of(drawn), hashlib.sha256(f"salt {drawn}".encode()).hexdigest()[:32]
    locks.alone(session)
    party = session.get(Party, identity.subject_id or 0)
    if party is None:
        raise NotFound
    if party.death_year is not None or party.closed_on is not None:
        raise SupportCodeUnusable(reason="estate")
    same = (SupportCode.party_id == party.id, SupportCode.salt == salt)
    if session.scalar(select(SupportCode.id).where(*same)) is not None:
        return digits
    _withdraw(session, identity, party.id, now)
    row = SupportCode(
        party_id=party.id, salt=salt, code_sha256=_sealed(salt, digits), mode=mode,
        made_at=now, expires_at=now + CODE_HOLDS,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, identity, "support_code_made", code=row.id, mode=mode)
    return digits


def withdraw(session: Session, identity: Identity, now: datetime) -> bool:
    """Takes the code that holds back; False when there was none."""
    locks.alone(session)
    return _withdraw(session, identity, identity.subject_id or 0, now)


def attempt(session: Session, who: Actor, party_id: int, said: str, now: datetime) -> Tried:
    """Judges a code that a staff member typed, and counts it; raises TooManyTries.

    The caller's transaction must be kept when the try fails, else nothing counts.
    """
    tries = guessing.key("support_code", f"staff {who.staff_id}")
    guessing.attempt(session, tries)
    row = _live(session, party_id, now, alone=True)
    if row is None:
        return Tried(NONE)
    if _fits(row, said):
        guessing.succeeded(session, tries)
        return Tried(RIGHT)
    row.wrong_tries += 1
    session.flush()
    party = Identity(who, party_id)
    audit.record(session, party, "support_code_missed", code=row.id, tries=row.wrong_tries)
    return Tried(WRONG, CODE_TRIES - row.wrong_tries)


def take(session: Session, party_id: int, said: str, mode: str, now: datetime) -> int:
    """Uses the code up for a visit in `mode`; returns its row's id. Raises SupportCodeWrong."""
    row = _live(session, party_id, now, alone=True)
    if row is None or not _fits(row, said):
        raise SupportCodeWrong(reason="none", field="code")
    if mode == "edit" and row.mode != "edit":
        raise SupportCodeWrong(reason="mode", field="mode")
    row.used_at = now
    session.flush()
    return row.id


def _withdraw(session: Session, identity: Identity, party_id: int, now: datetime) -> bool:
    row = _live(session, party_id, now)
    if row is None:
        return False
    row.withdrawn_at = now
    session.flush()
    audit.record(session, identity, "support_code_withdrawn", code=row.id)
    return True


def _live(
    session: Session, party_id: int, now: datetime, *, alone: bool = False
) -> SupportCode | None:
    query = (
        select(SupportCode)
        .where(
            SupportCode.party_id == party_id,
            SupportCode.used_at.is_(None),
            SupportCode.withdrawn_at.is_(None),
            SupportCode.expires_at > now,
            SupportCode.wrong_tries < CODE_TRIES,
        )
        .order_by(SupportCode.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query.with_for_update() if alone else query).first()


def _fits(row: SupportCode, said: str) -> bool:
    digits = "".join(sign for sign in said if sign.isdigit() and sign.isascii())
    return hmac.compare_digest(row.code_sha256, _sealed(row.salt, digits))


def _sealed(salt: str, digits: str) -> str:
    return hashlib.sha256(f"{salt} {digits}".encode()).hexdigest()
