"""Which revision a database is at, read without loading the migration tool."""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text

NEWEST = "0012"
"""The revision this code expects: the newest of the migrations."""


def current(engine: Engine) -> str | None:
    """The revision the database is at, None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)
