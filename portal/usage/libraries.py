"""Loans by library system, made after an import out of the archived originals.

The same rows count as in the counts: the same SQL judges them, file by file, as it did then.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from portal.usage import archive, pipeline
from portal.usage.archive import Original
from portal.usage.counts import asked, existing
from portal.usage.engine_duckdb import literal_path, opened, statements
from portal.usage.errors import CountsMissing
from portal.usage.paths import made, writing
from portal.usage.readers import FORMATS, Layout, layout_of
from portal.usage.reading import COUNTS_FOLDER, METADATA_KEY
from portal.usage.shapes import LibraryCount

ENDING = "-libraries.parquet"
# Few rows a group, sorted by ISBN: a page reads only the groups that may have its ISBNs.
_ROWS_A_GROUP = 20_480
_LARGEST_BATCH = 96 << 20

Batch = list[tuple[Original, Layout]]


def count(data_dir: Path, refused_path: str) -> str:
    """Counts an import's archived files by library system; the new file's path in `data_dir`.

    `refused_path` is the import's, which keeps how its files were read. Raises ArchiveMissing,
    CountsMissing and FolderNotWritable; then nothing stays behind.
    """
    context = context_of(data_dir, refused_path)
    folder = made(data_dir / COUNTS_FOLDER)
    final = folder / f"{secrets.token_hex(8)}{ENDING}"
    work = made(final.with_suffix(".part"))
    try:
        with writing(folder):
            parts = [
                _part(data_dir, context, batch, work / f"{number}.parquet")
                for number, batch in enumerate(batches(data_dir, context))
            ]
            merged = work / "merged"
            _merge(data_dir, parts, merged)
            archive.made_durable(merged)
            merged.replace(final)
            archive.made_durable(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return str(final.relative_to(data_dir))


def for_isbns(
    data_dir: Path, libraries_paths: Sequence[str], isbns: Sequence[int]
) -> list[LibraryCount]:
    """The counts by library system of every title that has one of `isbns`; raises CountsMissing."""
    if not libraries_paths or not isbns:
        return []
    parameters = {"paths": existing(data_dir, libraries_paths), "isbns": list(isbns)}
    return [
        LibraryCount(tuple(int(isbn) for isbn in members.split()), year, medium, library, loans)
        for members, year, medium, library, loans in asked("libraries_for_isbns", parameters)
    ]


def largest(
    data_dir: Path, libraries_paths: Sequence[str], loan_year: int
) -> dict[str, tuple[int, int]]:
    """Library system → its most lent title of a year and that title's loans; CountsMissing."""
    if not libraries_paths:
        return {}
    parameters = {"paths": existing(data_dir, libraries_paths), "year": loan_year}
    with opened(data_dir) as connection:
        rows = connection.execute(statements("libraries.sql")["largest"], parameters).fetchall()
    return {library: (title, loans) for library, title, loans in rows}


def differing(data_dir: Path, counts_path: str, libraries_path: str) -> int:
    """How many sums of a title, loan year and medium are not those of the counts."""
    counts, libraries = existing(data_dir, [counts_path, libraries_path])
    parameters = {"counts": counts, "libraries": libraries}
    with opened(data_dir) as connection:
        row = connection.execute(statements("libraries.sql")["differing"], parameters).fetchone()
    return int(row[0]) if row else 0


def context_of(data_dir: Path, refused_path: str) -> Mapping[str, Any]:
    """How an import's files were read: format, year, source, class table, files."""
    path = data_dir / refused_path
    if not path.is_file():
        raise CountsMissing(file=refused_path)
    context: Mapping[str, Any] = json.loads(pq.read_schema(path).metadata[METADATA_KEY])
    return context


def batches(data_dir: Path, context: Mapping[str, Any]) -> Iterator[Batch]:
    """The originals, several small ones at a time: no batch is much larger than a bound."""
    batch: Batch = []
    size = 0
    for digest, name in context["files"]:
        original = archive.reopened(data_dir, digest, name)
        if batch and size + original.size > _LARGEST_BATCH:
            yield batch
            batch, size = [], 0
        batch.append((original, layout_of(original, context["format"])))
        size += original.size
    yield batch


def _part(data_dir: Path, context: Mapping[str, Any], batch: Batch, part: Path) -> Path:
    """Writes the loans of some files by title, year, medium and library system."""
    one = FORMATS[context["format"]]
    sql = statements("reading.sql")
    with opened(data_dir) as connection:
        pipeline.prepared(connection, context["classes"], context.get("counter"))
        grouped, parameters = pipeline.over_text(
            batch, "grouped_by_library", keeps_written="true" if one.by_file else "false"
        )
        pipeline.run(connection, batch, grouped, parameters)
        if one.by_file:
            pipeline.run(connection, batch, *pipeline.over_text(batch, "titled_by_library"))
        else:
            connection.execute(sql["titled_plain"])
        pipeline.judge(connection, one)
        settled = pipeline.settled(one, "by_library")
        asked_for = {"year": context["year"], "source": context["source"]}
        connection.execute(f"CREATE TEMP TABLE counted AS {settled}", asked_for)
        connection.table("counted").write_parquet(str(part))
    return part


def _merge(data_dir: Path, parts: Sequence[Path], target: Path) -> None:
    with opened(data_dir) as connection:
        connection.read_parquet([literal_path(part) for part in parts]).create_view("part")
        relation = connection.sql(statements("libraries.sql")["merged"])
        relation.write_parquet(str(target), compression="zstd", row_group_size=_ROWS_A_GROUP)
