"""A file of counts or titles laid out for pages: sorted by ISBN and mapped, never read whole.

Beside each Parquet file stands `….arrow` with the same rows, a row of a title group under each of
its ISBNs. It is made by whoever asks first, follows from the Parquet alone, and may be deleted.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from portal.kernel.columns import Column, column, ranges
from portal.usage.archive import made_durable
from portal.usage.errors import CountsMissing, FolderNotWritable
from portal.usage.paths import writing

ENDING = ".arrow"
KEY = "key"
_OPEN_FILES = 512
_WORDS = ("medium", "class")


def rows(
    data_dir: Path, relative: Sequence[str], isbns: Sequence[int]
) -> Iterator[tuple[Any, ...]]:
    """The rows of some files that stand under any of `isbns`: that ISBN, then the columns.

    A row of a title group comes once for each of its ISBNs that is asked. Raises CountsMissing.
    """
    for name in relative:
        if not (data_dir / name).is_file():
            raise CountsMissing(file=name)
    wanted = column(sorted(set(isbns)))
    for name in relative:
        yield from _found(_opened(data_dir / name), wanted)


def _found(batch: pa.RecordBatch, wanted: Column) -> Iterator[tuple[Any, ...]]:
    keys = batch.column(KEY).to_numpy()
    first = np.searchsorted(keys, wanted, "left")
    number = column(np.searchsorted(keys, wanted, "right") - first)
    found = batch.take(pa.array(ranges(column(first), number)))
    return zip(*(_values(one) for one in found.columns), strict=True)


def laid_out(path: Path) -> pa.RecordBatch:
    """The rows of a Parquet file as a page looks them up."""
    table = pq.read_table(path)
    key, place = _keys(table)
    order = np.argsort(key, kind="stable")
    if place is not None:
        table = table.take(pa.array(place[order]))
    table = table.drop_columns("isbn").add_column(0, KEY, pa.array(key[order]))
    for name in _WORDS:
        if name in table.column_names:
            at = table.column_names.index(name)
            table = table.set_column(at, name, _by_place(table[name]))
    return table.combine_chunks().to_batches()[0] if table.num_rows else _empty(table.schema)


def differs(data_dir: Path, relative: str) -> bool:
    """Whether what pages look up says otherwise than the Parquet file that it is made of."""
    path = data_dir / relative
    if not path.is_file() or not path.with_suffix(ENDING).is_file():
        return False
    try:
        return not _mapped(path.with_suffix(ENDING)).equals(laid_out(path))
    except (OSError, pa.ArrowInvalid):
        return True


def forget() -> None:
    """Lets go of the files that are open, as a new process does."""
    _opened.cache_clear()


@lru_cache(maxsize=_OPEN_FILES)
def _opened(path: Path) -> pa.RecordBatch:
    target = path.with_suffix(ENDING)
    if not target.is_file():
        batch = laid_out(path)
        try:
            _write(batch, target)
        except FolderNotWritable:  # a folder that a page may only read
            return batch
    return _mapped(target)


def _mapped(path: Path) -> pa.RecordBatch:
    return pa.ipc.open_file(pa.memory_map(str(path))).get_batch(0)


def _write(batch: pa.RecordBatch, target: Path) -> None:
    part = target.with_name(f"{target.stem}-{secrets.token_hex(4)}.part")
    with writing(target.parent):
        try:
            with pa.OSFile(str(part), "wb") as file, pa.ipc.new_file(file, batch.schema) as writer:
                writer.write_batch(batch)
            made_durable(part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def _keys(table: pa.Table) -> tuple[Column, Column | None]:
    """The ISBN of each row to look up, and which row it is; None where they are the file's own."""
    isbn = column(table["isbn"].to_numpy())
    groups = _groups(table)
    if groups is None:
        return isbn, None if _sorted(isbn) else np.arange(isbn.size, dtype=np.int64)
    members, row = groups
    alone = column(np.flatnonzero(pc.is_null(table["members"]).to_numpy()))
    return np.concatenate((isbn[alone], members)), np.concatenate((alone, row))


def _groups(table: pa.Table) -> tuple[Column, Column] | None:
    if "members" not in table.column_names or table["members"].null_count == table.num_rows:
        return None
    place = column(np.flatnonzero(pc.is_valid(table["members"]).to_numpy()))
    lists = pc.split_pattern(table["members"].take(pa.array(place)).combine_chunks(), " ")
    members = pc.cast(pc.list_flatten(lists), pa.int64()).to_numpy()
    return column(members), place[pc.list_parent_indices(lists).to_numpy()]


def _sorted(values: Column) -> bool:
    return bool((values[1:] >= values[:-1]).all())


def _by_place(words: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of few different words as their places in a list."""
    return words.combine_chunks().dictionary_encode()


def _values(one: pa.Array) -> list[Any]:
    if isinstance(one, pa.DictionaryArray):
        words = [*one.dictionary.to_pylist(), None]
        return [words[place] for place in one.indices.fill_null(len(words) - 1).to_pylist()]
    values: list[Any] = one.to_pylist()
    return values


def _empty(schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([], one.type) for one in schema], schema=schema)
