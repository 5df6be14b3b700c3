"""Asks bibliographies for everybody's names, a few people at a time.

Killed at any point it begins again at the first party: what has been answered is known, and is
not asked twice in a night. No transaction is open while the network is waited for.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import structlog

from portal.kernel.errors import Refusal
from portal.services.base import database
from portal.services.bibliographies import bibliographies

_log = structlog.get_logger()
SECONDS = 45
"""How long one round of the worker may take, so that its other tasks have their turn."""
A_BATCH = 100


@dataclass
class Searched:
    """What a search brought: questions answered, records new or changed, and what failed."""

    questions: int = 0
    records: int = 0
    problems: dict[str, Refusal] = field(default_factory=dict)
    """By source, the last one."""
    complete: bool = False
    """Whether everybody's names have been asked."""

    def add(self, answers: bibliographies.Answers, kept: bibliographies.Kept) -> None:
        """Counts what one batch brought."""
        self.questions += kept.questions
        self.records += kept.added + kept.changed
        self.problems |= {str(one.arguments["source"]): one for one in answers.problems}


def search_names(
    database_url: str, at: bibliographies.Asking, today: date, seconds: float = SECONDS
) -> Searched:
    """Searches by the names of all parties, for `seconds` at most; goes on where it ended."""
    done, ends, after = Searched(), time.monotonic() + seconds, 0
    if not at.bibliographies.sources:
        return Searched(complete=True)
    while time.monotonic() < ends:
        with database.transaction(database_url, writes=False) as session:
            now = datetime.now(UTC)
            plan, last = bibliographies.plan_names(session, at, after, A_BATCH, now)
        if last is None:
            done.complete = not done.problems
            forget_answers(database_url, today)
            break
        done.problems |= {str(one.arguments["source"]): one for one in plan.resting}
        if plan.rounds:
            answers = bibliographies.ask(plan, ends - time.monotonic(), patient=True)
            with database.transaction(database_url) as session:
                done.add(answers, bibliographies.keep(session, answers, today, datetime.now(UTC)))
        after = last
    return done


def search_some(database_url: str, at: bibliographies.Asking, today: date) -> int:
    """The worker's round: some of the names, and a line in the log; how many were answered."""
    done = search_names(database_url, at, today)
    if done.questions or done.problems:
        _log.info("bibliographies_searched", questions=done.questions, records=done.records,
                  complete=done.complete, problems=sorted(done.problems))  # fmt: skip
    return done.questions


def forget_answers(database_url: str, today: date) -> int:
    """Deletes answers that no longer hold; returns how many."""
    with database.transaction(database_url) as session:
        return bibliographies.forget(session, today, datetime.now(UTC))
