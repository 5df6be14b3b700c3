"""The portal's own format, CSV or Parquet: isbn, year, loans, and what else the library knows."""

from __future__ import annotations

from portal.usage.readers.format import Format, month_bit

_COLUMNS = ("isbn", "year", "month", "medium", "class", "loans", "renewals", "library")
# Several ISBNs of one record stand in one field, apart by a sign that no ISBN has.
_TOKENS = r"regexp_split_to_array(isbn, '\s*[;,|/]\s*')"

FORMAT = Format(
    name="plain",
    columns=_COLUMNS,
    required=("isbn", "year", "loans"),
    delimiters=",;\t",
    select=(
        ("months", "month", month_bit('"month"')),
        *((name, name, f'"{name}"') for name in _COLUMNS if name != "month"),
    ),
    tokens=_TOKENS,
    by_file=False,
    folds_case=True,
    reads_parquet=True,
)
