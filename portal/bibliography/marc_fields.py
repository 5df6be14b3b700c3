"""Reading fields of a MARC record: clean text, without ISBD's punctuation at its end.

pymarc's `Record` is only the shape here; how the bytes came is the readers' business.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pymarc import Field, Record

LONGEST = 4_000
"""Letters of a subfield that are kept; no title or name is longer."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_ISBD = re.compile(r"\s*[/:;=,]+\s*$")
_INITIAL = re.compile(
    r"(?:^|[\s.\-])[^\W\d_]\.$|\.\.\.$|\b(?:jr|sr|dr|st|toim|ed)\.$", re.IGNORECASE
)


def marc_record(fields: list[Field], leader: str | None) -> Record:
    """A record of fields; a leader that is short, long or missing is filled with blanks."""
    return Record(fields=fields, leader=(leader or "").ljust(24)[:24])


def clean(text: str) -> str:
    """The text in one line and one form (NFC), without signs that nobody sees."""
    shown = _SURROGATES.sub("\ufffd", _CONTROL.sub("", text[:LONGEST].replace("\t", " ")))
    return " ".join(unicodedata.normalize("NFC", shown).split())


def bare(text: str) -> str:
    """The text without ISBD's punctuation at its end: "Sju bröder :" is "Sju bröder"."""
    text = _ISBD.sub("", clean(text)).strip()
    if text.endswith(".") and not _INITIAL.search(text):
        text = text[:-1].rstrip()
    if text.startswith("[") and text.endswith("]") and text.count("[") == 1:
        text = text[1:-1].strip()
    return _ISBD.sub("", text)


def values(record: Record, tag: str, code: str) -> Iterator[str]:
    """All values of a subfield, cleaned, empty ones left out."""
    for field in fields(record, tag):
        yield from subfields(field, code)


def first(record: Record, tag: str, code: str) -> str:
    """The first value of a subfield, cleaned; "" where there is none."""
    return next(values(record, tag, code), "")


def subfields(field: Field, *codes: str) -> Iterator[str]:
    """Values of a field's subfields of these codes, in order, cleaned."""
    for code, value in field.subfields or ():
        if code in codes and (text := clean(value or "")):
            yield text


def one(field: Field, code: str) -> str:
    """The first value of a subfield of one field; "" where there is none."""
    return next(subfields(field, code), "")


def fields(record: Record, *tags: str) -> Iterator[Field]:
    """The data fields of these tags, in the record's order."""
    for field in record.fields:
        if field.tag in tags and not field.control_field:
            yield field


def control(record: Record, tag: str) -> str:
    """A control field with its blanks as blanks; "" where there is none.

    Aleph writes a blank as ^.
    """
    for field in record.fields:
        if field.tag == tag and field.control_field:
            return (field.data or "").replace("^", " ")
    return ""


def leader(record: Record) -> str:
    """The leader's 24 signs, blanks where it is short."""
    return str(record.leader).replace("^", " ").ljust(24)[:24]
