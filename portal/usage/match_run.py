"""One run of the matching over what was lent: every count with its work, tier and reasons."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from portal.usage import matching
from portal.usage.archive import made_durable
from portal.usage.counts import asked, existing
from portal.usage.engine_duckdb import opened, statements
from portal.usage.matching import Known
from portal.usage.paths import made, writing
from portal.usage.reading import COUNTS_FOLDER

ENDING = "-evidence.parquet"
_BATCH = pa.schema(
    [
        ("isbn", pa.int64()),
        ("members", pa.string()),
        ("loan_year", pa.int32()),
        ("loans", pa.int64()),
    ]
)
_TITLED = pa.schema([("isbn", pa.int64()), ("title", pa.string()), ("author", pa.string())])
_WORKS = pa.schema(
    [
        ("key", pa.string()),
        ("title", pa.string()),
        ("author", pa.string()),
        ("loan_year", pa.int32()),
        ("loans", pa.int64()),
    ]
)
SCORED = pa.schema(
    [
        ("lent", pa.int64()),
        ("item", pa.int64()),
        ("work", pa.string()),
        ("weight_ppm", pa.int64()),
    ]
)
_BY_KEYS = pa.schema(
    [
        ("lent", pa.int64()),
        ("work", pa.string()),
        ("item", pa.int64()),
        ("rule", pa.int32()),
        ("title", pa.string()),
        ("name", pa.string()),
        ("rest", pa.string()),
    ]
)
DECIDED = pa.schema([("key", pa.string()), ("isbn", pa.int64()), ("tier", pa.int32())])

Scoring = Callable[[duckdb.DuckDBPyConnection, pa.Table], pa.Table]


@dataclass(frozen=True)
class Question:
    """What to match: files of imports, a loan year or all, and what people have said.

    `claimed` has isbn; `claimed_works` names works as `Known` does; `decided` is as DECIDED.
    """

    counts_paths: Sequence[str]
    titles_paths: Sequence[str]
    unmatched_paths: Sequence[str]
    year: int | None
    claimed: pa.Table
    claimed_works: Sequence[str]
    decided: pa.Table


@dataclass(frozen=True)
class Figure:
    """Titles and loans of one loan year, tier and state (see matching.sql, evidence)."""

    loan_year: int
    tier: int | None
    state: str
    without_isbn: bool
    titles: int
    loans: int


@dataclass(frozen=True)
class Found:
    """The file with the evidence, relative to the data folder, and its figures."""

    evidence_path: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Evidence:
    """Why the loans of a title in a year belong where they do; `work` None: nowhere yet."""

    key: str
    isbns: str
    title: str
    author: str
    loan_year: int
    loans: int
    tier: int | None
    work: str | None
    isbn: int | None
    reasons: str
    weight_ppm: int | None
    state: str


class Linking(Protocol):
    """An engine's tiers 1 and 2: see portal.usage.matching."""

    def by_isbn(self, connection: duckdb.DuckDBPyConnection, known: Known) -> None:
        """Makes `by_isbn`."""

    def by_keys(self, connection: duckdb.DuckDBPyConnection, asked: pa.Table) -> None:
        """Makes `by_keys`."""


def run(
    data_dir: Path,
    question: Question,
    known: Known,
    scoring: Scoring | None = None,
    linking: Linking = matching,
) -> Found:
    """Matches and writes the evidence; nothing refers to it until the database does.

    `scoring` is tier 3: it gives SCORED of the titles that it is asked. Raises CountsMissing and
    FolderNotWritable.
    """
    sql = statements("matching.sql")
    with opened(data_dir) as connection:
        load(connection, data_dir, question)
        linking.by_isbn(connection, known)
        left = connection.sql(sql["to_be_asked"]).to_arrow_table()
        scored = SCORED.empty_table()
        if left.num_rows:
            connection.register("known", _and_as_libraries_write(connection, known))
            linking.by_keys(connection, left)
            scored = scoring(connection, left) if scoring else scored
        else:
            connection.register("by_keys", _BY_KEYS.empty_table())
        connection.register("scored", scored)
        connection.register("claimed", question.claimed)
        works = pa.table({"work": pa.array(question.claimed_works, pa.string())})
        connection.register("claimed_work", works)
        connection.register("decided", question.decided)
        connection.execute(f"CREATE TEMP TABLE evidence AS {sql['evidence']}")
        rows = connection.execute(sql["figures"]).fetchall()
        path = _written(connection, data_dir)
    return Found(path, tuple(Figure(*row) for row in rows))


