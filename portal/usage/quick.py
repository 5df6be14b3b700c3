"""The quick way for plain text files without a fault of a number: Arrow reads them, strictly.

A file that is compressed, large or quoted, or has a number that is not simply a number, goes the
way of every other file (`left`). Both ways say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from portal.usage.archive import Original
from portal.usage.packing import NONE
from portal.usage.readers import Layout

LARGEST = 16 << 20
MOST_LOANS = 999_999_999
_TYPES = {
    "isbn": pa.string(),
    "year": pa.int32(),
    "medium": pa.string(),
    "class": pa.string(),
    "loans": pa.int32(),
    "renewals": pa.int32(),
    "library": pa.string(),
    "month": pa.int32(),
}
_GROUPED = ("isbn", "thirteen", "year", "medium", "class", "loans", "renewals")
SCHEMA = pa.schema([(name, _TYPES.get(name, pa.int64())) for name in _GROUPED])
_THIRTEEN = 13
_MONTHS = 12
REPORTED = pa.schema(
    [
        ("file", pa.string()),
        ("library", pa.string()),
        ("loan_year", pa.int32()),
        ("rows", pa.int64()),
        ("loans", pa.int64()),
        ("months", pa.int32()),
    ]
)
_NOT_QUICK = (b'"', b"\r", b"x", b"\0")


class QuickRows:
    """Rows of the files that can be read quickly; `left` are the others, known once all is read.

    `reported` then has the rows and loans of each file by library and year.
    """

    def __init__(self, files: Sequence[tuple[Original, Layout]]) -> None:
        self.files = files
        self.left: list[tuple[Original, Layout]] = []
        self._reported: list[tuple[Any, ...]] = []

    def reader(self) -> pa.RecordBatchReader:
        """The rows as SCHEMA."""
        return pa.RecordBatchReader.from_batches(SCHEMA, self._batches())

    def reported(self) -> pa.Table:
        """What the files report, as REPORTED."""
        columns = zip(*self._reported, strict=True) if self._reported else [()] * len(REPORTED)
        return pa.table([list(column) for column in columns], REPORTED)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        for original, layout in self.files:
            table = _table(original, layout)
            if table is None:
                self.left.append((original, layout))
            else:
                self._reported += _reported(original, table)
                yield from _parted(table).to_batches()


def _parted(table: pa.Table) -> pa.Table:
    """The rows as SCHEMA: thirteen digits as a number, which groups faster than a text.

    Nothing is lost: thirteen digits without a sign come back from the number as they were.
    """
    isbn = table["isbn"]
    is_bare = pc.and_(pc.equal(pc.binary_length(isbn), _THIRTEEN), pc.ascii_is_decimal(isbn))
    nothing = pa.scalar(None, pa.string())
    thirteen = pc.if_else(is_bare, isbn, nothing).cast(pa.int64())
    written = pc.if_else(is_bare, nothing, isbn)
    columns = {"isbn": written, "thirteen": thirteen}
    return pa.table(
        [columns[name] if name in columns else table[name] for name in _GROUPED], SCHEMA
    )


def is_quick(original: Original, layout: Layout) -> bool:
    """Whether a file may be tried quickly, by its size and layout."""
    plain = layout.newline == "\n" and layout.compression == NONE
    return plain and original.size <= LARGEST


def _table(original: Original, layout: Layout) -> pa.Table | None:
    if not is_quick(original, layout):
        return None
    data = original.path.read_bytes()
    if any(sign in data for sign in _NOT_QUICK) or _has_hexadecimal(data):
        return None
    wanted = [name for name in layout.header if name in _TYPES]
    try:
        table = pacsv.read_csv(
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
    columns = [
        table[name] if name in wanted else pa.nulls(table.num_rows, kind)
        for name, kind in _TYPES.items()
    ]
    whole = pa.table(columns, pa.schema(list(_TYPES.items())))
    return whole if _is_faultless(whole) else None


def _is_faultless(table: pa.Table) -> bool:
    """Whether all years and numbers can be counted, renewals being optional."""
    if table["year"].null_count or table["loans"].null_count:
        return False
    bounds = {"year": (1000, 2999), "loans": (0, MOST_LOANS), "renewals": (0, MOST_LOANS)}
    for name, (least, most) in bounds.items():
        found = pc.min_max(table[name]).as_py()
        if found["min"] is not None and not least <= found["min"] <= found["max"] <= most:
            return False
    return True


def _reported(original: Original, table: pa.Table) -> list[tuple[Any, ...]]:
    """Rows and loans by library and year as REPORTED; nearly always a file has one of each."""
    library, year = table["library"], table["year"]
    if table.num_rows and _is_one(library) and _is_one(year):
        loans = (pc.sum(table["loans"]).as_py() or 0) + (pc.sum(table["renewals"]).as_py() or 0)
        months = _months(pc.unique(table["month"]).to_pylist())
        return [
            (original.digest, library[0].as_py(), year[0].as_py(), table.num_rows, loans, months)
        ]
    wide = table.select(["library", "year", "month"]).append_column(
        "loans",
        pc.add(
            table["loans"].cast(pa.int64()),
            pc.coalesce(table["renewals"], pa.scalar(0, pa.int32())),
        ),
    )
    sums = [("loans", "count"), ("loans", "sum"), ("month", "distinct")]
    groups = wide.group_by(["library", "year"]).aggregate(sums)
    names = ("library", "year", "loans_count", "loans_sum", "month_distinct")
    *columns, months = (groups[name].to_pylist() for name in names)
    return [
        (original.digest, *row, _months(one)) for *row, one in zip(*columns, months, strict=True)
    ]


def _months(found: Sequence[int | None]) -> int | None:
    """The months as bits, January is 1; None where no row says one."""
    bits = [1 << (one - 1) for one in found if one is not None and 1 <= one <= _MONTHS]
    return sum(bits) or None


def _is_one(column: pa.ChunkedArray) -> bool:
    """Whether a column has the same value, or none, in all rows."""
    if column.null_count:
        return bool(column.null_count == len(column))
    return bool(pc.all(pc.equal(column, column[0])).as_py())


def _has_hexadecimal(data: bytes) -> bool:
    """Whether 0X begins a field, which Arrow takes for a number; behind a digit it ends an ISBN."""
    place = data.find(b"X")
    while place >= 0:
        if data[place - 1 : place] == b"0" and not data[place - 2 : place - 1].isdigit():
            return True
        place = data.find(b"X", place + 1)
    return False
