"""Frozen snapshots of runs: a folder of Parquet files and one JSON, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from portal.kernel.errors import Refusal

HEADER = "header.json"
_ROW_GROUP = 50_000


class SnapshotChanged(Refusal):
    """The files of a run's snapshot are not the ones that were written; `path`."""

    code = "snapshot_changed"


def write(data_dir: Path, name: str, header: str, tables: dict[str, pa.Table]) -> tuple[str, str]:
    """Writes a snapshot under `runs/`; returns its path relative to the data folder and the
    SHA-256 of its bytes. The same name twice is two folders: nothing written is touched again.
    """
    relative = f"runs/{name}-{uuid.uuid4().hex[:12]}"
    folder, draft = data_dir / relative, data_dir / f"{relative}.part"
    draft.mkdir(parents=True)
    try:
        (draft / HEADER).write_text(header, encoding="utf-8")
        for table_name, table in tables.items():
            path = draft / f"{table_name}.parquet"
            pq.write_table(table, path, row_group_size=_ROW_GROUP, compression="snappy")
        total = _bytes_digest(draft)
        _sync(draft)
        draft.rename(folder)
        _sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return relative, total


def check(data_dir: Path, relative: str, expected: str) -> None:
    """Raises SnapshotChanged unless the files are the ones that were written."""
    folder = data_dir / relative
    if not folder.is_dir() or _bytes_digest(folder) != expected:
        raise SnapshotChanged(path=relative)


def header(data_dir: Path, relative: str) -> str:
    """The snapshot's JSON."""
    return (data_dir / relative / HEADER).read_text(encoding="utf-8")


def table(
    data_dir: Path,
    relative: str,
    name: str,
    *,
    columns: Sequence[str] | None = None,
    where: list[tuple[str, str, Any]] | None = None,
) -> pa.Table:
    """A table of a snapshot; `where` such as [("payee", "=", 7)] reads only what it needs."""
    path = data_dir / relative / f"{name}.parquet"
    return pq.read_table(path, columns=columns, filters=where, memory_map=True)


def _bytes_digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            total.update(
                f"{path.name} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode()
            )
    return total.hexdigest()


def _sync(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
