"""What a party may be missing, in euro: hints with what can be done, and those put aside.

A hint is a code with what it is about; its cents are an estimate before tax, None where no sum is
at stake. Amounts are worked out by the rules of a run, on today's entries, loans and rates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Identity
from portal.rules import referrals
from portal.services.audit import audit
from portal.services.base import kept, locks
from portal.services.money import estimating
from portal.services.suggestions import missing_facts, missing_money, missing_suggestions
from portal.services.suggestions.missing_money import (
    HEADS_DIFFER,
    HINTS_OF_MONEY,
    ROLES_DIFFER,
    Hint,
)
from portal.services.works.works_overview import work_rows
from portal.store.preferences import Dismissal

NO_EMAIL = "no_email"
REFERRAL = "referral"
HINTS = (*HINTS_OF_MONEY, NO_EMAIL, REFERRAL)
REASONS = ("not_mine", "in_order", "asked", "later")


class NotAReason(Refusal):
    """A hint was put aside for a reason that is none of REASONS."""

    code = "not_a_reason"


@dataclass(frozen=True)
class PutAside:
    """A hint that the party does not want to see, why, and since when."""

    hint: Hint
    reason: str
    day: date


@dataclass(frozen=True)
class Missing:
    """Hints, the largest sum first, and those that were put aside."""

    hints: tuple[Hint, ...]
    put_aside: tuple[PutAside, ...]

    @property
    def cents(self) -> int:
        """About how much the party may be missing: what the hints' sums come to."""
        return sum(one.cents or 0 for one in self.hints if one.missing)


@kept.for_party
def missing(session: Session, data_dir: Path, party_id: int, today: date) -> Missing:
    """Every hint of a party as of today; raises ParameterNotSet."""
    known = estimating.worked(session, data_dir, party_id, today)
    works = work_rows(session, data_dir, party_id, today)
    own = missing_facts.own_facts(session, party_id)
    asides, oldest_referral = own.asides, own.oldest_referral
    found = missing_money.hints(session, party_id, known, works, today)
    disputed = {one.work_id for one in found if one.code in (HEADS_DIFFER, ROLES_DIFFER)}
    found += missing_suggestions.hints(
        session, data_dir, known, works, own.suggestions, disputed, today
    )
    if not own.reached:
        found.append(Hint(NO_EMAIL, "email"))
    if oldest_referral and oldest_referral + referrals.ask_after(known.book, today) <= today:
        found.append(Hint(REFERRAL, oldest_referral.isoformat(), day=oldest_referral))
    found.sort(key=lambda one: -(one.cents or 0))
    return Missing(
        hints=tuple(one for one in found if one.key not in asides),
        put_aside=tuple(PutAside(one, *asides[one.key]) for one in found if one.key in asides),
    )


def hint_of(
    session: Session, data_dir: Path, party_id: int, code: str, subject: str, today: date
) -> Hint:
    """A hint that the party has, put aside or not; raises NotFound."""
    found = missing(session, data_dir, party_id, today)
    for one in (*found.hints, *(aside.hint for aside in found.put_aside)):
        if one.key == (code, subject):
            return one
    raise NotFound


def put_aside(
    session: Session,
    data_dir: Path,
    identity: Identity,
    key: tuple[str, str],
    reason: str,
    today: date,
) -> None:
    """Puts the hint with this key aside; one that is aside already stays as it is.

    Raises NotFound for a hint that the party has not, and NotAReason.
    """
    party_id = _alone(session, identity)
    if reason not in REASONS:
        raise NotAReason
    one = hint_of(session, data_dir, party_id, *key, today)
    if _kept(session, party_id, *key) is not None:
        return
    session.add(Dismissal(
        party_id=party_id, hint=one.code, subject=one.subject, reason=reason, dismissed_on=today
    ))  # fmt: skip
    session.flush()
    audit.record(
        session, identity, "hint_put_aside", hint=one.code, about=one.subject, reason=reason
    )


def bring_back(session: Session, identity: Identity, code: str, subject: str) -> None:
    """Shows a hint again; one that is shown stays so."""
    party_id = _alone(session, identity)
    found = _kept(session, party_id, code, subject)
    if found is not None:
        session.execute(delete(Dismissal).where(Dismissal.id == found.id))
        audit.record(session, identity, "hint_brought_back", hint=code, about=subject)


def _alone(session: Session, identity: Identity) -> int:
    """The party acted for; until the transaction ends nobody else puts aside for it."""
    if identity.subject_id is None:
        raise NotFound
    locks.alone(session)
    return identity.subject_id


def _kept(session: Session, party_id: int, code: str, subject: str) -> Dismissal | None:
    own = (Dismissal.party_id == party_id) & (Dismissal.hint == code)
    return session.scalar(select(Dismissal).where(own, Dismissal.subject == subject))
