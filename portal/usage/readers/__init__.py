"""The formats, and which one a file is: decided by looking at it."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from portal.usage import errors
from portal.usage.archive import Original
from portal.usage.packing import NONE
from portal.usage.readers import counter5, counter_report, helmet, koha_sanasto, plain, seattle
from portal.usage.readers.format import Format

FORMATS: dict[str, Format] = {
    one.name: one
    for one in (koha_sanasto.FORMAT, helmet.FORMAT, seattle.FORMAT, counter5.FORMAT, plain.FORMAT)
}
_FRACTION = ("halffloat", "float", "double", "decimal")
_MOST_NAMED = 10
_BOM = "\ufeff"


@dataclass(frozen=True)
class Layout:
    """How one file is written: format, header in the format's words, signs between fields, lines.

    `delimiter` and `newline` are empty for Parquet, which has `written` (its columns and their
    types) and `fractional` (the columns whose numbers may have a fraction).
    """

    format: Format
    header: tuple[str, ...]
    delimiter: str = ""
    newline: str = ""
    compression: str = NONE
    written: tuple[str, ...] = ()
    fractional: tuple[str, ...] = ()


def layout_of(original: Original, wanted: str | None) -> Layout:
    """The layout of an archived file; raises the fault that its columns have."""
    if wanted is not None and wanted not in FORMATS:
        raise errors.UnknownFormatName(format=wanted, formats=tuple(FORMATS))
    formats = [FORMATS[wanted]] if wanted else list(FORMATS.values())
    if counter5.FORMAT in formats and counter_report.looks_like(original.head):
        counter_report.transcribe(original)
        return Layout(counter5.FORMAT, counter5.FORMAT.columns)
    formats = [one for one in formats if not one.transcribed]
    if original.is_parquet and original.compression != NONE:
        raise errors.CompressedParquet(file=original.name)
    if original.is_parquet:
        return _parquet_layout(original, [one for one in formats if one.reads_parquet])
    return _text_layout(original, formats)


def _text_layout(original: Original, formats: list[Format]) -> Layout:
    text = original.head.decode("utf-8", errors="ignore").removeprefix(_BOM)
    line, newline = _first_line(text)
    best: tuple[int, Format, tuple[str, ...], str] | None = None
    for one in formats:
        for delimiter in one.delimiters:
            header = one.canonical(_fields(line, delimiter))
            shared = len(set(header) & set(one.columns))
            if best is None or shared > best[0]:
                best = (shared, one, header, delimiter)
    if best is None or not best[0]:
        raise _unknown(original, _fields(line, _likely_delimiter(line)))
    _, chosen, header, delimiter = best
    _check_columns(original, chosen, header)
    return Layout(chosen, header, delimiter, newline, original.compression)


def _parquet_layout(original: Original, formats: list[Format]) -> Layout:
    try:
        schema = pq.read_schema(original.path)
        names, kinds = schema.names, [str(kind) for kind in schema.types]
    except (OSError, ValueError, pa.ArrowException) as fault:
        raise errors.DamagedParquet(file=original.name) from fault
    for one in formats:
        header = one.canonical(names)
        if set(header) & set(one.columns):
            _check_columns(original, one, header)
            fractional = tuple(
                name for name, kind in zip(header, kinds, strict=True) if kind.startswith(_FRACTION)
            )
            return Layout(one, header, written=(*names, *kinds), fractional=fractional)
    raise _unknown(original, names)


def _check_columns(original: Original, chosen: Format, header: Sequence[str]) -> None:
    context = {"file": original.name, "format": chosen.name, "formats": tuple(FORMATS)}
    repeated = tuple(sorted({name for name in header if header.count(name) > 1}))
    missing = tuple(name for name in chosen.required if name not in header)
    unknown = tuple(name for name in header if name not in chosen.columns)
    if missing:
        raise errors.MissingColumns(columns=missing, **context)
    if unknown:
        raise errors.UnknownColumns(**_named(unknown), **context)
    if repeated:
        raise errors.RepeatedColumns(**_named(repeated), **context)


def _unknown(original: Original, columns: Sequence[str]) -> errors.UnknownFormat:
    named = _named([name.strip() for name in columns])
    return errors.UnknownFormat(file=original.name, formats=tuple(FORMATS), **named)


def _named(columns: Sequence[str]) -> dict[str, Any]:
    """At most ten of the columns, and how many more there are (then `what` is "more")."""
    named = {"columns": tuple(name[:40] for name in columns[:_MOST_NAMED])}
    if len(columns) <= _MOST_NAMED:
        return named
    return {**named, "what": "more", "more": len(columns) - _MOST_NAMED}


def _first_line(text: str) -> tuple[str, str]:
    line = re.split(r"[\r\n]", text, maxsplit=1)[0]
    newline = text[len(line) : len(line) + 2]
    return line, newline if newline == "\r\n" else newline[:1] or "\n"


def _likely_delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def _fields(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)
