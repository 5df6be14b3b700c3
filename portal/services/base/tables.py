"""CSV files that staff hand in: strict columns, line numbers, and refusals that name the mend."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from portal.kernel.errors import Refusal
from portal.services.base.texts import shown

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class TableRefused(Refusal):
    """The whole file is refused. `reason`: empty, encoding, columns_unknown, columns_missing,
    columns_twice, cells, cut_off or not_text; `file`, `line`, `columns` where they are known."""

    code = "table_refused"


class RowRefused(Refusal):
    """A row, and with it its file, is refused: `file`, `line`, `column`, `value`, `reason`."""

    code = "row_refused"


@dataclass(frozen=True)
class Row:
    """One row: the line it begins on, and its cells by column, stripped; "" where empty."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def refused(self, column: str, reason: str, **more: object) -> RowRefused:
        """The refusal of this row because of one column."""
        return RowRefused(
            file=self.file,
            line=self.line,
            column=column,
            value=self[column][:60],
            reason=reason,
            **more,
        )

    def text(self, column: str, longest: int) -> str:
        """The cell as text of at most `longest` characters."""
        if len(self[column]) > longest:
            raise self.refused(column, "too_long", longest=longest)
        return self[column]

    def needed(self, column: str, longest: int) -> str:
        """The cell as text that may not be empty."""
        if not self[column]:
            raise self.refused(column, "missing")
        return self.text(column, longest)

    def one_of(self, column: str, words: Sequence[str]) -> str:
        """The cell as one of the given words."""
        if self[column] not in words:
            raise self.refused(column, "not_one_of", words=", ".join(filter(None, words)))
        return self[column]

    def number(self, column: str, smallest: int, largest: int) -> int:
        """The cell as a whole number between two others."""
        text = self[column]
        if not re.fullmatch(r"[0-9]{1,9}", text) or not smallest <= int(text) <= largest:
            raise self.refused(column, "number", smallest=smallest, largest=largest)
        return int(text)

    def day(self, column: str) -> date | None:
        """The cell as a day (YYYY-MM-DD), None when empty."""
        if not self[column]:
            return None
        day = _day(self[column])
        if day is None:
            raise self.refused(column, "day")
        return day

    def yes_or_no(self, column: str) -> bool | None:
        """The cell as true or false, None when empty."""
        if not self[column]:
            return None
        if self[column].lower() not in ("true", "false"):
            raise self.refused(column, "not_one_of", words="true, false")
        return self[column].lower() == "true"


@lru_cache(maxsize=20_000)
def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def rows(path: Path, needed: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of a CSV file in UTF-8; raises TableRefused, before the first row where it can."""
    file = shown(path.name)
    if path.stat().st_size == 0:
        raise TableRefused(reason="empty", file=file)
    with path.open(encoding="utf-8-sig", newline="") as text:
        yield from _rows(text, file, needed, optional)


def columns_of(path: Path) -> frozenset[str]:
    """The names in a file's first line, as far as they can be read."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        return frozenset(cell.strip() for cell in next(csv.reader(text), []))


def _rows(
    text: Iterable[str], file: str, needed: Sequence[str], optional: Sequence[str]
) -> Iterator[Row]:
    reader = csv.reader(text, strict=True)
    with _faults(file, reader):
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(file, header, needed, optional)
        begins = reader.line_num + 1
        for cells in reader:
            if any(cells):
                yield _row(file, begins, header, cells)
            begins = reader.line_num + 1


@contextmanager
def _faults(file: str, reader: object) -> Iterator[None]:
    """Turns what reading may raise into refusals with the line where it happened."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise TableRefused(reason="encoding", file=file) from error
    except csv.Error as error:
        line = getattr(reader, "line_num", 0) or 1
        reason = "cut_off" if "end of data" in str(error) else "not_text"
        raise TableRefused(reason=reason, file=file, line=line) from error


def _row(file: str, line: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        raise TableRefused(
            reason="cells", file=file, line=line, cells=len(cells), columns=len(header)
        )
    if any("\0" in cell for cell in cells):
        raise TableRefused(reason="not_text", file=file, line=line)
    return Row(file, line, dict(zip(header, map(str.strip, cells), strict=True)))


def _check_header(
    file: str, header: list[str], needed: Sequence[str], optional: Sequence[str]
) -> None:
    known = (*needed, *optional)
    problems = {
        "columns_unknown": [name for name in header if name not in known],
        "columns_missing": [name for name in needed if name not in header],
        "columns_twice": sorted({name for name in header if header.count(name) > 1}),
    }
    for reason, names in problems.items():
        if names:
            raise TableRefused(
                reason=reason,
                file=file,
                line=1,
                columns=", ".join(name[:40] or "(no name)" for name in names[:8]),
                known=", ".join(known),
            )
