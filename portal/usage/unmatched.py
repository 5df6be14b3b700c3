"""Loans without a usable ISBN, by title and author: a file beside the counts of an import.

Rows that were refused for nothing but their ISBN; they stay refused. Source: decisions/0010.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from portal.kernel.names import name_key, unmatched_key
from portal.usage import pipeline
from portal.usage.engine_duckdb import statements
from portal.usage.readers import FORMATS

ENDING = "-unmatched.parquet"
SCHEMA = pa.schema(
    [
        ("key", pa.string()),
        ("title", pa.string()),
        ("author", pa.string()),
        ("author_key", pa.string()),
        ("loan_year", pa.int32()),
        ("medium", pa.string()),
        ("class", pa.string()),
        ("library", pa.string()),
        ("rows", pa.int64()),
        ("loans", pa.int64()),
    ]
)
_KEYED = pa.schema(
    [(name, pa.string()) for name in ("title", "author", "medium", "key", "author_key")]
)
_A_BATCH = 20_000
NAMING = tuple(name for name, one in FORMATS.items() if one.by_file)
"""The formats that name titles."""


def write(
    connection: duckdb.DuckDBPyConnection,
    files: pipeline.Files,
    context: Mapping[str, Any],
    target: Path,
) -> None:
    """Writes the unmatched works of `files`, whose `judged` the connection has and loses."""
    name_rows(connection, files, context)
    table = keyed(connection)
    pq.write_table(table, target, compression="zstd")


def name_rows(
    connection: duckdb.DuckDBPyConnection, files: pipeline.Files, context: Mapping[str, Any]
) -> None:
    """Makes `named`: rows refused for their ISBN alone, by title, author, year and library."""
    connection.execute(statements("reading.sql")["without_isbn"])
    sql, parameters = pipeline.over_text(files, "named_without_isbn")
    pipeline.run(connection, files, sql, parameters)
    settled = pipeline.settled(files[0][1].format, "named_settled")
    asked_for = {"year": context["year"], "source": context["source"]}
    connection.execute(settled, asked_for)


def keyed(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The rows of `named` under the key of their unmatched work, as SCHEMA."""
    sql = statements("reading.sql")
    batches = connection.sql(sql["to_be_keyed"]).to_arrow_reader(_A_BATCH)
    # Some at a time: a nation's titles as a list of texts would be several times the file.
    named = pa.Table.from_batches([_with_keys(batch) for batch in batches], _KEYED)
    connection.register("keyed", named)
    table = connection.sql(sql["unmatched"]).to_arrow_table().cast(SCHEMA)
    connection.unregister("keyed")
    return table


def _with_keys(batch: pa.RecordBatch) -> pa.RecordBatch:
    words = [column.to_pylist() for column in batch.columns]
    keys = [unmatched_key(*one) for one in zip(*words, strict=True)]
    names = [name_key(author) for author in words[1]]
    columns = [*batch.columns, pa.array(keys, pa.string()), pa.array(names, pa.string())]
    return pa.record_batch(columns, schema=_KEYED)
