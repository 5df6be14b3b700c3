"""HelMet's most borrowed books: a row a quarter and title, with renewals and first loans apart."""

from __future__ import annotations

from portal.usage.readers.format import Format
from portal.usage.readers.plain import FORMAT as PLAIN

_COLUMNS = ("Kirja", "Laji", "Nimeke", "Tekijä", "ISBN", "Vuosi", "Kvartaali", "Lainauskerrat")
# A first loan is also in the row of loans and renewals; another word is not guessed at.
_LEFT_OUT = """CASE trim("Laji") WHEN 'ensilainaus' THEN 'first_loan' END"""
_REFUSED = """CASE WHEN coalesce(trim("Laji"), '') NOT IN ('lainaus+uusinnat', 'ensilainaus')
    THEN 'type_unknown' END"""
# A quarter is three months.
_MONTHS = """CASE WHEN TRY_CAST(trim("Kvartaali") AS INTEGER) BETWEEN 1 AND 4
    THEN 7 << (3 * (TRY_CAST(trim("Kvartaali") AS INTEGER) - 1)) END"""

FORMAT = Format(
    name="helmet",
    columns=_COLUMNS,
    required=_COLUMNS,
    delimiters=";",
    select=(
        ("isbn", "", '"ISBN"'),
        ("year", "", '"Vuosi"'),
        ("months", "", _MONTHS),
        ("loans", "", '"Lainauskerrat"'),
        ("title", "", 'trim("Nimeke")'),
        ("author", "", """trim("Tekijä", ' ,')"""),
        ("left_out", "", _LEFT_OUT),
        ("refused", "", _REFUSED),
    ),
    tokens=PLAIN.tokens,
    by_file=True,
)
