"""The queue: in a file beside the embedded database, in the server's own tables in production."""

from __future__ import annotations

from pathlib import Path

from huey import Huey, PostgresHuey, SqliteHuey
from sqlalchemy.engine import make_url

NAME = "colophon"


def queue_for(database_url: str, data_dir: Path) -> Huey:
    """The queue that belongs to a database; tasks are registered by portal.jobs.tasks."""
    url = make_url(database_url)
    if url.get_backend_name() == "postgresql":
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey(NAME, dsn=plain, results=False)
    data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(NAME, filename=str(data_dir / "queue.db"), fsync=True, results=False)
