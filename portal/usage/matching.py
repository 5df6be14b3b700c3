"""Tiers 1 and 2 of the matching: which work a lent title belongs to, by ISBN or by equal keys.

The keys are made here, column by column; SQL joins them. Source: matching.sql, decisions/0010.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from portal.kernel.title_parts import name_parts, title_parts
from portal.usage.engine_duckdb import statements

_NOT_DIGITS = re.compile(r"[^0-9]+")
KEYS = (
    "stem", "whole", "look", "letters", "numbers", "volume", "rest", "surname", "given", "name"
)  # fmt: skip
"""`look` is the stem as a scanner may have seen it, `letters` its letters in their order."""
_STEPS = (
    ("candidate", "candidates"),
    ("compared", "compared"),
    ("ruled", "ruled"),
    ("by_keys", "by_keys"),
)
_SEEN = (("rn", "m"), ("vv", "w"), ("ii", "u"), ("i", "l"), ("c", "e"))
KNOWN_ISBN = pa.schema([("item", pa.int64()), ("isbn", pa.int64()), ("kind", pa.string())])


@dataclass(frozen=True)
class Known:
    """What the catalogue and the bibliographies have, with keys.

    `items` has item, work, isbn, KEYS and year; `isbns` is as KNOWN_ISBN. An item is an edition,
    or a record, under one of its names; items of one work have the same `work`.
    """

    items: pa.Table
    isbns: pa.Table


def with_keys(table: pa.Table) -> pa.Table:
    """The table with KEYS of its columns `title` and `author`, which go."""
    columns: Mapping[str, list[str]] = {name: [] for name in KEYS}
    titles, authors = table["title"].to_pylist(), table["author"].to_pylist()
    for title, author in zip(titles, authors, strict=True):
        parts, name = title_parts(title), name_parts(author)
        numbers = _NOT_DIGITS.sub(" ", parts.stem).strip()
        words = (
            parts.stem, parts.whole, _look(parts.stem), "".join(sorted(parts.stem)), numbers,
            parts.volume, parts.rest, name.surname, name.given, name.key,
        )  # fmt: skip
        for key, word in zip(KEYS, words, strict=True):
            columns[key].append(word)
    keyed = table.drop_columns(["title", "author"])
    for key in KEYS:
        keyed = keyed.append_column(key, pa.array(columns[key], pa.string()))
    return keyed


def by_isbn(connection: duckdb.DuckDBPyConnection, known: Known) -> None:
    """Tier 1: makes `by_isbn` of the connection's `lent_isbn`."""
    connection.register("known", known.items)
    connection.register("known_isbn", known.isbns)
    _table(connection, "by_isbn", statements("matching.sql")["by_isbn"])


def by_keys(connection: duckdb.DuckDBPyConnection, asked: pa.Table) -> None:
    """Tier 2: makes `by_keys`, and `compared` of every pair that shares a key.

    `asked` has lent, year, title and author of what no ISBN links; `known` is there already.
    """
    connection.register("asked", with_keys(asked))
    sql = statements("matching.sql")
    for name, statement in _STEPS:
        _table(connection, name, sql[statement])


def _look(stem: str) -> str:
    for one, seen in _SEEN:
        stem = stem.replace(one, seen)
    return stem


def _table(connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
