"""COUNTER 5 and 5.1 title reports as the portal's rows; what counts is said by the call.

Source: COUNTER Code of Practice, releases 5.0.3 and 5.1, title reports; contract, "Loan files".
`counter_choice` (what, word) has the metric and the data types that count.
"""

from __future__ import annotations

from portal.usage.readers.counter_rows import COLUMNS
from portal.usage.readers.format import Format
from portal.usage.readers.plain import FORMAT as PLAIN

# Another metric is the same use counted otherwise, or no use at all.
_LEFT_OUT = """CASE WHEN metric NOT IN (SELECT word FROM counter_choice WHERE what = 'metric')
    THEN 'metric_other' END"""
_REFUSED = """CASE
    WHEN data_type NOT IN (SELECT word FROM counter_choice WHERE what = 'data_type')
        THEN 'not_a_book'
    WHEN access_method NOT IN ('', 'Regular') THEN 'access_other'
    WHEN differs <> '' THEN 'total_differs' END"""

FORMAT = Format(
    name="counter5",
    columns=COLUMNS,
    required=COLUMNS,
    delimiters="",
    select=(
        ("isbn", "", "isbn"),
        ("year", "", "year"),
        ("months", "", "CAST(months AS INTEGER)"),
        ("medium", "", "'ebook'"),
        ("loans", "", "loans"),
        ("library", "", "library"),
        ("title", "", "title"),
        ("left_out", "", _LEFT_OUT),
        ("refused", "", _REFUSED),
    ),
    tokens=PLAIN.tokens,
    by_file=True,
    transcribed=True,
)
