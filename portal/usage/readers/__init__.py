"""The formats, and which one a file is: decided by looking at it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow.parquet as pq

from portal.usage import errors
from portal.usage.archive import Original
from portal.usage.readers import helmet, koha_sanasto, plain
from portal.usage.readers.format import Format

FORMATS: dict[str, Format] = {
    one.name: one for one in (koha_sanasto.FORMAT, helmet.FORMAT, plain.FORMAT)
}
_BOM = "\ufeff"


@dataclass(frozen=True)
class Layout:
    """How one file is written: format, header in the format's words, signs between fields, lines.

    `delimiter` and `newline` are empty for Parquet; `floats` are its columns of floating numbers.
    """

    format: Format
    header: tuple[str, ...]
    delimiter: str = ""
    newline: str = ""
    compressed: bool = False
    floats: tuple[str, ...] = ()


def layout_of(original: Original, wanted: str | None) -> Layout:
    """The layout of an archived file; raises the fault that its columns have."""
    if wanted is not None and wanted not in FORMATS:
        raise errors.UnknownFormatName(format=wanted, formats=tuple(FORMATS))
    formats = [FORMATS[wanted]] if wanted else list(FORMATS.values())
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
    return Layout(chosen, header, delimiter, newline, original.compressed)


def _parquet_layout(original: Original, formats: list[Format]) -> Layout:
    try:
        schema = pq.read_schema(original.path)
    except (OSError, ValueError) as fault:
        raise errors.CutOff(file=original.name, line=None) from fault
    for one in formats:
        header = one.canonical(schema.names)
        if set(header) & set(one.columns):
            _check_columns(original, one, header)
            floats = tuple(
                name
                for name, kind in zip(header, schema.types, strict=True)
                if str(kind) in ("halffloat", "float", "double")
            )
            return Layout(one, header, floats=floats)
    raise _unknown(original, schema.names)


def _check_columns(original: Original, chosen: Format, header: Sequence[str]) -> None:
    context = {"file": original.name, "format": chosen.name, "formats": tuple(FORMATS)}
    repeated = tuple(sorted({name for name in header if header.count(name) > 1}))
    missing = tuple(name for name in chosen.required if name not in header)
    unknown = tuple(name for name in header if name not in chosen.columns)
    if missing:
        raise errors.MissingColumns(columns=missing, **context)
    if unknown:
        raise errors.UnknownColumns(columns=unknown, **context)
    if repeated:
        raise errors.RepeatedColumns(columns=repeated, **context)


def _unknown(original: Original, columns: Sequence[str]) -> errors.UnknownFormat:
    shown = tuple(name.strip()[:40] for name in columns[:20])
    return errors.UnknownFormat(file=original.name, columns=shown, formats=tuple(FORMATS))


def _first_line(text: str) -> tuple[str, str]:
    line, newline, _ = text.partition("\n")
    if newline and line.endswith("\r"):
        return line[:-1], "\r\n"
    return line, "\n"


def _likely_delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def _fields(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
