"""A list as rows of text, whatever it is kept in: CSV in any usual dress, or a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from portal.bibliography import list_sheets
from portal.bibliography.errors import (
    EmptyBibliography,
    EncodingUnknown,
    ListRefused,
    WebPageInstead,
)

LARGEST = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 2_000
UTF_8, UTF_16, WINDOWS = ENCODINGS = ("UTF-8", "UTF-16", "Windows-1252")
_DELIMITERS = (";", "\t", ",", "|")
_LOOKED_AT = 40
_DECIMAL_COMMA = re.compile(r"(?m)(?:^|[;\t|\"])\d,\d+E\+\d", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_MEGABYTE = 1024**2


@dataclass(frozen=True)
class GridRow:
    """A row that has anything in it; `number` as spreadsheets show it, or the line of the file."""

    sheet: str
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """The rows of all sheets that can be seen; the names of the others; the text's encoding."""

    rows: tuple[GridRow, ...]
    hidden: tuple[str, ...] = ()
    encoding: str = ""


def is_text(head: bytes) -> bool:
    """Whether the first bytes of a file are letters in some usual way of writing them."""
    try:
        _decoded(head, "")
    except EncodingUnknown:
        return False
    return True


def read(stream: BinaryIO, name: str) -> Grid:
    """All rows of a list. Raises the faults of a file, each with its name."""
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ListRefused(file=name, reason="large", most=LARGEST // _MEGABYTE)
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise EmptyBibliography(file=name)
    if list_sheets.is_spreadsheet(content):
        return _of_sheets(content, name)
    text, encoding = _decoded(content, name)
    if re.match(r"\s*<(?:!doctype html|html|head|body|table)\b", text, re.IGNORECASE):
        raise WebPageInstead(file=name)
    rows = tuple(_of_text(text, name))
    if not rows:
        raise EmptyBibliography(file=name)
    return Grid(rows, encoding=encoding)


def _of_sheets(content: bytes, name: str) -> Grid:
    rows: list[GridRow] = []
    hidden: list[str] = []
    for said in list_sheets.rows(content, name):
        if "hidden" in said:
            hidden.append(said["hidden"])
        else:
            cells = tuple(said["cells"])
            _check(cells, name)
            rows.append(GridRow(said["sheet"], said["row"], cells))
    if not rows:
        raise ListRefused(file=name, reason="no_rows")
    return Grid(tuple(rows), tuple(hidden))


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    """The text, and what it was written in; raises EncodingUnknown for what is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16", name), UTF_16
    if b"\0" in content[:400]:
        return _strictly(content, _by_zeros(content), name), UTF_16
    try:
        text, encoding = content.decode("utf-8-sig"), UTF_8
    except UnicodeDecodeError:
        text, encoding = content.decode("cp1252", errors="replace"), WINDOWS
        if text.count("\ufffd") * 100 > len(text):
            raise EncodingUnknown(file=name) from None
    if len(_CONTROL.findall(text)) * 100 > len(text):
        raise EncodingUnknown(file=name)
    return _CONTROL.sub("", text), encoding


def _by_zeros(content: bytes) -> str:
    """Which half of each pair is zero in Latin text."""
    return "utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"


def _strictly(content: bytes, encoding: str, name: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise EncodingUnknown(file=name) from None
    if len(_CONTROL.findall(text)) * 100 > len(text) or _is_noise(text):
        raise EncodingUnknown(file=name)
    return _CONTROL.sub("", text)


def _is_noise(text: str) -> bool:
    """Whether nothing in it separates words or cells: bytes that happen to be pairs."""
    return not re.search(r"[\n\r ;,\t0-9]", text)


def _of_text(text: str, name: str) -> Iterator[GridRow]:
    said, rest = _said_delimiter(text)
    lines = [line for line in rest[:100_000].splitlines()[:_LOOKED_AT] if line.strip()]
    # A comma within 9,78951E+12 belongs to the number.
    signs = [s for s in _DELIMITERS if s != "," or not _DECIMAL_COMMA.search("\n".join(lines))]
    delimiter = said or max(signs, key=lambda sign: _fits(lines, sign))
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter)
    found, begins = 0, 1
    try:
        for cells in reader:
            texts = tuple(" ".join(cell.split()) for cell in cells) if any(cells) else ()
            if any(texts):
                _check(texts, name)
                found += 1
                yield GridRow("", begins + bool(said), texts)
            if found > MOST_ROWS:
                raise ListRefused(file=name, reason="rows", most=MOST_ROWS)
            begins = reader.line_num + 1
    except csv.Error:
        raise ListRefused(file=name, reason="cells", most=MOST_COLUMNS) from None


def _said_delimiter(text: str) -> tuple[str, str]:
    """The delimiter that the first line names as spreadsheets do ("sep=;"), and the rest."""
    said = re.match(r"\s*\"?sep=(.)\"?\r?\n", text)
    return (said[1], text[said.end() :]) if said else ("", text)


def _fits(lines: list[str], sign: str) -> tuple[int, int]:
    """How many lines a delimiter cuts into as many cells as most others; and how many cells."""
    try:
        counts = [len(row) for row in csv.reader(lines, delimiter=sign) if row]
    except csv.Error:
        return (0, 0)
    several = [count for count in counts if count > 1]
    if not several:
        return (0, 0)
    usual = max(set(several), key=several.count)
    return (several.count(usual), usual)


def _check(cells: tuple[str, ...], name: str) -> None:
    if len(cells) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in cells):
        raise ListRefused(file=name, reason="cells", most=MOST_COLUMNS)
