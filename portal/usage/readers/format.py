"""What a format is: how its file looks, and the SQL that brings its rows into the portal's shape.

Standard row (all text or NULL): isbn, year, medium, class, loans, renewals, library, title, author,
left_out and refused (a reason why the row does not count, or NULL); and months, the bits of the
months that the row is of (January is 1). All SQL here is constant: nothing of a file enters it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Between ISBNs of one field stands a sign that no ISBN has.
_SEVERAL = """coalesce(strlen(isbn) > 10 AND (contains(isbn, ';') OR contains(isbn, ',')
    OR contains(isbn, '|') OR contains(isbn, '/')), false)"""
_ABSENT = "CAST(NULL AS VARCHAR)"
_NO_MONTHS = "CAST(NULL AS INTEGER)"
STANDARD = (
    "isbn",
    "year",
    "medium",
    "class",
    "loans",
    "renewals",
    "library",
    "months",
    "title",
    "author",
    "left_out",
    "refused",
)


@dataclass(frozen=True)
class Format:
    """One format of usage files.

    `columns` are its header in the file's own words (`required` must be there). `select` gives, for
    each standard column of the format, its name, the column it needs (or nothing) and its SQL.
    `tokens` is SQL that makes the list of ISBNs as written out of `isbn`. `by_file` keeps the files
    apart (formats with titles); `several` is SQL: may a field hold more than one ISBN;
    `classes_by_table` reads `class` through the class table; of a `transcribed` format the rows
    are read from a copy that was written flat.
    """

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    delimiters: str
    select: tuple[tuple[str, str, str], ...]
    tokens: str
    by_file: bool
    several: str = _SEVERAL
    classes_by_table: bool = False
    folds_case: bool = False
    reads_parquet: bool = False
    transcribed: bool = False

    def canonical(self, header: Sequence[str]) -> tuple[str, ...]:
        """The header's names as this format writes them."""
        names = (name.strip() for name in header)
        return tuple(name.casefold() if self.folds_case else name for name in names)

    def standard_row(self, header: Sequence[str]) -> str:
        """The SELECT list of the standard row; a column the file lacks is NULL."""
        given = {name: sql for name, needs, sql in self.select if not needs or needs in header}
        absent = dict.fromkeys(STANDARD, _ABSENT) | {"months": _NO_MONTHS}
        return ", ".join(f"{given.get(name, absent[name])} AS {name}" for name in STANDARD)


def month_bit(column: str) -> str:
    """SQL: the bit of a month written as a number, NULL for anything else."""
    number = f"TRY_CAST(trim({column}) AS INTEGER)"
    return f"CASE WHEN {number} BETWEEN 1 AND 12 THEN 1 << ({number} - 1) END"
