"""Support visits: asked for with a reason, agreed to by the author or a colleague, begun, ended.

The staff member stays who she is; the visit is a row that is read anew on each request. Source of
the rules: trust 1.4.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import VISIT_CONSENTS, VISIT_MODES, VISIT_REASONS, Actor, Identity
from portal.kernel.visits import (
    APPROVAL_HOLDS,
    NOTE_LONGEST,
    NOTE_SHORTEST,
    visit_holds,
)
from portal.services.access import staff_interests
from portal.services.access.visitors import token_sha256
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.messages import security_letters
from portal.services.visits import support_codes, visit_ends
from portal.services.visits.visit_eligibility import (
    VisitNotApprovable,
    check_approver,
    visitable,
)
from portal.store.access import SupportVisit
from portal.store.people import Party, Staff


class VisitUnreadable(Refusal):
    """What was asked lacks something; `reason` and `field`: reason, note, consent or mode."""

    code = "visit_unreadable"


class VisitGoingOn(Refusal):
    """The staff member is in a visit already, in this browser or another: one at a time."""

    code = "visit_going_on"


@dataclass(frozen=True)
class Asked:
    """Whose pages somebody wants to see, why, by whose leave, and whether to change something."""

    person: str
    reason: str
    note: str
    consent: str
    mode: str = "reading"


def ask(session: Session, who: Actor, asked: Asked, now: datetime) -> str:
    """Asks a colleague for a visit; returns its handle. The same again is asked once.

    Raises VisitUnreadable, VisitNotPossible and NotFound.
    """
    check(asked)
    if asked.consent == "code":
        raise VisitUnreadable(reason="consent", field="consent")
    locks.alone(session)
    party = visitable(session, who, asked.person)
    same = session.scalar(
        select(SupportVisit.handle).where(
            SupportVisit.staff_id == who.staff_id, SupportVisit.party_id == party.party_id,
            SupportVisit.note == _note(asked), SupportVisit.consent == asked.consent,
            SupportVisit.mode == asked.mode, *_open(now),
        )
    )  # fmt: skip
    if same is not None:
        return same
    row = _row(who, party.party_id, asked, now)
    session.add(row)
    session.flush()
    audit.record(
        session, Identity(who, party.party_id), "visit_asked", visit=row.handle,
        reason=row.reason, consent=row.consent, mode=row.mode,
    )  # fmt: skip
    return row.handle


def start_with_code(
    session: Session, who: Actor, token: str, asked: Asked, code: str, now: datetime, today: date
) -> int:
    """Begins a visit by the code that the author told; returns the party's id.

    Raises VisitUnreadable, VisitNotPossible, VisitGoingOn and SupportCodeWrong.
    """
    check(asked)
    locks.alone(session)
    party = visitable(session, who, asked.person)
    _check_free(session, who, now, today)
    row = _row(who, party.party_id, asked, now)
    row.support_code_id = support_codes.take(session, party.party_id, code, row.mode, now)
    session.add(row)
    _begin(session, who, token, row, now)
    return party.party_id


def approve(session: Session, who: Actor, handle: str, now: datetime) -> None:
    """Agrees to a colleague's visit; twice is once. Raises VisitNotApprovable and NotFound."""
    row = _waiting(session, who, handle, now)
    if row.approved_at is not None:
        return
    row.approved_by_id, row.approved_at = who.staff_id, now
    session.flush()
    audit.record(session, Identity(who, row.party_id), "visit_approved", visit=row.handle)


def refuse(session: Session, who: Actor, handle: str, now: datetime) -> None:
    """Says no to a colleague's visit, before it begins; raises as `approve`."""
    row = _waiting(session, who, handle, now)
    row.refused_at = now
    session.flush()
    audit.record(session, Identity(who, row.party_id), "visit_refused", visit=row.handle)


def start(
    session: Session, who: Actor, token: str, handle: str, now: datetime, today: date
) -> int:  # fmt: skip
    """Begins a visit that a colleague agreed to; returns the party's id. Only its asker does.

    Raises NotFound, VisitNotPossible, VisitNotApprovable and VisitGoingOn.
    """
    locks.alone(session)
    row = _named(session, handle)
    if row.staff_id != who.staff_id:
        raise NotFound
    visitable(session, who, session.get_one(Party, row.party_id).code)
    agreed = row.approved_at is not None and row.approved_by_id is not None
    if row.started_at is not None or not agreed or _is_over(row, now):
        raise VisitNotApprovable(reason="over")
    if staff_interests.same_person(session, row.staff_id, row.approved_by_id):
        raise VisitNotApprovable(reason="same_person")
    _check_free(session, who, now, today)
    _begin(session, who, token, row, now)
    return row.party_id


