"""Tiers 1 and 2 of the matching: which work a lent title belongs to, by ISBN or by equal keys.

The keys are made here, column by column; SQL joins them. Source: matching.sql, decisions/0010.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from portal.kernel.title_parts import name_parts, title_parts
from portal.usage.engine_duckdb import statements

_NOT_MISSPELT = re.compile(r"[0-9]|^.$")
KEYS = (
    "stem", "whole", "look", "letters", "numbers", "volume", "rest", "surname", "given", "name"
)  # fmt: skip
"""`look` is the stem as a scanner may have seen it, `letters` its letters in their order,
`numbers` its words with a digit or of one sign."""
STEPS = (
    ("candidate", "candidates"),
    ("compared", "compared"),
    ("ruled", "ruled"),
    ("by_keys", "by_keys"),
)
_SEEN = (("rn", "m"), ("vv", "w"), ("ii", "u"), ("i", "l"), ("c", "e"))
KNOWN_ISBN = pa.schema([("item", pa.int64()), ("isbn", pa.int64()), ("kind", pa.string())])


@dataclass(frozen=True)
class Known:
    """What the catalogue and the bibliographies have.

    `items` has item, work, isbn, year, title and author (or KEYS in their place); `isbns` is as
    KNOWN_ISBN. An item is an edition, or a record, under one of its names; items of one work have
    the same `work`.
    """

    items: pa.Table
    isbns: pa.Table


def with_keys(table: pa.Table) -> pa.Table:
    """The table with KEYS of its columns `title` and `author`, which go; as it is where they are.

    Each different title and name is taken apart once: a nation's catalogue repeats them.
    """
    if "title" not in table.column_names:
        return table
    titles = table["title"].combine_chunks().dictionary_encode()
    authors = table["author"].combine_chunks().dictionary_encode()
    said = [_title_words(title) for title in titles.dictionary.to_pylist()]
    named = [_name_words(author) for author in authors.dictionary.to_pylist()]
    keyed = table.drop_columns(["title", "author"])
    for words, keys, indices in (
        (said, KEYS[:-3], titles.indices),
        (named, KEYS[-3:], authors.indices),
    ):
        columns = zip(*words, strict=True) if words else [()] * len(keys)
        for key, column in zip(keys, columns, strict=True):
            keyed = keyed.append_column(key, pa.array(column, pa.string()).take(indices))
    return keyed


def _title_words(title: str) -> tuple[str, ...]:
    parts = title_parts(title)
    numbers = " ".join(word for word in parts.stem.split() if _NOT_MISSPELT.search(word))
    letters = "".join(sorted(parts.stem))
    return parts.stem, parts.whole, _look(parts.stem), letters, numbers, parts.volume, parts.rest


def _name_words(author: str) -> tuple[str, ...]:
    name = name_parts(author)
    return name.surname, name.given, name.key


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
    for name, statement in STEPS:
        _table(connection, name, sql[statement])


def _look(stem: str) -> str:
    for one, seen in _SEEN:
        stem = stem.replace(one, seen)
    return stem


def _table(connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
