"""City of Seattle's checkouts: a row a month, title and medium, whatever the library lends.

Source: City of Seattle open data, tmmm-ytt6 and its dictionary; ISBNs stand in it from 2022 on.
"""

from __future__ import annotations

from portal.usage.readers.format import Format, month_bit
from portal.usage.readers.plain import FORMAT as PLAIN

_REQUIRED = ("UsageClass", "MaterialType", "CheckoutYear", "Checkouts", "Title")
_COLUMNS = (
    *_REQUIRED,
    "CheckoutType",
    "CheckoutMonth",
    "ISBN",
    "Creator",
    "Subjects",
    "Publisher",
    "PublicationYear",
    "Gen-Title",
)
_CLASS = """lower(trim("UsageClass"))"""
_TYPE = """upper(trim("MaterialType"))"""
_TEXTS = "'BOOK', 'EBOOK', 'AUDIOBOOK', 'LARGEPRINT', 'REGPRINT', 'COMIC'"
# A sound carrier may be music: only an ISBN says that it is a book read aloud.
_SOUNDS = "'SOUNDDISC', 'SOUNDCASS', 'SOUNDREC'"
_MEDIUM = f"""CASE {_CLASS} WHEN 'physical' THEN 'physical'
    WHEN 'digital' THEN CASE {_TYPE} WHEN 'AUDIOBOOK' THEN 'eaudiobook' ELSE 'ebook' END
    ELSE {_CLASS} END"""
_REFUSED = f"""CASE WHEN coalesce({_TYPE}, '') NOT IN ({_TEXTS})
    AND NOT ({_TYPE} IN ({_SOUNDS}) AND coalesce(trim("ISBN"), '') <> '') THEN 'not_a_book' END"""

FORMAT = Format(
    name="seattle",
    columns=_COLUMNS,
    required=(*_REQUIRED, "ISBN"),
    delimiters=",",
    select=(
        ("isbn", "", 'trim("ISBN")'),
        ("year", "", '"CheckoutYear"'),
        ("months", "CheckoutMonth", month_bit('"CheckoutMonth"')),
        ("medium", "", _MEDIUM),
        ("loans", "", '"Checkouts"'),
        ("title", "", 'trim("Title")'),
        ("author", "Creator", """trim("Creator", ' ,')"""),
        ("left_out", "", "CAST(NULL AS VARCHAR)"),
        ("refused", "", _REFUSED),
    ),
    tokens=PLAIN.tokens,
    by_file=True,
)
