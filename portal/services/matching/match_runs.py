"""Runs of the matching: the evidence of every count, kept with its figures.

The comparing holds no transaction. Nothing is paid for what a run suggests: an exact ISBN is linked
by the calculation itself, everything else by a person's decision. Source: decisions/0010.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.counts.counts_files import file_digest
from portal.services.counts.reports import imports
from portal.services.matching import matching_catalogue, unmatched_decisions
from portal.services.matching.matching import claimed_isbns
from portal.services.matching.unmatched import paths
from portal.services.settlement import engines
from portal.store.matching import MatchRun
from portal.usage import match_run, probable
from portal.usage.match_run import DECIDED, Evidence, Figure, Found, Question
from portal.usage.matching import Known

TierMissing = probable.TierMissing
__all__ = ["Asked", "Evidence", "Figure", "Found", "TierMissing", "ask", "compare", "evidence_of",
           "keep", "last", "looked_at", "suggested", "suggested_for"]  # fmt: skip


@dataclass(frozen=True)
class LastRun:
    """`at` is the moment of the last run, None before the first; `waits`: loans came in since."""

    at: datetime | None
    waits: bool


@dataclass(frozen=True)
class Asked:
    """All that a run looks at, read in one transaction; `tier3` also asks what is probable."""

    question: Question
    known: Known
    tier3: bool
    engine: str


def ask(session: Session, year: int | None, *, tier3: bool) -> Asked:
    """Reads what to match: the imports that count, the catalogue, the records, the decisions."""
    read = imports(session)
    decided = unmatched_decisions.in_force(session)
    columns = [
        [one.key for one in decided],
        [one.isbn for one in decided],
        [one.tier for one in decided],
    ]
    question = Question(
        counts_paths=[one.counts_path for one in read],
        titles_paths=[one.titles_path for one in read],
        unmatched_paths=paths(session),
        year=year,
        claimed=claimed_isbns(session),
        claimed_works=matching_catalogue.claimed_works(session),
        decided=pa.table(columns, schema=DECIDED),
    )
    # Files without titles leave nothing to compare by name.
    known = matching_catalogue.known(session, named=bool(question.unmatched_paths))
    return Asked(question, known, tier3, engines.chosen(session))


def compare(data_dir: Path, asked: Asked) -> Found:
    """Matches outside of any transaction. Raises CountsMissing, FolderNotWritable, TierMissing,
    SparkNotHere and SparkFailed."""
    scoring = probable.scored if asked.tier3 else None
    with engines.linking(asked.engine, data_dir) as linking:
        return match_run.run(data_dir, asked.question, asked.known, scoring, linking)


def keep(session: Session, data_dir: Path, asked: Asked, found: Found, actor: Actor) -> MatchRun:
    """Keeps a run, or finds the latest one again where it says exactly the same."""
    locks.usage(session)
    digest = file_digest(data_dir / found.evidence_path)
    before = _latest(session, asked.question.year)
    if before is not None and before.evidence_sha256 == digest:
        (data_dir / found.evidence_path).unlink(missing_ok=True)
        return before
    row = MatchRun(
        loan_year=asked.question.year,
        made_at=datetime.now(UTC),
        made_by=actor.label,
        evidence_path=found.evidence_path,
        evidence_sha256=digest,
        figures=json.dumps([asdict(one) for one in found.figures], sort_keys=True),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "loans_matched", run=row.id)
    return row


def evidence_of(session: Session, data_dir: Path, isbn: int) -> tuple[Evidence, ...]:
    """Why the loans of an ISBN count where they do, by the latest run of all years."""
    row = _latest(session, None)
    return () if row is None else tuple(match_run.of_isbn(data_dir, row.evidence_path, isbn))


def suggested_for(session: Session, data_dir: Path, keys: list[str]) -> dict[str, Evidence]:
    """What the latest run of all years suggests for unmatched works, by their keys."""
    row = _latest(session, None)
    if row is None or not keys:
        return {}
    found = match_run.of_keys(data_dir, row.evidence_path, keys)
    return {one.key.removeprefix("unmatched:"): one for one in found if one.work is not None}


def suggested(session: Session, data_dir: Path, *, limit: int) -> tuple[Evidence, ...]:
    """Loans without an ISBN to which the latest run of all years found a work, most lent first.

    Only those of which nobody has decided since; their loans are those of all years.
    """
    row = _latest(session, None)
    if row is None:
        return ()
    decided = [one.key for one in unmatched_decisions.in_force(session)]
    return tuple(match_run.suggested(data_dir, row.evidence_path, decided, limit))


def looked_at(session: Session, data_dir: Path) -> tuple[int, list[str]]:
    """How many runs are kept, and which lost their evidence or have another."""
    rows = session.scalars(select(MatchRun).order_by(MatchRun.id)).all()
    problems = []
    for row in rows:
        path = data_dir / row.evidence_path
        if not path.is_file() or file_digest(path) != row.evidence_sha256:
            problems.append(row.evidence_path)
    return len(rows), problems


def last(session: Session) -> LastRun:
    """When all that was lent was matched last, and whether loans came in since."""
    row = _latest(session, None)
    at = row.made_at if row else None
    came = max((one.imported_at for one in imports(session)), default=None)
    return LastRun(at, came is not None and (at is None or came > at))


def _latest(session: Session, year: int | None) -> MatchRun | None:
    query = select(MatchRun).where(MatchRun.loan_year.is_not_distinct_from(year))
    return session.scalar(query.order_by(MatchRun.id.desc()).limit(1))
