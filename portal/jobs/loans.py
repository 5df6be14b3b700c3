"""After an import: loans by library system, and the most lent titles. Can be done twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from huey import Huey, crontab

from portal.jobs.queue import queue_for
from portal.kernel.errors import Refusal
from portal.kernel.identity import SYSTEM
from portal.services.base import database
from portal.services.loans import most_lent
from portal.services.usage import library_counts

TASK = "count_libraries"


@dataclass(frozen=True)
class Outcome:
    """What became of one import: `problem` is None when its loans are counted by library."""

    import_id: int
    problem: Refusal | None = None


def count_libraries(database_url: str, data_dir: Path) -> Iterator[Outcome]:
    """Counts every import that waits; the counting itself holds no transaction.

    Killed at any point it leaves at most a file that nothing refers to.
    """
    with database.transaction(database_url, writes=False) as session:
        waiting = library_counts.uncounted(session)
    for one in waiting:
        try:
            counted = library_counts.count(data_dir, one)
        except Refusal as problem:
            yield Outcome(one.import_id, problem)
            continue
        with database.transaction(database_url) as session:
            kept = library_counts.keep(session, counted, SYSTEM)
        if kept:
            yield Outcome(one.import_id)
        else:
            library_counts.drop(data_dir, counted)
    with database.transaction(database_url, writes=False) as session:
        wanted = most_lent.order(session)
    most_lent.prepare(data_dir, wanted)


def task(
    queue: Huey,
    database_url: str,
    data_dir: Path,
    report: Callable[[list[Outcome]], None] = lambda _: None,
) -> tuple[Callable[[], int], Callable[[], object]]:
    """Gives the queue its task, which also looks by itself for what was missed.

    Returns what the task does, to call at once, and what puts it into the queue.
    """

    def count_what_waits() -> int:
        """Counts the imports that wait; what fails is reported, and tried again the next time."""
        outcomes = list(count_libraries(database_url, data_dir))
        report(outcomes)
        return sum(outcome.problem is None for outcome in outcomes)

    wrapped = queue.periodic_task(crontab(minute="*/10"), name=TASK)(count_what_waits)
    return count_what_waits, wrapped


def wake(database_url: str, data_dir: Path) -> None:
    """Tells the worker that an import has been committed."""
    queue = queue_for(database_url, data_dir)
    _at_once, into_the_queue = task(queue, database_url, data_dir)
    into_the_queue()
    queue.storage.close()
