"""Parts of a run as Arrow rows, and their lines: what travels to the executors and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

import pyarrow as pa

from portal.kernel.columns import Column, column
from portal.rules.schemes.lending import Terms
from portal.rules.settlement import parts as rules
from portal.rules.settlement.entitlement import Lines
from portal.rules.settlement.facts import Claims, Counts, Snapshot, Titles
from portal.rules.settlement.parts import Part

_GROUPS = (("claims", Claims), ("titles", Titles), ("counts", Counts))
_LISTS = [f"{group}_{one.name}" for group, kind in _GROUPS for one in fields(kind)]
_ALONE = ("payees", "died")
PARTS = pa.schema(
    [("first", pa.int64()), *((name, pa.list_(pa.int64())) for name in (*_LISTS, *_ALONE))]
)
LINES = pa.schema([(one.name, pa.int64()) for one in fields(Lines)])


def table(snapshot: Snapshot, number: int) -> pa.Table:
    """The parts of a snapshot, one a row."""
    columns: dict[str, list[object]] = {name: [] for name in PARTS.names}
    for part in rules.parts(snapshot, number):
        columns["first"].append(part.first)
        for group, kind in _GROUPS:
            for one in fields(kind):
                columns[f"{group}_{one.name}"].append(getattr(getattr(part, group), one.name))
        for name in _ALONE:
            columns[name].append(getattr(part, name))
    return pa.table(columns, PARTS)


@dataclass(frozen=True)
class Work:
    """What an executor does: the lines of each part of its batches, by the same rules."""

    terms: Terms

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Batches of PARTS in, batches of LINES out."""
        for batch in batches:
            for row in range(batch.num_rows):
                yield _batch(rules.lines_of(_part(batch, row), self.terms))


def lines(found: pa.Table, snapshot: Snapshot) -> Lines:
    """The lines that came back, as those of the whole; raises RateNotDecided."""
    several = Lines(*(_ints(found[one.name].combine_chunks()) for one in fields(Lines)))
    return rules.joined([several], snapshot.open_years)


def _part(batch: pa.RecordBatch, row: int) -> Part:
    groups = {
        group: kind(*(_list(batch, f"{group}_{one.name}", row) for one in fields(kind)))
        for group, kind in _GROUPS
    }
    alone = {name: _list(batch, name, row) for name in _ALONE}
    return Part(first=batch.column("first")[row].as_py(), **groups, **alone)  # type: ignore[arg-type]


def _batch(of: Lines) -> pa.RecordBatch:
    arrays = [pa.array(getattr(of, name), pa.int64()) for name in LINES.names]
    return pa.RecordBatch.from_arrays(arrays, schema=LINES)


def _list(batch: pa.RecordBatch, name: str, row: int) -> Column:
    return _ints(batch.column(name)[row].values)


def _ints(values: pa.Array) -> Column:
    return column(values.to_numpy(zero_copy_only=False))
