"""What a party answers to suggestions: mine, not mine, later; each can be taken back in time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import PHYSICAL_MEDIUM
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Identity
from portal.rules import suggestions as rules
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.catalogue import claims
from portal.services.catalogue.claims import NewClaim, Receipt
from portal.services.parameters import parameters
from portal.services.people import preferences
from portal.services.records.suggested import TO_ANSWER
from portal.services.suggestions.suggestion_refreshing import WAITING, refresh
from portal.store.catalogue import Claim, Edition
from portal.store.matching import Suggestion

MINE, NOT_MINE, LATER, BY_ITSELF, OPEN = "mine", "not_mine", "later", "by_itself", "open"


class AnswerTooOld(Refusal):
    """An answer cannot be taken back any more; `day` was the last."""

    code = "answer_too_old"


class EditionNotOwn(Refusal):
    """Loans without an ISBN were said to be of an edition that is not in the party's list."""

    code = "edition_not_own"


@dataclass(frozen=True)
class Mine:
    """Which suggestions are the party's, what it did in all of them, and how many shared that.

    `media` are forms by ISBN, where no record says them.
    """

    ids: tuple[int, ...]
    role: str
    heads: int
    media: Mapping[int, str] = field(default_factory=dict)


def claim(
    session: Session, data_dir: Path, identity: Identity, said: Mine, today: date
) -> Receipt:  # fmt: skip
    """Adds the editions to the party's list; what was answered before is left as it is.

    An entry that stood already came of no answer: its suggestion is gone, and no undoing withdraws
    it. Raises NotFound for another's, and what claims.add_claims raises.
    """
    party_id = _subject(identity)
    rows = [row for row in _waiting(session, party_id, said.ids) if row.isbn is not None]
    if not rows:
        return Receipt(0, 0, 0)
    new = [
        NewClaim(row.isbn or 0, said.role, said.heads, row.title,
                 said.media.get(row.isbn or 0) or row.medium or PHYSICAL_MEDIUM)
        for row in rows
    ]  # fmt: skip
    stood = _standing(session, party_id, said.role, [one.isbn for one in new])
    written = claims.add_claims(session, identity, new, today)
    answered = [row for row in rows if row.isbn not in stood]
    for row in answered:
        row.role, row.heads = said.role, said.heads
    _answer(session, identity, answered, MINE, today)
    refresh(session, data_dir, party_id, today)
    return written


def refuse(session: Session, identity: Identity, ids: Collection[int], today: date) -> int:
    """Remembers that these are not the party's; returns how many were not answered before."""
    rows = _waiting(session, _subject(identity), ids)
    _answer(session, identity, rows, NOT_MINE, today)
    return len(rows)


def postpone(
    session: Session, identity: Identity, ids: Collection[int], today: date
) -> date | None:
    """Asks again on the day that is returned; None where all were answered before."""
    rows = _waiting(session, _subject(identity), ids)
    if not rows:
        return None
    until = today + rules.days(parameters.book(session), rules.LATER_DAYS, today)
    again = [row for row in rows if row.state != LATER or (row.later_until or today) <= today]
    for row in again:
        row.later_until = until
    _answer(session, identity, again, LATER, today)
    return until


def say_edition(
    session: Session, identity: Identity, number: int, edition_id: int, today: date
) -> None:
    """Says of which edition in the list loans without an ISBN are; the office decides.

    Raises NotFound for another's, and EditionNotOwn.
    """
    party_id = _subject(identity)
    rows = _waiting(session, party_id, [number])
    own = select(Claim.id).where(Claim.party_id == party_id, Claim.edition_id == edition_id)
    if session.scalars(own.where(Claim.withdrawn_on.is_(None)).limit(1)).first() is None:
        raise EditionNotOwn
    for row in rows:
        row.edition_id = edition_id
    _answer(session, identity, rows, MINE, today)


