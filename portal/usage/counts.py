"""Counts out: for a run all claimed titles of its years, for a page the few it shows."""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from portal.usage import lookups
from portal.usage.engine_duckdb import literal_path, lookup_connection, opened, statements
from portal.usage.errors import CountsMissing
from portal.usage.shapes import Title, TitleCount, Unclaimed, YearTotals

COUNTED = pa.schema(
    [
        ("title", pa.int64()),
        ("members", pa.string()),
        ("loan_year", pa.int32()),
        ("medium", pa.string()),
        ("class", pa.string()),
        ("loans", pa.int64()),
    ]
)
NAMED = pa.schema([("isbn", pa.int64()), ("title", pa.string()), ("author", pa.string())])
BATCH = pa.schema([pa.field("isbn", pa.int64()), *(COUNTED.field(n) for n in COUNTED.names[1:])])


def counted(
    data_dir: Path,
    counts_paths: Sequence[str],
    *,
    years: Sequence[int],
    claimed: pa.Table,
    editions: pa.Table,
) -> pa.Table:
    """Loans (with renewals) of claimed titles in `years`, summed over all imports; see COUNTED.

    `claimed` has isbn (BIGINT), `editions` isbn, medium and class. Medium and class are the row's,
    else the edition's (of a title group: of its smallest ISBN that says one), else physical and
    other. `members` is None for a single ISBN. Ordered by all columns.
    """
    with _counting(data_dir, counts_paths, years, claimed) as connection:
        connection.register("editions", editions.select(["isbn", "medium", "class"]))
        table = connection.sql(statements("counting.sql")["counted"]).to_arrow_table()
    return table.cast(COUNTED)


def year_totals(
    data_dir: Path, counts_paths: Sequence[str], year: int, claimed: pa.Table
) -> YearTotals:
    """Loans and titles of a loan year in all imports, and those that somebody claims."""
    with _counting(data_dir, counts_paths, [year], claimed) as connection:
        row = connection.execute(statements("counting.sql")["year_totals"]).fetchone()
    return YearTotals(*row) if row else YearTotals(0, 0, 0, 0)


def for_isbns(
    data_dir: Path, counts_paths: Sequence[str], isbns: Sequence[int]
) -> list[TitleCount]:
    """The counts of every title that has one of `isbns`; medium and class None: no row said."""
    if not counts_paths or not isbns:
        return []
    asked_for = frozenset(isbns)
    sums: dict[tuple[tuple[int, ...], int, str | None, str | None], int] = defaultdict(int)
    found = lookups.rows(data_dir, counts_paths, isbns)
    for isbn, members, year, medium, class_, loans in found:
        title = (isbn,) if members is None else tuple(map(int, members.split()))
        if isbn == next(one for one in title if one in asked_for):  # once, not for each ISBN
            sums[title, year, medium, class_] += loans
    return [
        TitleCount(*key, loans)
        for key, loans in sorted(sums.items(), key=lambda one: _none_first(one[0]))
    ]


def titles_for(
    data_dir: Path, titles_paths: Sequence[str], isbns: Sequence[int]
) -> dict[int, Title]:
    """Title and author of those `isbns` that the files name."""
    if not titles_paths or not isbns:
        return {}
    said: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for isbn, title, author in lookups.rows(data_dir, titles_paths, isbns):
        said[isbn][title, author] += 1
    return {
        isbn: Title(*min(found, key=lambda one: (-found[one], one)))
        for isbn, found in sorted(said.items())
    }


def unclaimed(
    data_dir: Path,
    counts_paths: Sequence[str],
    titles_paths: Sequence[str],
    year: int,
    claimed: pa.Table,
) -> list[Unclaimed]:
    """Lent titles of a year that nobody claims and whose author the files name, most lent first."""
    if not titles_paths:
        return []
    with _counting(data_dir, counts_paths, [year], claimed) as connection:
        connection.read_parquet(existing(data_dir, titles_paths)).create_view("named")
        rows = connection.execute(statements("counting.sql")["unclaimed"]).fetchall()
    return [Unclaimed(*row) for row in rows]


def lent_unclaimed(
    data_dir: Path,
    counts_paths: Sequence[str],
    titles_paths: Sequence[str],
    year: int,
    claimed: pa.Table,
    *,
    text: str,
    limit: int,
    offset: int,
) -> tuple[list[Unclaimed], int]:
    """Lent titles of a year that nobody claims, most lent first, and how many there are.

    `text` is a part of title or author, or the beginning of an ISBN; empty for all.
    """
    digits = re.sub(r"[\s-]", "", text)
    asked_for = {
        "text": text.strip(), "digits": digits if digits.isdecimal() else "",
        "limit": limit, "offset": offset,
    }  # fmt: skip
    with _counting(data_dir, counts_paths, [year], claimed) as connection:
        if titles_paths:
            connection.read_parquet(existing(data_dir, titles_paths)).create_view("named")
        else:
            connection.register("named", NAMED.empty_table())
        sql = statements("counting.sql")["lent_unclaimed"]
        rows = connection.execute(sql, asked_for).fetchall()
    return [Unclaimed(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def _none_first(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple((part is not None, part) for part in key)


@contextmanager
def _counting(
    data_dir: Path, counts_paths: Sequence[str], years: Sequence[int], claimed: pa.Table
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the views that counting.sql names."""
    with opened(data_dir) as connection:
        if counts_paths:
            connection.read_parquet(existing(data_dir, counts_paths)).create_view("batch")
        else:
            connection.register("batch", BATCH.empty_table())
        connection.register("wanted", pa.table({"loan_year": pa.array(set(years), pa.int32())}))
        distinct = claimed.select(["isbn"]).group_by("isbn").aggregate([])
        connection.register("claimed", distinct)
        yield connection


def existing(data_dir: Path, relative: Sequence[str]) -> list[str]:
    """The files of `relative` as DuckDB names them; raises CountsMissing."""
    return [literal_path(file) for file in existing_files(data_dir, relative)]


def existing_files(data_dir: Path, relative: Sequence[str]) -> list[Path]:
    """The files of `relative`; raises CountsMissing."""
    files = [data_dir / path for path in relative]
    for name, file in zip(relative, files, strict=True):
        if not file.is_file():
            raise CountsMissing(file=name)
    return files


def asked(name: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a page's question, a statement of looking_up.sql."""
    with _shared(os.getpid()).cursor() as cursor:
        return cursor.execute(statements("looking_up.sql")[name], parameters).fetchall()


@cache
def _shared(process: int) -> duckdb.DuckDBPyConnection:
    """One connection per process for pages: to open one costs more than to ask."""
    return lookup_connection()
