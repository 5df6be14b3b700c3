"""The queue: in a file beside the embedded database, in the server's own tables in production."""

from __future__ import annotations

from pathlib import Path

from huey import Huey, PostgresHuey, SqliteHuey

NAME = "colophon"


def queue_for(database_url: str, data_dir: Path) -> Huey:
    """The queue that belongs to a database; tasks are registered by portal.jobs.tasks."""
    scheme, _, place = database_url.partition("://")
    if scheme.startswith("postgresql"):
        return PostgresHuey(NAME, dsn=f"postgresql://{place}", blocking=False, results=False)
    data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(NAME, filename=str(data_dir / "queue.db"), fsync=True, results=False)
