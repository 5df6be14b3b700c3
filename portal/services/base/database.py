"""The database as commands and the queue open it: at the right revision, one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.letter import Letter
from portal.store import revision, session


class DatabaseUnreachable(Refusal):
    """The server or the file does not answer; `problem` is the driver's own line."""

    code = "database_unreachable"


class DatabaseNotReady(Refusal):
    """The database is empty or at another revision than the code."""

    code = "database_not_ready"


@contextmanager
def transaction(
    url: str, *, writes: bool = True, letters: Callable[..., Letter] | None = None
) -> Iterator[Session]:
    """One transaction: committed at the end, or nothing of it; raises the refusals above.

    `letters` writes what leaves by post because of what is done in it.
    """
    engine = session.engine_for(url)
    try:
        check(engine)
        with session.transaction(engine, writes=writes, letters=letters) as opened:
            yield opened
    finally:
        engine.dispose()


def ready(url: str) -> None:
    """Raises DatabaseUnreachable or DatabaseNotReady unless the database can be served."""
    engine = session.engine_for(url)
    try:
        check(engine)
    finally:
        engine.dispose()


def check(engine: Engine) -> None:
    """The same for a database that is open already."""
    try:
        found = revision.current(engine.execution_options(writes=False))
    except DatabaseError as error:
        raise unreachable(error) from error
    if found != revision.NEWEST:
        raise DatabaseNotReady


def unreachable(error: DatabaseError) -> DatabaseUnreachable:
    """The refusal for a driver's error, with its first line."""
    lines = str(error.orig).strip().splitlines() or [""]
    return DatabaseUnreachable(problem=lines[0])
