"""Many rows at once: read as Arrow columns through ADBC, written in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import adbc_driver_postgresql.dbapi
import adbc_driver_sqlite.dbapi
import pyarrow as pa
from sqlalchemy import Table
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session


def fetch(session: Session, statements: dict[str, str]) -> dict[str, pa.Table]:
    """Runs SELECT statements in one read transaction and returns their columns.

    It reads what is committed, over a connection of its own: a caller commits before.
    """
    url = session.get_bind().engine.url
    with _connect(url) as connection:
        tables = {}
        for name, statement in statements.items():
            with connection.cursor() as cursor:
                cursor.execute(statement)
                tables[name] = cursor.fetch_arrow_table()
        connection.rollback()
        return tables


def insert_rows(
    session: Session, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Inserts tuples in the caller's transaction: COPY on PostgreSQL, executemany on SQLite."""
    connection = session.connection()
    raw = connection.connection.cursor()
    names = ", ".join(f'"{column}"' for column in columns)
    try:
        if connection.dialect.name == "postgresql":
            with raw.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" for _ in columns)
        raw.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', rows)
    finally:
        raw.close()


def _connect(url: URL) -> Any:
    if url.get_backend_name() == "postgresql":
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return adbc_driver_postgresql.dbapi.connect(plain)
    return adbc_driver_sqlite.dbapi.connect(f"file:{url.database}?mode=ro")
