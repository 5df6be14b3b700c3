"""Engine and session: SQLite with WAL, full sync and foreign keys; PostgreSQL as it comes."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from portal.kernel.letter import Letter

_TRIES, _PAUSE = 600, 0.05
_ALONE: dict[str, dict[str, Any]] = {
    "sqlite": {"begins": False},
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}
_STEADY: dict[str, dict[str, Any]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ"},
}


def engine_for(url: str) -> Engine:
    """An engine for `sqlite:///…` or `postgresql://…` (psycopg 3)."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def sessions(engine: Engine) -> sessionmaker[Session]:
    """A maker of sessions that keep their objects readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def transaction(
    engine: Engine,
    *,
    writes: bool = True,
    data_dir: Path | None = None,
    letters: Callable[..., Letter] | None = None,
) -> Iterator[Session]:
    """One transaction: committed when the block ends, rolled back when it raises.

    `writes` takes SQLite's write lock at the start, so that check and act are one step; without it
    the whole transaction sees the facts of one moment. Who knows where the counts of the database
    lie says so by `data_dir`, and who can write letters hands over the writer.
    """
    options = {"writes": writes, **({} if writes else _STEADY[engine.dialect.name])}
    bound = _with(engine, **options)
    info = {"only_reads": not writes, "data_dir": data_dir, "letters": letters}
    with Session(bound, expire_on_commit=False, info=info) as session, session.begin():
        yield session


@contextmanager
def glance(engine: Engine) -> Iterator[Connection]:
    """A connection for one reading statement, which needs no transaction around it."""
    with _with(engine, **_ALONE[engine.dialect.name]).connect() as connection:
        yield connection


@lru_cache(maxsize=16)
def _with(engine: Engine, **options: Any) -> Engine:
    """The engine with options; made once, because every page asks for it."""
    return engine.execution_options(**options)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    _keep_wal(cursor)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _keep_wal(cursor: Any) -> None:
    """Switches a new file to WAL; that switch alone does not wait for others by itself."""
    for _ in range(_TRIES):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            time.sleep(_PAUSE)
        else:
            return
    cursor.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection: Any) -> None:
    # pysqlite begins late by default: two readers could then both decide to write.
    options = connection.get_execution_options()
    if options.get("begins", True):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", True) else "BEGIN")
