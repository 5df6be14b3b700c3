"""Reads a spreadsheet in a process of its own, with little memory and time: python -m …apart.

The workbook comes by the standard input; one JSON object for each row leaves by the standard
output. No formula is run and no macro: only the values that the program kept are read. What makes
the reading library fall down, or take the machine's memory, ends here and nowhere else.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import python_calamine as calamine

MEMORY = 1024**3
SECONDS = 3
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 2_000
MOST_CELLS = 4_000_000
"""Of a sheet from its first to its last cell, the empty ones between them too."""
_MOST_FILLED = 5_000
_EXACT = 2**53


def main() -> None:
    """Says rows (`sheet`, `row`, `cells`), sheets that are hidden (`hidden`) and a `fault`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        for said in _said(sys.stdin.buffer.read()):
            sys.stdout.write(json.dumps(said, ensure_ascii=True) + "\n")
    except calamine.PasswordError:
        sys.stdout.write('{"fault": "locked"}\n')
    except (calamine.CalamineError, OSError, ValueError, RuntimeError):
        sys.stdout.write('{"fault": "damaged"}\n')


def _said(content: bytes) -> Iterator[dict[str, Any]]:
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = 0
    for about in book.sheets_metadata:
        if about.visible != calamine.SheetVisibleEnum.Visible:
            yield {"hidden": about.name[:60]}
            continue
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.height * sheet.width > MOST_CELLS:
            yield {"fault": "heavy"}
            return
        for number, cells in _rows(sheet):
            rows += 1
            if rows > MOST_ROWS:
                yield {"fault": "rows"}
                return
            yield {"sheet": about.name[:60], "row": number, "cells": cells}


def _rows(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """The rows that have anything, with the number that the program shows beside them."""
    if sheet.start is None:
        return
    first, left = sheet.start
    filled = _filled(sheet)
    for number, cells in enumerate(sheet.iter_rows(), start=first):
        if not any(cells) and number not in filled:
            continue
        texts = [_text(cell) for cell in cells[:MOST_COLUMNS]]
        for column, words in filled.get(number, {}).items():
            if 0 <= column - left < len(texts):
                texts[column - left] = texts[column - left] or words
        if any(texts):
            yield number + 1, texts


def _filled(sheet: calamine.CalamineSheet) -> dict[int, dict[int, str]]:
    """What stands in cells that were merged downwards: by row and column, the value at the top."""
    down = [
        (top, bottom)
        for top, bottom in sheet.merged_cell_ranges or ()
        if bottom[0] > top[0] and bottom[0] - top[0] <= _MOST_FILLED
    ][:_MOST_FILLED]
    found: dict[int, dict[int, str]] = {}
    if not down or sheet.start is None:
        return found
    first, left = sheet.start
    wanted = {top for top, _ in down}
    values = {
        (number, column + left): _text(cell)
        for number, cells in enumerate(sheet.iter_rows(), start=first)
        for column, cell in enumerate(cells[:MOST_COLUMNS])
        if (number, column + left) in wanted
    }
    left_over = MOST_ROWS
    for top, bottom in down:
        for number in range(top[0] + 1, bottom[0] + 1):
            left_over -= 1
            if left_over >= 0 and values.get(top):
                found.setdefault(number, {})[top[1]] = values[top]
    return found


def _text(cell: Any) -> str:
    """A cell as text; a whole number without its decimals, exactly as it is kept."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)[: LONGEST_CELL + 1]


if __name__ == "__main__":
    main()
