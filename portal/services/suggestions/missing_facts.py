"""What the hints of a party need to know of it, asked at once: home has few questions left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from portal.store.matching import Suggestion
from portal.store.people import Party
from portal.store.preferences import Dismissal
from portal.store.referrals import Referral

Asides = dict[tuple[str, str], tuple[str, date]]
_ASIDE, _SUGGESTION = "aside", "suggestion"
_D, _S = Dismissal.__table__.c, Suggestion.__table__.c
_ONLY_SUGGESTIONS = (
    _S.id, _S.isbn, _S.work_key, _S.title, _S.language, _S.medium, _S["class"], _S.role, _S.heads,
    _S.certainty, _S.state,
)  # fmt: skip
_NAMES = {"class": "class_"}


@dataclass(frozen=True)
class OwnFacts:
    """Whether an e-mail reaches the party (the dead need none), the oldest leaving that was not
    answered, what was put aside, and its suggestions, answered or not.
    """

    reached: bool
    oldest_referral: date | None
    asides: Asides
    suggestions: tuple[Any, ...]
    """Rows with the table's columns; `code` is the kind, `text` the reasons, `day` later_until."""


def own_facts(session: Session, party_id: int) -> OwnFacts:
    """The facts of a party, in one statement."""
    waiting = (Referral.party_id == party_id) & Referral.answer.is_(None)
    oldest = select(Referral.referred_on).where(waiting).order_by(Referral.referred_on).limit(1)
    found = _found(party_id)
    rows = session.execute(
        select(Party.email, Party.death_year, oldest.scalar_subquery().label("referred_on"), found)
        .outerjoin(found, found.c.party_id == Party.id)
        .where(Party.id == party_id)
    ).all()
    first = rows[0]
    return OwnFacts(
        reached=bool(first.email or first.death_year),
        oldest_referral=first.referred_on,
        asides=_asides(rows),
        suggestions=tuple(sorted(
            (row for row in rows if row.what == _SUGGESTION), key=lambda row: row.id
        )),
    )  # fmt: skip


def _found(party_id: int) -> Any:
    """What was put aside, and the suggestions, as rows of one shape."""
    asides = select(
        literal(_ASIDE).label("what"), _D.party_id, _D.hint.label("code"), _D.subject,
        _D.reason.label("text"), _D.dismissed_on.label("day"),
        *(cast(null(), one.type).label(_NAMES.get(one.name, one.name))
          for one in _ONLY_SUGGESTIONS),
    ).where(_D.party_id == party_id)  # fmt: skip
    suggestions = select(
        literal(_SUGGESTION).label("what"), _S.party_id, _S.kind.label("code"), _S.key,
        _S.reasons.label("text"), _S.later_until.label("day"),
        *(one.label(_NAMES.get(one.name, one.name)) for one in _ONLY_SUGGESTIONS),
    ).where(_S.party_id == party_id, _S.state != "gone")  # fmt: skip
    return union_all(asides, suggestions).subquery("found")


def _asides(rows: Iterable[Any]) -> Asides:
    return {(row.code, row.subject): (row.text, row.day) for row in rows if row.what == _ASIDE}
