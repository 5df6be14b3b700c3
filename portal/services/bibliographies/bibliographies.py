"""Bibliographies: what is to be asked, what the answers are kept as, and how the sources stand.

Planning and keeping are short transactions; the asking between them (bibliography_questions.ask)
has none. An answer is a row by source and question, with its day; a name is kept as a digest only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.clients.turns import Turns
from portal.kernel.bibliographies import Bibliographies, Source
from portal.kernel.names import name_key
from portal.rules.bibliographies import Politeness, politeness
from portal.rules.parameters import ParameterNotSet
from portal.services.bibliographies.bibliography_answers import ITSELF, Kept, forget, keep, rows_of
from portal.services.bibliographies.bibliography_questions import (
    IDENTIFIER,
    ISBN,
    NAME,
    Answers,
    Plan,
    Question,
    Round,
    SourceResting,
    ask,
    askable,
)
from portal.services.parameters import parameters
from portal.services.records.record_names import names_of
from portal.store.bibliography import SourceAnswer
from portal.store.people import Party, PartyName

__all__ = [
    "Answers", "Asking", "Kept", "ParameterNotSet", "Plan", "ask", "asking", "forget", "keep",
    "plan", "plan_name", "plan_names", "standing",
]  # fmt: skip
FOLDER = "bibliographies"


@dataclass(frozen=True)
class Asking:
    """The bibliographies of the settings, and where their turns are kept."""

    bibliographies: Bibliographies
    turns: Turns


@dataclass(frozen=True)
class Standing:
    """How a source stands: when it was last asked, what came of it, how many answers are kept."""

    source: Source
    asked_at: datetime | None
    outcome: str
    problem: str
    rests_until: datetime | None
    answers: int


def asking(bibliographies: Bibliographies, data_dir: Path) -> Asking:
    """The bibliographies with the place of their turns in the data folder."""
    return Asking(bibliographies, Turns(data_dir / FOLDER))


def plan(session: Session, at: Asking, isbns: Sequence[int], now: datetime) -> Plan:
    """What is to be asked about ISBNs: of each source what neither it nor one before it has said.

    Raises ParameterNotSet.
    """
    questions = [Question(ISBN, str(one), f"isbn:{one}") for one in dict.fromkeys(isbns)]
    return _planned(session, at, questions, now)


def plan_names(
    session: Session, at: Asking, after: int, limit: int, now: datetime
) -> tuple[Plan, int | None]:
    """What is to be asked about the names of the next parties by row, and the last of them.

    None: there are no more. Own names, and others that the office has confirmed.
    """
    query = select(Party.id).where(Party.id > after, Party.kind != "organisation")
    found = session.scalars(query.order_by(Party.id).limit(limit)).all()
    questions = _names(session, found) if at.bibliographies.sources else []
    if any(one.identifier_index for one in at.bibliographies.sources):
        questions += [one for party in found for one in _identifiers(session, party)]
    unique = list({one.key: one for one in questions}.values())
    return _planned(session, at, unique, now), found[-1] if found else None


def plan_name(session: Session, at: Asking, name: str, now: datetime) -> Plan:
    """What is to be asked about one name."""
    return _planned(session, at, [_name(name)], now)


def standing(session: Session, at: Asking, now: datetime) -> tuple[Standing, ...]:
    """How each source of the settings stands."""
    answers = session.execute(
        select(SourceAnswer.source, func.count())
        .where(SourceAnswer.question != ITSELF)
        .group_by(SourceAnswer.source)
    )
    counts = {row[0]: row[1] for row in answers}
    own = {
        row.source: row
        for row in session.scalars(select(SourceAnswer).where(SourceAnswer.question == ITSELF))
    }
    return tuple(
        _standing(one, own.get(one.name), counts.get(one.name, 0), now)
        for one in at.bibliographies.sources
    )


def _planned(session: Session, at: Asking, questions: Sequence[Question], now: datetime) -> Plan:
    manners = politeness(parameters.book(session), now.astimezone(UTC).date())
    sources = at.bibliographies.sources
    rows = rows_of(session, sources, questions) if questions and sources else {}
    rounds, resting, known = [], [], set[str]()
    for source in sources:
        open_ = []
        for one in questions:
            row = rows.get((source.name, one.key))
            if row is not None and _holds(row, one, manners, now):
                known |= {one.value} if row.records and one.kind == ISBN else set()
            elif one.value not in known and askable(source, one.kind):
                alone = row is not None and row.outcome == "unusable"
                open_.append(Question(one.kind, one.value, one.key, alone))
        own = rows.get((source.name, ITSELF))
        if open_ and own is not None and own.again_at is not None and own.again_at > now:
            resting.append(SourceResting(source=source.name, until=own.again_at))
        elif open_:
            rounds.append(Round(source, tuple(open_)))
    return Plan(tuple(rounds), tuple(resting), manners, at.turns, at.bibliographies.contact)


def _holds(row: SourceAnswer, one: Question, manners: Politeness, now: datetime) -> bool:
    """Whether an answer is young enough, or its question is to be left alone."""
    if row.again_at is not None:
        return row.again_at > now
    days = manners.isbn_days if row.records else manners.empty_days
    if one.kind != ISBN:
        days = manners.name_days
    return now - row.asked_at < timedelta(days=days)


def _names(session: Session, party_ids: Sequence[int]) -> list[Question]:
    """The names of parties, own and confirmed, as questions."""
    own = select(Party.name).where(Party.id.in_(party_ids))
    other = select(PartyName.name).where(
        PartyName.party_id.in_(party_ids), PartyName.state == "confirmed"
    )
    names = [*session.scalars(own), *session.scalars(other)]
    return [one for one in map(_name, names) if name_key(one.value)]


def _name(name: str) -> Question:
    return Question(NAME, name, f"name:{_digest(name_key(name))}")


def _identifiers(session: Session, party_id: int) -> list[Question]:
    """The ISNI that records of her works have for a party."""
    found = sorted(names_of(session, party_id).identifiers)
    plain = [one.partition(":")[2] for one in found if one.startswith("isni:")]
    return [Question(IDENTIFIER, one, f"isni:{_digest(one)}") for one in plain]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _standing(one: Source, own: SourceAnswer | None, answers: int, now: datetime) -> Standing:
    if own is None:
        return Standing(one, None, "", "", None, answers)
    rests = own.again_at if own.again_at is not None and own.again_at > now else None
    return Standing(one, own.asked_at, own.outcome, own.problem, rests, answers)
