"""Everything of a person as one ZIP, sent while it is packed: JSON, CSV, documents, a page."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import render_template

from portal.kernel.cells import harmless
from portal.services.privacy.export import Export, ExportTable
from portal.wording import exported, formats

_FIXED = (1980, 1, 1, 0, 0, 0)
PAGE, STYLE = "my-data.html", "my-data.css"


class _Sent(io.RawIOBase):
    """What was written and not yet sent."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.waiting += data
        return len(data)

    def taken(self) -> bytes:
        """What waits, once."""
        found = bytes(self.waiting)
        self.waiting.clear()
        return found


def packed(found: Export, style: Path) -> Iterator[bytes]:
    """The bytes of the ZIP; the same data give the same bytes, in the same order.

    `style` is the file that the page among them looks by.
    """
    return _chunks(found, [*_texts(found), (STYLE, style.read_text(encoding="utf-8"))])


def _chunks(found: Export, texts: list[tuple[str, str]]) -> Iterator[bytes]:
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts:
            archive.writestr(_entry(name), text.encode())
            yield sent.taken()
        for file in found.files:
            archive.writestr(_entry(f"documents/{file.name}"), file.path.read_bytes())
            yield sent.taken()
    yield sent.taken()


def _texts(found: Export) -> Iterator[tuple[str, str]]:
    """Names and texts of the files; rendered before anything is sent, while the page is open."""
    runs = _runs(found)
    page = "details/exported.html"
    yield PAGE, render_template(page, found=found, words=exported, say=say, runs=runs)
    for table in found.tables:
        yield f"csv/{table.name}.csv", _csv(table)
        yield f"json/{table.name}.json", _json(table)


def _runs(found: Export) -> dict[int, str]:
    """The names of the calculations, by the number under which other rows know them."""
    named = (table for table in found.tables if table.name == "run")
    return {
        row[table.columns.index("id")]: row[table.columns.index("code")]
        for table in named
        for row in table.rows
    }


def say(value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return exported.yes_or_no(value)
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    return str(value)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIXED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _csv(table: ExportTable) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return text.getvalue()


def _json(table: ExportTable) -> str:
    rows = [dict(zip(table.columns, map(_plain, row), strict=True)) for row in table.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _cell(value: Any) -> Any:
    plain = _plain(value)
    return harmless(plain) if isinstance(plain, str) else plain


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
