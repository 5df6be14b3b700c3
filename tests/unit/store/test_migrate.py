"""Two upgrades of one new database at once: the second waits and finds it done."""

from __future__ import annotations

import multiprocessing
from multiprocessing.synchronize import Barrier

from portal.store import migrate, revision
from portal.store.session import engine_for

TOGETHER = 2


def upgraded(url: str, start: Barrier) -> None:
    """What each process does, all from the same moment on."""
    start.wait()
    assert migrate.upgrade(url) == revision.NEWEST


def test_upgrades_at_once_are_one_after_the_other(empty_url: str) -> None:
    spawning = multiprocessing.get_context("spawn")
    start = spawning.Barrier(TOGETHER)
    processes = [
        spawning.Process(target=upgraded, args=(empty_url, start)) for _ in range(TOGETHER)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * TOGETHER
    engine = engine_for(empty_url)
    assert revision.current(engine) == revision.NEWEST
    engine.dispose()
