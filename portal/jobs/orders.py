"""The office's long work: takes what was ordered, says how far it is, and ends it once.

Every handler may be killed at any point and begun again: what it changes commits together with the
end of its order, so that done twice has one effect.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import structlog
from huey import Huey, crontab

from portal.jobs import chain_checks, loan_files, run_orders, shadow_runs
from portal.jobs.queue import queue_for
from portal.kernel.errors import Refusal
from portal.services.base import database
from portal.services.orders import work_orders
from portal.services.orders.order_refusals import OrderRefused
from portal.services.orders.work_orders import SILENT, Report, Taken

TASK = "advance_orders"
PULSE = 2.0
"""Seconds between two signs of life; the pages look every three."""
_log = structlog.get_logger()


class Handler(Protocol):
    """Does one kind of work, and returns what came of it.

    Where it changes the database it calls `work_orders.finish(session, order.number, outcome)` in
    the same transaction; else its answer ends the order. `report(step, done, total)` never waits.
    """

    def __call__(
        self, database_url: str, data_dir: Path, order: Taken, report: Report
    ) -> Mapping[str, Any]:
        """Raises a Refusal where the work cannot be done: the order then fails with it."""


HANDLERS: dict[str, Handler] = {
    "import_loans": loan_files.import_loans,
    "calculate_run": run_orders.calculate,
    "recompute_run": run_orders.recompute,
    "check_chain": chain_checks.handle,
    "shadow_run": shadow_runs.handle,
}
"""Kind of work → who does it; a module of this room each, which imports nothing from here."""


def advance(
    database_url: str,
    data_dir: Path,
    today: date | None = None,
    *,
    silent_for: timedelta = SILENT,
    handlers: Mapping[str, Handler] | None = None,
) -> int:
    """Does all that waits or was left in the middle; returns how many orders it ended."""
    ended = 0
    while taken := _taken(database_url, today or datetime.now(UTC).date(), silent_for):
        ended += _work(database_url, data_dir, taken, HANDLERS if handlers is None else handlers)
    return ended


def task(
    queue: Huey,
    database_url: str,
    data_dir: Path,
    today: Callable[[], date] = lambda: datetime.now(UTC).date(),
) -> tuple[Callable[[], int], Callable[[], object]]:
    """Gives the queue its task, which also looks every minute for what was left.

    Returns what the task does, to call at once, and what puts it into the queue.
    """

    def advance_orders() -> int:
        """Does what was ordered; returns how many orders it ended."""
        return advance(database_url, data_dir, today())

    wrapped = queue.periodic_task(crontab(), name=TASK)(advance_orders)
    return advance_orders, wrapped


def wake(database_url: str, data_dir: Path) -> None:
    """Tells the worker that an order has been committed."""
    queue = queue_for(database_url, data_dir)
    _at_once, into_the_queue = task(queue, database_url, data_dir)
    into_the_queue()
    queue.storage.close()


def _taken(database_url: str, today: date, silent_for: timedelta) -> Taken | None:
    """The next order that is now in this worker's hands."""
    with database.transaction(database_url, writes=False) as session:
        waiting = work_orders.due(session, datetime.now(UTC), silent_for)
    for number in waiting:
        with database.transaction(database_url) as session:
            taken = work_orders.take(session, number, datetime.now(UTC), today, silent_for)
        if taken is not None:
            return taken
    return None


def _work(database_url: str, data_dir: Path, taken: Taken, handlers: Mapping[str, Handler]) -> bool:
    """Does one order; whether it is ended. What nobody foresaw is logged and tried again."""
    told = {"number": taken.number, "kind": taken.kind, "attempt": taken.attempt}
    try:
        with _alive(database_url, taken) as report:
            outcome = handlers[taken.kind](database_url, data_dir, taken, report)
        with database.transaction(database_url) as session:
            if work_orders.shown(session, taken.number).state == "running":
                work_orders.finish(session, taken.number, outcome)
    except Refusal as refusal:
        _log.warning("order_failed", problem=refusal.code, **told)
        with database.transaction(database_url) as session, suppress(OrderRefused):
            work_orders.fail(session, taken.number, refusal, attempt=taken.attempt)
    except Exception:
        _log.exception("order_broken", **told)
        with database.transaction(database_url) as session:
            work_orders.put_back(session, taken.number, taken.attempt)
        return False
    _log.info("order_ended", **told)
    return True


@contextmanager
def _alive(database_url: str, taken: Taken) -> Iterator[Report]:
    """Says from a thread of its own that the worker lives, and how far it is.

    The work itself never waits for it: on SQLite the pulse waits while the work writes.
    """
    said: list[tuple[str, int, int]] = [("", 0, 0)]
    over = threading.Event()

    def report(step: str, done: int, total: int) -> None:
        said[0] = (step, done, total)

    def beat() -> None:
        while not over.wait(PULSE):
            # A sign of life that does not get through is no reason to stop the work.
            with suppress(Exception), database.transaction(database_url) as session:
                work_orders.step(session, taken.number, *said[0], attempt=taken.attempt)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield report
    finally:
        over.set()
        thread.join()
