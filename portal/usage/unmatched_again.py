"""Unmatched works of an import that was read before they were kept, out of the archive."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from portal.usage import archive, pipeline, unmatched
from portal.usage.engine_duckdb import literal_path, opened
from portal.usage.libraries import batches, context_of
from portal.usage.paths import made, writing
from portal.usage.readers import FORMATS
from portal.usage.readers.format import Format
from portal.usage.reading import COUNTS_FOLDER


def again(data_dir: Path, refused_path: str) -> str:
    """Makes the file of an import out of its archived originals; its path in `data_dir`.

    Raises ArchiveMissing, CountsMissing and FolderNotWritable; then nothing stays behind.
    """
    context = context_of(data_dir, refused_path)
    folder = made(data_dir / COUNTS_FOLDER)
    final = folder / f"{secrets.token_hex(8)}{unmatched.ENDING}"
    work = made(final.with_suffix(".part"))
    one = FORMATS[context["format"]]
    try:
        with writing(folder):
            parts = []
            for number, batch in enumerate(batches(data_dir, context)):
                parts.append(work / f"{number}.parquet")
                _part(data_dir, context, one, batch, parts[-1])
            merged = work / "merged"
            _merge(data_dir, parts, merged)
            archive.made_durable(merged)
            merged.replace(final)
            archive.made_durable(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return str(final.relative_to(data_dir))


def _part(
    data_dir: Path, context: Mapping[str, Any], one: Format, batch: pipeline.Files, part: Path
) -> None:
    """Writes `named` of some files, not yet under keys."""
    with opened(data_dir) as connection:
        pipeline.prepared(connection, context["classes"], context.get("counter"))
        pipeline.load(connection, batch)
        pipeline.judge(connection, one)
        unmatched.name_rows(connection, batch, context)
        connection.table("named").write_parquet(str(part))


def _merge(data_dir: Path, parts: list[Path], target: Path) -> None:
    with opened(data_dir) as connection:
        relation = connection.read_parquet([literal_path(part) for part in parts])
        relation.create("named")
        pq.write_table(unmatched.keyed(connection), target, compression="zstd")