def undo(session: Session, identity: Identity, ids: Collection[int], today: date) -> int:
    """Opens answers again; entries that came of them are withdrawn from today.

    Returns how many. Raises NotFound for another's, and AnswerTooOld.
    """
    party_id = _subject(identity)
    rows = [one for one in _own(session, party_id, ids) if one.state not in (OPEN, "gone")]
    last = rules.days(parameters.book(session), rules.UNDO_DAYS, today)
    for row in rows:
        if row.answered_on is not None and row.answered_on + last < today:
            raise AnswerTooOld(day=row.answered_on + last)
    for row in rows:
        if row.state in (MINE, BY_ITSELF) and row.isbn is not None:
            _withdraw(session, identity, row, today)
        row.state, row.later_until, row.edition_id = OPEN, None, None
        row.answered_on, row.answered_by = None, ""
    session.flush()
    if rows:
        audit.record(session, identity, "suggestions_reopened", suggestions=_ids(rows))
    return len(rows)


def choose_new_editions(session: Session, identity: Identity, chosen: bool) -> bool:
    """Whether new editions of works in the list are added by themselves; False when unchanged."""
    party_id = _subject(identity)
    locks.alone(session)
    row = preferences.preference(session, party_id)
    if row.add_new_editions == chosen:
        return False
    row.add_new_editions = chosen
    session.flush()
    audit.record(session, identity, "new_editions_chosen", chosen=chosen)
    return True


def _answer(
    session: Session, identity: Identity, rows: Sequence[Suggestion], answer: str, today: date
) -> None:
    for row in rows:
        row.state, row.answered_on, row.answered_by = answer, today, identity.actor.label
        row.later_until = row.later_until if answer == LATER else None
    session.flush()
    if rows:
        said = {"answer": answer, "suggestions": _ids(rows)}
        audit.record(session, identity, "suggestions_answered", **said)


def _standing(
    session: Session, party_id: int, role: str, isbns: Collection[int]
) -> frozenset[int | None]:
    """Those of the ISBNs on which the party has an entry in the role that stands."""
    own = (Claim.party_id == party_id) & (Claim.role == role) & Claim.withdrawn_on.is_(None)
    return frozenset(session.scalars(
        select(Edition.isbn)
        .join(Claim, Claim.edition_id == Edition.id)
        .where(own, Edition.isbn.in_(isbns))
    ))  # fmt: skip


def _withdraw(session: Session, identity: Identity, row: Suggestion, today: date) -> None:
    """Withdraws the entry that an answer made, if it stands."""
    found = session.scalars(
        select(Claim.id)
        .join(Edition, Edition.id == Claim.edition_id)
        .where(Edition.isbn == row.isbn, Claim.party_id == row.party_id, Claim.role == row.role)
        .where(Claim.withdrawn_on.is_(None))
        .limit(1)
    ).first()
    if found is not None:
        claims.withdraw_claim(session, identity, found, today)


def _waiting(session: Session, party_id: int, ids: Collection[int]) -> list[Suggestion]:
    return [one for one in _own(session, party_id, ids) if one.state in WAITING]


def _own(session: Session, party_id: int, ids: Collection[int]) -> Sequence[Suggestion]:
    """The party's suggestions of these ids, all of them; nobody else answers meanwhile."""
    locks.catalogue(session)
    locks.alone(session)
    wanted = set(ids)
    rows = session.scalars(
        select(Suggestion)
        .where(Suggestion.id.in_(wanted), Suggestion.party_id == party_id)
        .where(Suggestion.kind.in_(TO_ANSWER))
        .order_by(Suggestion.id)
    ).all()
    if len(rows) != len(wanted):
        raise NotFound
    return rows


def _ids(rows: Sequence[Suggestion]) -> list[int]:
    return [row.id for row in rows]


def _subject(identity: Identity) -> int:
    if identity.subject_id is None:
        raise NotFound
    return identity.subject_id
