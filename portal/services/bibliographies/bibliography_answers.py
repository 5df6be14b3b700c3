"""Answers of bibliographies as rows: a cache with its day, and how long a failing source rests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.clients.errors import SourceAway, SourceBusy, SourceUnusable
from portal.kernel.bibliographies import Source
from portal.kernel.bibliography import EDITION
from portal.kernel.errors import Refusal
from portal.kernel.identity import SYSTEM
from portal.rules.bibliographies import Politeness, politeness
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.bibliographies.bibliography_questions import Answers, Given, Question
from portal.services.catalogue import grouping
from portal.services.parameters import parameters
from portal.services.records import bibliographic_records
from portal.store.bibliography import SourceAnswer

ITSELF = ""
"""The question under which a source's own state is kept: whether it failed, until when it rests."""
_A_BATCH = 400


@dataclass(frozen=True)
class Kept:
    """What an answer changed: questions that are answered now, and the records that came."""

    questions: int
    added: int
    changed: int
    same: int


def keep(session: Session, answers: Answers, today: date, now: datetime) -> Kept:
    """Keeps records and answers, and how long each source is left alone that failed."""
    locks.records(session)
    total = Kept(0, 0, 0, 0)
    for given in answers.given:
        kept = _keep_one(session, given, answers.manners, today, now)
        total = Kept(*(a + b for a, b in zip(_counts(total), _counts(kept), strict=True)))
    if total.added + total.changed:
        _group(session, answers)
    return total


def _group(session: Session, answers: Answers) -> None:
    """What the records say of editions in the catalogue may show them to be one text."""
    records = [record for given in answers.given for record in given.records]
    said = {one.isbn for record in records for one in record.isbns}
    locks.catalogue(session)
    grouping.group(session, grouping.in_catalogue(session, said), SYSTEM)


def forget(session: Session, today: date, now: datetime) -> int:
    """Deletes answers that no longer hold and that nobody has asked for again; how many."""
    manners = politeness(parameters.book(session), today)
    before = now - timedelta(days=2 * max(manners.isbn_days, manners.empty_days, manners.name_days))
    old = (SourceAnswer.asked_at < before, SourceAnswer.question != ITSELF)
    gone = session.scalar(select(func.count()).select_from(SourceAnswer).where(*old)) or 0
    if gone:
        session.execute(delete(SourceAnswer).where(*old))
        audit.record(session, SYSTEM, "source_answers_forgotten", answers=gone)
    return gone


def rows_of(
    session: Session, sources: Iterable[Source], questions: Sequence[Question]
) -> dict[tuple[str, str], SourceAnswer]:
    """What the sources have said to the questions, and of themselves, by source and question."""
    names = [one.name for one in sources]
    keys = [ITSELF, *(one.key for one in questions)]
    found: dict[tuple[str, str], SourceAnswer] = {}
    for at in range(0, len(keys), _A_BATCH):
        query = select(SourceAnswer).where(
            SourceAnswer.source.in_(names), SourceAnswer.question.in_(keys[at : at + _A_BATCH])
        )
        found |= {(row.source, row.question): row for row in session.scalars(query)}
    return found


def _keep_one(
    session: Session, given: Given, manners: Politeness, today: date, now: datetime
) -> Kept:
    """Keeps what one source gave; nothing when it had no turn."""
    if not (given.answered or given.unusable or given.problem):
        return Kept(0, 0, 0, 0)
    source = given.source.name
    kept = bibliographic_records.keep(session, source, given.records, today, moment=now)
    rows = rows_of(session, [given.source], [*given.answered, *given.unusable])
    state = _row(session, rows, source, ITSELF, now)
    _rest(state, given.problem, given.answered, manners, now)
    counts = _counted(given)
    for one in given.answered:
        row = _row(session, rows, source, one.key, now)
        row.outcome, row.records, row.problem = "answered", counts.get(one.value, 0), ""
        row.tries, row.again_at = 0, None
    for one in given.unusable:
        row = _row(session, rows, source, one.key, now)
        row.outcome, row.records, row.problem = "unusable", 0, state.problem
        row.tries += 1
        wait = manners.rest(row.tries) if not one.alone else manners.isbn_days * 86_400
        row.again_at = now + timedelta(seconds=wait)
    session.flush()
    said = {"source": source, "questions": len(given.answered)}
    if records := kept.added + kept.changed:
        audit.record(session, SYSTEM, "bibliography_brought", **said, records=records)
    else:
        audit.record(session, SYSTEM, "bibliography_asked", **said)
    return Kept(len(given.answered), kept.added, kept.changed, kept.same)


def _rest(
    state: SourceAnswer,
    problem: Refusal | None,
    answered: Sequence[Question],
    manners: Politeness,
    now: datetime,
) -> None:
    """A source that answered has not failed; one that failed is left alone, longer each time."""
    if problem is None or isinstance(problem, SourceBusy):
        if answered or problem is None:
            state.outcome, state.problem, state.tries, state.again_at = "answered", "", 0, None
        return
    told = problem.arguments
    state.tries = 1 if answered else state.tries + 1
    state.outcome = "away" if isinstance(problem, SourceAway) else "unusable"
    state.problem = _said(problem)
    seconds = manners.rest(state.tries, told.get("again_after"))
    state.again_at = now + timedelta(seconds=seconds)


def _said(problem: Refusal) -> str:
    """A failure in a few signs, for whoever runs the portal."""
    told = problem.arguments
    kind = told.get("reason") if isinstance(problem, SourceUnusable) else told.get("problem")
    more = [told.get("status"), told.get("kind")]
    more += [told.get("problem")] if kind == "diagnostics" else []
    return " ".join(str(one) for one in (kind, *more) if one)[:200]


def _row(
    session: Session,
    rows: dict[tuple[str, str], SourceAnswer],
    source: str,
    question: str,
    now: datetime,
) -> SourceAnswer:
    """The row of an answer, new where there was none; asked now."""
    row = rows.get((source, question))
    if row is None:
        row = SourceAnswer(source=source, question=question, records=0, problem="", tries=0)
        row.outcome = "answered"
        session.add(row)
        rows[source, question] = row
    row.asked_at = now
    return row


def _counted(given: Given) -> dict[str, int]:
    """Records by ISBN; a name's are not told apart, because they are found by their names."""
    counts: dict[str, int] = {}
    for record in given.records:
        for one in {str(one.isbn) for one in record.isbns if one.kind == EDITION}:
            counts[one] = counts.get(one, 0) + 1
    return counts


def _counts(kept: Kept) -> tuple[int, int, int, int]:
    return kept.questions, kept.added, kept.changed, kept.same
