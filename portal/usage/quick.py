"""The quick way for plain text files: Arrow reads them in place, strictly, where nothing needs quotes.

A file that is compressed, large, quoted or has a number that is no whole number goes the way of every other
file (`left`); both ways say the same, row for row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.csv as pacsv

from portal.usage.archive import Original
from portal.usage.readers import Layout

LARGEST = 16 << 20
_TYPES = {
    "isbn": pa.string(),
    "year": pa.int32(),
    "medium": pa.string(),
    "class": pa.string(),
    "loans": pa.int32(),
    "renewals": pa.int32(),
    "library": pa.string(),
}
SCHEMA = pa.schema([*_TYPES.items(), ("file", pa.int32())])
_NOT_QUICK = (b'"', b"\r", b"x", b"\0")


class QuickRows:
    """Rows of those files that can be read quickly; `left` are the others, known once all is read."""

    def __init__(self, files: Sequence[tuple[Original, Layout]]) -> None:
        self.files = files
        self.left: list[tuple[Original, Layout]] = []

    def reader(self) -> pa.RecordBatchReader:
        """The rows as SCHEMA; `file` is the place in `files`."""
        return pa.RecordBatchReader.from_batches(SCHEMA, self._batches())

    def _batches(self) -> Iterator[pa.RecordBatch]:
        for place, (original, layout) in enumerate(self.files):
            table = _table(original, layout)
            if table is None:
                self.left.append((original, layout))
            else:
                yield from _as_schema(table, place).to_batches()


def is_quick(original: Original, layout: Layout) -> bool:
    """Whether a file may be tried quickly, by its size and layout."""
    return layout.newline == "\n" and not layout.compressed and original.size <= LARGEST


def _table(original: Original, layout: Layout) -> pa.Table | None:
    if not is_quick(original, layout):
        return None
    data = original.path.read_bytes()
    if any(sign in data for sign in _NOT_QUICK) or _has_hexadecimal(data):
        return None
    wanted = [name for name in layout.header if name in _TYPES]
    try:
        return pacsv.read_csv(
            pa.BufferReader(data),
            read_options=pacsv.ReadOptions(
                use_threads=False, skip_rows=1, column_names=layout.header, block_size=LARGEST
            ),
            parse_options=pacsv.ParseOptions(delimiter=layout.delimiter, quote_char=False),
            convert_options=pacsv.ConvertOptions(
                check_utf8=False,  # the archive has looked
                column_types={name: _TYPES[name] for name in wanted},
                include_columns=wanted,
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid:
        return None


def _as_schema(table: pa.Table, place: int) -> pa.Table:
    columns = [
        table[name] if name in table.column_names else pa.nulls(table.num_rows, kind)
        for name, kind in _TYPES.items()
    ]
    return pa.table([*columns, pa.repeat(pa.scalar(place, pa.int32()), table.num_rows)], SCHEMA)


def _has_hexadecimal(data: bytes) -> bool:
    """Whether 0X begins a field: Arrow would read it as a number; behind a digit it ends an ISBN-10."""
    place = data.find(b"X")
    while place >= 0:
        if data[place - 1 : place] == b"0" and not data[place - 2 : place - 1].isdigit():
            return True
        place = data.find(b"X", place + 1)
    return False