def load(connection: duckdb.DuckDBPyConnection, data_dir: Path, question: Question) -> None:
    """Makes `lent_every`, `lent` and `lent_isbn`."""
    sql = statements("matching.sql")
    for name, paths, schema in (
        ("batch", question.counts_paths, _BATCH),
        ("titled", question.titles_paths, _TITLED),
        ("works", question.unmatched_paths, _WORKS),
    ):
        if paths:
            connection.read_parquet(existing(data_dir, paths)).create_view(name)
        else:
            connection.register(name, schema.empty_table())
    for statement in ("lent_counted", "lent_unmatched"):
        connection.execute(sql[statement], {"year": question.year})
    for statement in ("lent", "lent_isbn"):
        connection.execute(sql[statement])


def _and_as_libraries_write(connection: duckdb.DuckDBPyConnection, known: Known) -> pa.Table:
    """What is known, and each edition also under the title and name that libraries' files have;
    with keys.
    """
    named = connection.sql(statements("matching.sql")["as_libraries_write"]).to_arrow_table()
    first = known.items.num_rows
    items = pa.array(range(first, first + named.num_rows), pa.int64())
    years = pa.array([0] * named.num_rows, pa.int32())
    more = named.append_column("item", items).append_column("year", years)
    return matching.with_keys(
        pa.concat_tables([known.items, more.select(known.items.column_names)])
    )


def _written(connection: duckdb.DuckDBPyConnection, data_dir: Path) -> str:
    folder = made(data_dir / COUNTS_FOLDER)
    final = folder / f"{secrets.token_hex(8)}{ENDING}"
    part = final.with_suffix(".part")
    ordered = connection.sql("SELECT * FROM evidence ORDER BY key, loan_year")
    with writing(folder):
        try:
            batches = ordered.to_arrow_reader(100_000)
            with pq.ParquetWriter(part, batches.schema, compression="zstd") as writer:
                for batch in batches:
                    writer.write_batch(batch)
            made_durable(part)
            part.replace(final)
            made_durable(folder)
        finally:
            part.unlink(missing_ok=True)
    return f"{COUNTS_FOLDER}/{final.name}"


def of_isbn(data_dir: Path, evidence_path: str, isbn: int) -> list[Evidence]:
    """The evidence of an ISBN: of what was lent under it, and of what was linked to it."""
    parameters = {"paths": existing(data_dir, [evidence_path]), "isbn": isbn}
    return [Evidence(*row) for row in asked("evidence_of_isbn", parameters)]


def of_keys(data_dir: Path, evidence_path: str, keys: Sequence[str]) -> list[Evidence]:
    """The evidence of unmatched works, by key."""
    wanted = [f"unmatched:{key}" for key in keys]
    parameters = {"paths": existing(data_dir, [evidence_path]), "wanted": wanted}
    return [Evidence(*row) for row in asked("evidence_of_keys", parameters)]


def suggested(
    data_dir: Path, evidence_path: str, decided: Sequence[str], limit: int
) -> list[Evidence]:
    """Unmatched works that a tier links to a work, most lent first, with the loans of all years.

    Without those of the keys `decided`.
    """
    paths = existing(data_dir, [evidence_path])
    parameters = {"paths": paths, "decided": list(decided), "limit": limit}
    return [Evidence(*row) for row in asked("evidence_suggested", parameters)]
