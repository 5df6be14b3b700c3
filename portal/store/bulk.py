"""Many rows at once: read as Arrow columns, written in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import adbc_driver_postgresql.dbapi
import pyarrow as pa
from sqlalchemy import Dialect, Table, func, select, text
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

_BATCH = 20_000


def fetch(session: Session, statements: dict[str, str]) -> dict[str, pa.Table]:
    """Runs SELECT statements in one read transaction and returns their columns.

    It reads what is committed: a caller commits before. SQLite's own connection reads, never a
    second copy of SQLite beside it: when one of two in a process closes the file, POSIX takes the
    locks of both (sqlite.org/howtocorrupt.html, 2.2).
    """
    if session.get_bind().dialect.name == "sqlite":
        return {name: _read(session, statement) for name, statement in statements.items()}
    url = session.get_bind().engine.url
    with _connect(url) as connection:
        tables = {}
        for name, statement in statements.items():
            with connection.cursor() as cursor:
                cursor.execute(statement)
                tables[name] = cursor.fetch_arrow_table()
        connection.rollback()
        return tables


def _read(session: Session, statement: str) -> pa.Table:
    raw: Any = session.connection().connection.cursor()
    try:
        raw.execute(statement)
        names = [column[0] for column in raw.description]
        batches = []
        while rows := raw.fetchmany(_BATCH):
            columns = [pa.array(values) for values in zip(*rows, strict=True)]
            batches.append(pa.table(columns, names=names))
        if not batches:
            return pa.schema([(name, pa.int64()) for name in names]).empty_table()
        return pa.concat_tables(batches, promote_options="permissive")
    finally:
        raw.close()


def insert_rows(
    session: Session, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Inserts tuples in the caller's transaction: COPY on PostgreSQL, executemany on SQLite."""
    connection = session.connection()
    raw: Any = connection.connection.cursor()
    names = ", ".join(f'"{column}"' for column in columns)
    try:
        if connection.dialect.name == "postgresql":
            with raw.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" for _ in columns)
        statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
        raw.executemany(statement, list(_as_kept(table, columns, rows, connection.dialect)))
    finally:
        raw.close()


def reserve(session: Session, table: Table, count: int) -> list[int]:
    """`count` ids of a table, ascending, that nobody else gets."""
    if session.get_bind().dialect.name == "postgresql":
        statement = text(
            "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"
        )
        found = session.execute(statement, {"name": table.name, "count": count}).scalars()
        return sorted(int(number) for number in found)
    last = session.scalar(select(func.max(table.c.id))) or 0
    return list(range(last + 1, last + 1 + count))


def _as_kept(
    table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]], dialect: Dialect
) -> Iterable[Sequence[Any]]:
    """The rows as SQLite keeps them: days and moments are text there."""
    kinds = [table.c[column].type.dialect_impl(dialect) for column in columns]
    written = {
        place: _Written(write)
        for place, kind in enumerate(kinds)
        if (write := kind.bind_processor(dialect)) is not None
    }
    return _rewritten(rows, written) if written else rows


class _Written(dict[Any, Any]):
    """A column's values as they are kept, each worked out once: days repeat in every row."""

    def __init__(self, write: Callable[[Any], Any]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, value: Any) -> Any:
        kept = self[value] = self._write(value)
        return kept


def _rewritten(
    rows: Iterable[Sequence[Any]], written: dict[int, _Written]
) -> Iterator[Sequence[Any]]:
    columns = list(written.items())
    for row in rows:
        kept = list(row)
        for place, values in columns:
            kept[place] = values[kept[place]]
        yield kept


def _connect(url: URL) -> Any:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return adbc_driver_postgresql.dbapi.connect(plain)
