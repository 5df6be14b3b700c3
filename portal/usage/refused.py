"""The refused rows of an import, read again out of the archive for whoever has to mend them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from portal.usage import archive, pipeline
from portal.usage.archive import Original
from portal.usage.engine_duckdb import opened, statements
from portal.usage.errors import CountsMissing
from portal.usage.readers import FORMATS, layout_of
from portal.usage.reading import METADATA_KEY

HEADER = (
    "file",
    "line",
    "reason",
    "isbn",
    "year",
    "medium",
    "class",
    "loans",
    "renewals",
    "library",
    "title",
    "author",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BATCH = 10_000


def refused_rows(data_dir: Path, refused_path: str, out: Path) -> int:
    """Writes every refused row to the CSV file `out` (columns HEADER); returns how many.

    `line` counts rows as a spreadsheet does, the header being 1. Cells that a spreadsheet would
    take for a formula get an apostrophe in front.
    """
    groups = data_dir / refused_path
    if not groups.is_file():
        raise CountsMissing(file=refused_path)
    context = json.loads(pq.read_schema(groups).metadata[METADATA_KEY])
    written = 0
    with out.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\r\n")
        writer.writerow(HEADER)
        for digest, name in context["files"]:
            original = archive.reopened(data_dir, digest, name)
            for rows in _batches(original, context, data_dir):
                writer.writerows([harmless(name), *map(harmless, row)] for row in rows)
                written += len(rows)
    return written


def harmless(cell: Any) -> str:
    """A cell's text that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _batches(
    original: Original, context: dict[str, Any], data_dir: Path
) -> Iterator[list[tuple[Any, ...]]]:
    one = FORMATS[context["format"]]
    with opened(data_dir) as connection:
        connection.execute("SET preserve_insertion_order = true")
        pipeline.prepared(connection, context["classes"], context.get("counter"))
        files = [(original, layout_of(original, one.name))]
        pipeline.run(connection, files, *pipeline.over_text(files, "row_by_row"))
        connection.execute(statements("reading.sql")["titled_row_by_row"])
        pipeline.judge(connection, one)
        settled = pipeline.settled(one, "refused_rows")
        result = connection.execute(settled, {"year": context["year"]})
        while rows := result.fetchmany(_BATCH):
            yield rows
