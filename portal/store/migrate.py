"""Migrations: Alembic from inside the package, so that one command works from anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, text

from portal.store.revision import NEWEST
from portal.store.session import engine_for


class RowsAdrift(Exception):
    """After a migration rows refer to rows that are not there: a fault of the migration."""


_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_264_000
"""Beside the numbers of the locks of the services, which begin at 7,264,001."""


def upgrade(url: str) -> str:
    """Creates or migrates the database to the newest revision; returns that revision.

    Of two at once the second waits, and finds it done.
    """
    to(url, "head")
    return NEWEST


def to(url: str, revision: str) -> None:
    """Migrates to one revision, with whatever rows there are; raises RowsAdrift."""
    engine = engine_for(url)
    if engine.dialect.name == "sqlite":
        # A table that changes is made anew: its old self is dropped while rows refer to it.
        event.listen(engine, "connect", _let_tables_go)
    try:
        with engine.begin() as connection:
            _alone(connection)
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            _check_references(connection)
    finally:
        engine.dispose()


def _let_tables_go(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        adrift = connection.execute(text("PRAGMA foreign_key_check")).all()
        if adrift:
            raise RowsAdrift(*{f"{row[0]} → {row[2]}" for row in adrift})


def _alone(connection: Connection) -> None:
    """Until this transaction ends nobody else migrates; SQLite's write lock does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def newest() -> str:
    """The newest of the migration files; portal.store.revision says the same."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config
