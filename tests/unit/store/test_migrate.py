"""Two upgrades of one new database at once: the second waits and finds it done."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from multiprocessing.synchronize import Barrier
from pathlib import Path
from uuid import uuid4

import pytest

from portal.store import migrate, revision
from portal.store.session import engine_for
from tests import servers

TOGETHER = 2


@pytest.fixture
def empty_postgresql_url(postgresql_server: str) -> Iterator[str]:
    """A database without any table."""
    name = f"empty_{uuid4().hex}"
    servers.execute(postgresql_server, f"CREATE DATABASE {name}")
    yield postgresql_server.format(name=name)
    servers.execute(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """A file that is not there yet."""
    return f"sqlite:///{tmp_path / 'new.sqlite'}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty_url(request: pytest.FixtureRequest) -> str:
    """An empty database; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


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
