"""After an import, and at night: which work each lent title belongs to. Can be done twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from huey import Huey, crontab

from portal.jobs.queue import queue_for
from portal.kernel.errors import Refusal
from portal.kernel.identity import SYSTEM, Actor
from portal.services.base import database
from portal.services.matching import match_runs, unmatched_kept
from portal.services.matching.match_runs import Figure

TASK = "match_loans"


def match_loans(database_url: str, data_dir: Path) -> Iterator[Refusal]:
    """Keeps the unmatched works of older imports, then matches everything anew.

    The reading and comparing hold no transaction; killed at any point, at most files stay behind
    that nothing refers to. What could not be done is yielded, and tried again the next time.
    """
    with database.transaction(database_url, writes=False) as session:
        waiting = unmatched_kept.unkept(session)
    for one in waiting:
        try:
            made = unmatched_kept.make(data_dir, one)
        except Refusal as problem:
            yield problem
            continue
        with database.transaction(database_url) as session:
            unmatched_kept.keep(session, data_dir, made, SYSTEM)
    try:
        match(database_url, data_dir, None, tier3=False, who=SYSTEM)
    except Refusal as problem:
        yield problem


def match(
    database_url: str, data_dir: Path, year: int | None, *, tier3: bool, who: Actor
) -> tuple[Figure, ...]:
    """Matches what was lent in a year or ever, and keeps the evidence; what it found.

    Raises CountsMissing, FolderNotWritable, TierMissing.
    """
    with database.transaction(database_url, writes=False) as session:
        asked = match_runs.ask(session, year, tier3=tier3)
    found = match_runs.compare(data_dir, asked)
    with database.transaction(database_url) as session:
        match_runs.keep(session, data_dir, asked, found, who)
    return found.figures


def task(
    queue: Huey,
    database_url: str,
    data_dir: Path,
    report: Callable[[list[Refusal]], None] = lambda _: None,
) -> tuple[Callable[[], int], Callable[[], object]]:
    """Gives the queue its task, which also runs every night.

    Returns what the task does, to call at once, and what puts it into the queue.
    """

    def match_what_was_lent() -> int:
        """Matches; returns how much could not be done."""
        problems = list(match_loans(database_url, data_dir))
        report(problems)
        return len(problems)

    wrapped = queue.periodic_task(crontab(minute="11", hour="2"), name=TASK)(match_what_was_lent)
    return match_what_was_lent, wrapped


def wake(database_url: str, data_dir: Path) -> None:
    """Tells the worker that an import, or a decision, has been committed."""
    queue = queue_for(database_url, data_dir)
    _at_once, into_the_queue = task(queue, database_url, data_dir)
    into_the_queue()
    queue.storage.close()