def counts_waiting(session: Session, who: Actor) -> int:
    """How many visits wait for somebody else than this staff member to agree."""
    return waiting_for_colleague(session, who)[0]


def waiting_for_colleague(session: Session, who: Actor) -> tuple[int, datetime | None]:
    """How many visits wait for a colleague's word, not this one's own; since when the oldest."""
    now = datetime.now(UTC)
    number, oldest = session.execute(
        select(func.count(), func.min(SupportVisit.asked_at)).where(
            SupportVisit.approved_at.is_(None), SupportVisit.staff_id != (who.staff_id or 0),
            *_open(now),
        )
    ).one()  # fmt: skip
    return number, oldest


def _begin(session: Session, who: Actor, token: str, row: SupportVisit, now: datetime) -> None:
    row.token_sha256 = token_sha256(token)
    row.started_at, row.ends_at = now, now + visit_holds(row.consent)
    try:
        session.flush()
    except IntegrityError as error:
        if "support_visit" not in str(error.orig):
            raise
        raise VisitGoingOn from error
    party = Identity(who, row.party_id, visit=visit_ends.as_visit(row))
    audit.record(session, party, "visit_started", **sealed(session, row))
    security_letters.visit_begins(session, row.party_id, row.handle)


def sealed(session: Session, row: SupportVisit) -> dict[str, str]:
    """What the audit says of a visit that begins; `portal verify` compares the row with it."""
    approver = session.get(Staff, row.approved_by_id) if row.approved_by_id else None
    return {
        "visit": row.handle,
        "reason": row.reason,
        "note_sha256": hashlib.sha256(row.note.encode()).hexdigest(),
        "consent": row.consent,
        "mode": row.mode,
        "approver": approver.code if approver else "",
        "started": row.started_at.isoformat() if row.started_at else "",
        "ends": row.ends_at.isoformat() if row.ends_at else "",
    }


def check(asked: Asked) -> None:
    """Raises VisitUnreadable where something is missing, before anything is looked up."""
    known = {
        "reason": asked.reason in VISIT_REASONS,
        "note": NOTE_SHORTEST <= len(_note(asked)) <= NOTE_LONGEST
        and sum(sign.isalpha() for sign in asked.note) >= NOTE_SHORTEST,
        "consent": asked.consent in VISIT_CONSENTS,
        # An emergency shows what is there; it changes nothing.
        "mode": asked.mode in VISIT_MODES
        and (asked.consent, asked.mode) != ("break_glass", "edit"),
    }
    for field, fine in known.items():
        if not fine:
            raise VisitUnreadable(
                reason=field, field=field, smallest=NOTE_SHORTEST, largest=NOTE_LONGEST
            )


def _check_free(session: Session, who: Actor, now: datetime, today: date) -> None:
    visit_ends.close_lapsed(session, now, today)
    own = (SupportVisit.staff_id == who.staff_id, *visit_ends.RUNNING)
    if session.scalar(select(SupportVisit.id).where(*own)) is not None:
        raise VisitGoingOn


def _row(who: Actor, party_id: int, asked: Asked, now: datetime) -> SupportVisit:
    return SupportVisit(
        handle=secrets.token_hex(8), staff_id=who.staff_id, party_id=party_id,
        reason=asked.reason, note=_note(asked), consent=asked.consent, mode=asked.mode,
        asked_at=now, token_sha256="",
    )  # fmt: skip


def _note(asked: Asked) -> str:
    return " ".join(asked.note.split())


def _waiting(session: Session, who: Actor, handle: str, now: datetime) -> SupportVisit:
    """A visit that `who` may agree to; raises NotFound and VisitNotApprovable."""
    locks.alone(session)
    row = _named(session, handle)
    check_approver(session, who, row.staff_id, row.party_id, row.consent)
    if row.started_at is not None or row.consent == "code" or _is_over(row, now):
        raise VisitNotApprovable(reason="over")
    return row


def _named(session: Session, handle: str) -> SupportVisit:
    row = session.scalar(select(SupportVisit).where(SupportVisit.handle == handle))
    if row is None:
        raise NotFound(what="visit", name=handle)
    return row


def _is_over(row: SupportVisit, now: datetime) -> bool:
    return row.refused_at is not None or row.asked_at + APPROVAL_HOLDS <= now


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Asked of a colleague, and neither begun, refused nor too old."""
    return (
        SupportVisit.consent != "code",
        SupportVisit.started_at.is_(None),
        SupportVisit.refused_at.is_(None),
        SupportVisit.asked_at > now - APPROVAL_HOLDS,
    )
