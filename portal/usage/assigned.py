"""Counts that people's decisions gave to editions: written anew from the decisions in force."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from portal.usage.archive import made_durable
from portal.usage.counts import asked, existing
from portal.usage.engine_duckdb import lookup_connection, statements
from portal.usage.paths import made, writing
from portal.usage.reading import COUNTS_FOLDER

ENDING = "-assigned.parquet"
BY_LIBRARY = "-assigned-by-library.parquet"
_KINDS = ("assigned", "assigned_by_library")


@dataclass(frozen=True)
class Tables:
    """The counts of an import as `usage.counts` and `usage.libraries` have theirs."""

    counts: pa.Table
    libraries: pa.Table


def tables(data_dir: Path, unmatched_path: str, links: Mapping[str, int]) -> Tables:
    """What the decisions give: `links` is the key of an unmatched work → the edition's ISBN."""
    schema = pa.schema([("key", pa.string()), ("isbn", pa.int64())])
    linked = pa.table([list(links), list(links.values())], schema=schema)
    parameters = {"paths": existing(data_dir, [unmatched_path])}
    sql = statements("counting.sql")
    with lookup_connection() as connection:
        connection.register("linked", linked)
        found = [connection.sql(sql[kind], params=parameters).to_arrow_table() for kind in _KINDS]
    return Tables(*found)


def write(data_dir: Path, tables: Tables) -> str:
    """Writes both tables; the path of the counts in `data_dir`. Raises FolderNotWritable.

    Nothing refers to them until the database does; killed, halves stay behind.
    """
    folder = made(data_dir / COUNTS_FOLDER)
    name = secrets.token_hex(8)
    with writing(folder):
        for table, ending in ((tables.libraries, BY_LIBRARY), (tables.counts, ENDING)):
            part = folder / f"{name}{ending}.part"
            pq.write_table(table, part, compression="zstd")
            made_durable(part)
            part.replace(folder / f"{name}{ending}")
        made_durable(folder)
    return f"{COUNTS_FOLDER}/{name}{ending}"


def by_library(path: str) -> str:
    """The file by library system that belongs to a file of assigned counts."""
    return path.removesuffix(ENDING) + BY_LIBRARY


def differs(data_dir: Path, path: str, wanted: Tables) -> bool:
    """Whether the files say otherwise than the tables, or are not there."""
    try:
        counts, libraries = (pq.read_table(data_dir / one) for one in (path, by_library(path)))
    except (OSError, pa.ArrowInvalid):
        return True
    return not (counts.equals(wanted.counts) and libraries.equals(wanted.libraries))


def holding(data_dir: Path, paths: Sequence[str], keys: Sequence[str]) -> frozenset[str]:
    """Those of the files of unmatched works that have one of the keys; raises CountsMissing."""
    if not paths or not keys:
        return frozenset()
    names = dict(zip(existing(data_dir, paths), paths, strict=True))
    parameters = {"paths": list(names), "wanted": list(keys)}
    found = {Path(file).name for (file,) in asked("files_holding", parameters)}
    return frozenset(path for path in paths if Path(path).name in found)
