"""Referrals: who went to the organisation that pays the pictures, and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Identity
from portal.rules import referrals
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.messages import receipts
from portal.services.parameters import parameters
from portal.store.referrals import REFERRAL_ANSWERS, Referral

ANSWERS = REFERRAL_ANSWERS


class NotAReferralAnswer(Refusal):
    """The answer is none of ANSWERS."""

    code = "not_a_referral_answer"


@dataclass(frozen=True)
class ReferralRow:
    """One leaving: `editions` were in the list; `receipt` is empty where nothing was written."""

    referral_id: int
    organisation: str
    editions: int
    referred_on: date
    answer: str | None = None
    answered_on: date | None = None
    receipt: str = ""


def refer(
    session: Session, identity: Identity, organisation: str, editions: int, today: date
) -> ReferralRow:
    """Remembers that the party goes to an organisation with a list of `editions` ISBNs.

    While the question how it went is open, a second leaving is the same one and writes nothing.
    Raises NotFound when nobody is acted for.
    """
    party_id = _alone(session, identity)
    still_open = session.scalars(
        _of(party_id).where(Referral.organisation == organisation, Referral.answer.is_(None))
    ).first()
    if still_open is not None:
        return _row(still_open)
    made = Referral(
        party_id=party_id, organisation=organisation, editions=editions, referred_on=today
    )
    session.add(made)
    session.flush()
    said = {"referral": made.id, "organisation": organisation, "editions": editions}
    event = audit.record(session, identity, "referral_made", **said)
    return _row(made, receipts.give(session, identity, "referral", event.id, event.id, today))


def latest(session: Session, party_id: int, organisation: str) -> ReferralRow | None:
    """The party's last leaving for an organisation; None where there was none."""
    found = session.scalars(_of(party_id).where(Referral.organisation == organisation)).first()
    return None if found is None else _row(found)


def to_ask(session: Session, party_id: int, today: date) -> ReferralRow | None:
    """The leaving that the portal asks about today: the oldest that is due and not answered.

    Due is what lies `referrals.ask_after` days back; raises ParameterNotSet. Never asked twice:
    an answer ends the question.
    """
    oldest = (
        select(Referral)
        .where(Referral.party_id == party_id, Referral.answer.is_(None))
        .order_by(Referral.referred_on, Referral.id)
        .limit(1)
    )
    found = session.scalar(oldest)
    if found is None:
        return None
    due = found.referred_on + referrals.ask_after(parameters.book(session), today)
    return _row(found) if due <= today else None


def owned(session: Session, identity: Identity, referral_id: int) -> ReferralRow:
    """A leaving of the party acted for; raises NotFound for another's."""
    return _row(_owned(session, identity, referral_id))


def answer(
    session: Session, identity: Identity, referral_id: int, said: str, today: date
) -> ReferralRow:
    """Keeps how it went; the same answer again writes nothing.

    Raises NotFound for another's, and NotAReferralAnswer.
    """
    _alone(session, identity)
    found = _owned(session, identity, referral_id)
    if said not in ANSWERS:
        raise NotAReferralAnswer
    if found.answer == said:
        return _row(found)
    found.answer, found.answered_on = said, today
    session.flush()
    event = audit.record(session, identity, "referral_answered", referral=found.id, answer=said)
    return _row(found, receipts.give(session, identity, "referral", event.id, event.id, today))


def _alone(session: Session, identity: Identity) -> int:
    """The party acted for; until the transaction ends nobody else writes its referrals."""
    if identity.subject_id is None:
        raise NotFound
    locks.alone(session)
    return identity.subject_id


def _of(party_id: int) -> Select[Referral]:
    newest_first = (Referral.referred_on.desc(), Referral.id.desc())
    return select(Referral).where(Referral.party_id == party_id).order_by(*newest_first)


def _owned(session: Session, identity: Identity, referral_id: int) -> Referral:
    found = session.get(Referral, referral_id, populate_existing=True)
    if found is None or identity.subject_id is None or found.party_id != identity.subject_id:
        raise NotFound
    return found


def _row(found: Referral, receipt: str = "") -> ReferralRow:
    return ReferralRow(
        found.id, found.organisation, found.editions, found.referred_on, found.answer,
        found.answered_on, receipt,
    )  # fmt: skip
