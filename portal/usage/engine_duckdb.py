"""DuckDB, set up for two cores and little memory; and the named statements of a .sql file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb

from portal.usage.paths import made

THREADS = 2
MEMORY_LIMIT = "420MB"
LOOKUP_MEMORY = "200MB"
_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
_GLOB = re.compile(r"[*?\[]")


_ALWAYS: dict[str, Any] = {
    "threads": THREADS,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@contextmanager
def opened(data_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills into `data_dir`/tmp and never downloads an extension."""
    spill = made(data_dir / "tmp")
    config = {
        **_ALWAYS,
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(spill),
        "preserve_insertion_order": False,
    }
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET enable_progress_bar = false")  # else it is drawn into the worker's log
    try:
        yield connection
    finally:
        connection.close()


def lookup_connection() -> duckdb.DuckDBPyConnection:
    """A database in memory for small questions; it writes nothing."""
    config = {**_ALWAYS, "memory_limit": LOOKUP_MEMORY, "temp_directory": ""}
    return duckdb.connect(":memory:", config=config)


@cache
def statements(file_name: str) -> Mapping[str, str]:
    """The statements of a .sql file of this room by the name in the comment above each."""
    text = resources.files("portal.usage").joinpath(file_name).read_text(encoding="utf-8")
    parts = _NAME.split(text)[1:]
    return {name: sql.strip() for name, sql in zip(parts[::2], parts[1::2], strict=True)}


def literal_path(path: Path) -> str:
    """A path that DuckDB reads as one file, whatever characters its folders' names have."""
    return _GLOB.sub(lambda sign: f"[{sign.group()}]", str(path))
