"""A party's catalogue as a spreadsheet: titles and ISBNs are text, never formulas or numbers."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import xlsxwriter

from portal.kernel.catalogue_exchange import COLUMNS, Catalogue, rows

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDING = "xlsx"
SHEET = "Works"
_NUMBERS = frozenset({"work", "year", "heads"})
_WIDTHS = {"work_title": 40, "title": 40, "isbn": 18, "medium": 12, "role": 16}
_NARROW = 11


def written(catalogue: Catalogue, day: date) -> bytes:
    """A workbook of one sheet, made on the given day whatever the clock says."""
    kept = io.BytesIO()
    said = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(kept, said)
    book.set_properties({"created": datetime(day.year, day.month, day.day, tzinfo=UTC)})
    sheet = book.add_worksheet(SHEET)
    header = book.add_format({"bold": True})
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, header)
        sheet.set_column(column, column, _WIDTHS.get(name, _NARROW))
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows(catalogue), start=1):
        for column, name in enumerate(COLUMNS):
            if name in _NUMBERS and row[name]:
                sheet.write_number(number, column, int(row[name]))
            elif row[name]:
                sheet.write_string(number, column, row[name])
    book.close()
    return kept.getvalue()
