"""The rows of a COUNTER report, flat: one a title, attributes, metric and year.

A report stands behind lines about itself, or in nested JSON, with a number a month: no SQL reads
that. So its rows are written once beside the kept original, as text, with nothing decided.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa
import pyarrow.parquet as pq

from portal.usage import errors
from portal.usage.archive import Original, made_durable
from portal.usage.paths import writing
from portal.usage.shapes import Report

COLUMNS = (
    "isbn", "year", "months", "loans", "library", "title", "platform", "metric", "data_type",
    "access_method", "differs",
)  # fmt: skip
KINDS = ("TR", "TR_B1", "TR_B3")
BOOKS_ONLY = "TR_B"
_SCHEMA = pa.schema([(name, pa.string()) for name in COLUMNS])
_ABOUT = b"counter"
_RELEASE = "5"
_A_BATCH = 20_000
_NUMBER = re.compile(r"[0-9]{1,12}")
_PERIOD = re.compile(r"([0-9]{4})-([0-9]{2})(?:-[0-9]{2})?")
# 1000-2999: the service failed; 3031, 3032, 3040: usage not ready, no longer there, or partial.
_INCOMPLETE = re.compile(r"(?<![0-9])(1[0-9]{3}|2[0-9]{3}|303[12]|3040)(?![0-9])")
_LONGEST = 200
Month = tuple[int, int]


@dataclass(frozen=True)
class Head:
    """What a report says of itself; `exceptions` are its exceptions as one text."""

    kind: str
    release: str
    library: str
    begin: str = ""
    end: str = ""
    exceptions: str = ""


@dataclass(frozen=True)
class Counted:
    """One title, its attributes and a metric: a number as written for each month or period.

    `total` is what the report says itself, empty where it does not.
    """

    title: str
    isbns: tuple[str, ...]
    platform: str
    metric: str
    data_type: str
    access_method: str
    numbers: tuple[tuple[Month, str], ...]
    total: str = ""


def checked(name: str, head: Head) -> Head:
    """The head itself; raises what keeps the report from being counted."""
    if head.kind not in KINDS:
        raise errors.CounterReport(file=name, report=head.kind[:40], known=KINDS)
    if head.release.partition(".")[0] != _RELEASE:
        raise errors.CounterRelease(file=name, release=head.release[:40])
    if _INCOMPLETE.search(head.exceptions):
        raise errors.CounterIncomplete(file=name, exception=head.exceptions[:_LONGEST])
    return head


def write(original: Original, head: Head, counted: Iterable[Counted]) -> None:
    """Writes the rows beside the original, whole or not at all."""
    target = original.rows_path
    part = target.with_suffix(".part")
    reports: set[tuple[str, str, int]] = set()
    rows = _rows(head, counted, reports)
    try:
        with writing(target.parent), pq.ParquetWriter(part, _SCHEMA, compression="zstd") as writer:
            while batch := list(islice(rows, _A_BATCH)):
                columns = [list(column) for column in zip(*batch, strict=True)]
                writer.write_table(pa.table(columns, _SCHEMA))
            writer.add_key_value_metadata({_ABOUT: json.dumps([head.kind, sorted(reports)])})
        with writing(target.parent):
            made_durable(part)
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def reports_of(original: Original) -> list[Report]:
    """What the rows of a kept report count."""
    kind, reports = json.loads(pq.read_metadata(original.rows_path).metadata[_ABOUT])
    return [Report(library, platform, year, kind) for library, platform, year in reports]


def month_of(written: str) -> Month | None:
    """Year and month of `2024-03` or of a day in it."""
    found = _PERIOD.fullmatch(written.strip())
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    return int(found[1]), int(found[2])


def _rows(
    head: Head, counted: Iterable[Counted], reports: set[tuple[str, str, int]]
) -> Iterator[tuple[str, ...]]:
    months = _months(head)
    for one in counted:
        years = sorted({year for (year, _), _ in one.numbers})
        differs = "1" if _differs(one) else ""
        for year in years:
            loans = total([number for (own, _), number in one.numbers if own == year])
            reports.add((head.library, one.platform, year))
            yield (
                ";".join(one.isbns), str(year), months.get(year, "0"), loans, head.library,
                one.title, one.platform, one.metric, one.data_type, one.access_method, differs,
            )  # fmt: skip


def total(numbers: Iterable[str]) -> str:
    """The sum as text; the first number that is none, as written, where there is one."""
    found = 0
    for written in numbers:
        if not written.strip():
            continue
        if not _NUMBER.fullmatch(written.strip()):
            return written[:_LONGEST]
        found += int(written)
    return str(found)


def _differs(one: Counted) -> bool:
    said, found = one.total.strip(), total(number for _, number in one.numbers)
    return bool(said) and bool(_NUMBER.fullmatch(found)) and said.lstrip("0") != found.lstrip("0")


def _months(head: Head) -> dict[int, str]:
    """The months of each year that the report is of, as bits: January is 1."""
    begin, end = month_of(head.begin), month_of(head.end)
    if begin is None or end is None or end[0] - begin[0] > _LONGEST:
        return {}
    bits: dict[int, int] = {}
    for year in range(begin[0], end[0] + 1):
        first = begin[1] if year == begin[0] else 1
        last = end[1] if year == end[0] else 12
        bits[year] = sum(1 << (month - 1) for month in range(first, last + 1))
    return {year: str(bit) for year, bit in bits.items()}
