"""A worker that is killed in the middle of an import loses nothing, and counts nothing twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.jobs import orders
from portal.kernel.identity import Actor
from portal.services.orders import work_orders
from portal.services.usage import usage_uploads
from portal.services.usage.usage_uploads import LoanFile
from portal.store.office import WorkOrder
from portal.store.records import AuditEvent
from portal.store.session import engine_for, transaction
from portal.store.usage import UsageImport
from tests.factories import people
from tests.functional.staff_loans.conftest import isbn, table

TODAY = date(2026, 10, 15)
FILE = table((isbn(1), 2025, 30, "Oulu"), (isbn(2), 2025, 12, "Vantaa"))
# The worker, forked for each point: there it kills itself before or after a function's call.
# One interpreter does for all, because to start it costs more than the import.
DRIVER = """
import os, signal, sys
from datetime import date
from importlib import import_module
from pathlib import Path
from portal.jobs import orders
for line in sys.stdin:
    module, name, moment, url, folder = line.strip().split(" ")
    child = os.fork()
    if not child:
        place = import_module(module)
        real = getattr(place, name)
        def struck(*arguments, **named):
            if moment == "after":
                real(*arguments, **named)
            os.kill(os.getpid(), signal.SIGKILL)
        setattr(place, name, struck)
        orders.advance(url, Path(folder), date(2026, 10, 15))
        os._exit(0)
    print("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
Point = tuple[str, str, str]
POINTS: dict[str, Point] = {
    "before it reads": ("portal.services.usage.usage_import", "ask", "before"),
    "while the file is kept": ("portal.usage.archive", "_written_through", "before"),
    "before the counts are written": ("portal.usage.reading", "_totals", "before"),
    "after the counts are written": ("portal.services.usage.usage_import", "read", "after"),
    "before the import's row": ("portal.services.usage.usage_import", "_row", "before"),
    "before the end of the order": ("portal.services.orders.work_orders", "finish", "before"),
    "before the commit": ("portal.services.orders.work_orders", "finish", "after"),
    "after the commit": ("portal.services.usage.usage_uploads", "drop", "before"),
}
Begin = Callable[[], AbstractContextManager[Session]]


class Worker:
    """A worker's interpreter that lets one child after another be killed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def is_killed(self, point: Point, url: str, folder: Path) -> None:
        """Does the order and dies at the point."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(" ".join((*point, url, str(folder))) + "\n")
        self.process.stdin.flush()
        ended = next(line for line in self.process.stdout if line.startswith("ended"))
        assert int(ended.split()[1]) == -signal.SIGKILL


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    command = [sys.executable, "-c", DRIVER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:
        yield Worker(process)
        process.communicate()


@contextmanager
def opened(url: str) -> Iterator[Begin]:
    engine = engine_for(url)
    yield partial(transaction, engine)
    engine.dispose()


def ordered(begin: Begin, folder: Path) -> str:
    brought = folder / "brought.csv"
    brought.write_bytes(FILE)
    with begin() as session:
        officer = people.staff(session, role="officer")
        actor = Actor("Stina", staff_id=officer.id, staff_role="officer")
        said = LoanFile("loans.csv", "Helmet")
        return usage_uploads.order(session, folder, brought, said, actor, TODAY).number


def imported_once(worker: Worker, url: str, begin: Begin, folder: Path, point: Point) -> None:
    number = ordered(begin, folder)
    worker.is_killed(point, url, folder)
    with begin() as session:
        done = work_orders.shown(session, number).state == "done"
        assert session.scalar(select(func.count(UsageImport.id))) == int(done)
        # A minute of silence later.
        silent = datetime.now(UTC) - timedelta(seconds=61)
        session.execute(update(WorkOrder).values(pulse_at=silent))
    orders.advance(url, folder, TODAY)
    with begin() as session:
        shown = work_orders.shown(session, number)
        loans = session.scalars(select(UsageImport.loans_accepted)).all()
        events = session.scalars(select(AuditEvent.event)).all()
    assert (shown.state, shown.outcome["loans_accepted"]) == ("done", 42)
    assert list(loans) == [42]
    assert (events.count("usage_imported"), events.count("work_ended")) == (1, 1)


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
def test_killed_while_importing(
    worker: Worker, sqlite_url: str, tmp_path: Path, point: Point
) -> None:
    with opened(sqlite_url) as begin:
        imported_once(worker, sqlite_url, begin, tmp_path, point)


@pytest.mark.postgresql
def test_killed_while_importing_on_postgresql(
    worker: Worker, postgresql_url: str, tmp_path: Path
) -> None:
    with opened(postgresql_url) as begin:
        imported_once(worker, postgresql_url, begin, tmp_path, POINTS["before the commit"])
