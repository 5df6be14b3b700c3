"""A party's catalogue as CSV: a row for each version of an entry, UTF-8, commas.

A cell that a spreadsheet would run as a formula, or that begins with an apostrophe, gets an
apostrophe in front; reading takes it off again, so that every title comes back as it was.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date

from portal.kernel.catalogue_exchange import COLUMNS, Catalogue, rows
from portal.kernel.cells import harmless

MEDIA_TYPE, ENDING = "text/csv", "csv"
_MARK = "'"


def written(catalogue: Catalogue, _day: date) -> bytes:
    """The table in UTF-8 with the mark that spreadsheets know it by."""
    return table(rows(catalogue)).encode("utf-8-sig")


def table(texts: Iterable[Mapping[str, str]]) -> str:
    """The header and the rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[column]) for column in COLUMNS] for row in texts)
    return text.getvalue()


def _cell(text: str) -> str:
    return _MARK + text if text.startswith(_MARK) else harmless(text)
