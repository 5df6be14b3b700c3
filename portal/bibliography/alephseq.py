"""Aleph sequential: a line a field, as the National Library of Finland's systems write MARC.

`000232668 24510 L $$aSuomalaisia suurmiehiä /$$cPertti Rajala.`
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pymarc import Field, Indicators, Subfield

from portal.bibliography.errors import NoRecords
from portal.bibliography.marc import record_of
from portal.bibliography.marc_fields import marc_record
from portal.kernel.bibliography import Record

LINE = re.compile(
    r"(?P<id>\d{9}) (?P<tag>[0-9A-Z]{3})(?P<first>.)(?P<second>.) L ?(?P<text>.*)", re.DOTALL
)
_LEADER = "000"
"""pymarc knows a control field by its tag; the leader is carried as one."""
UNREADABLE_LINE = "unreadable_line"
MOST_FIELDS = 5_000
"""Fields that a record can have; more are left out, as a fault."""
TOO_MANY_FIELDS = "too_many_fields"


def records(lines: Iterable[str], name: str) -> Iterator[Record]:
    """The records of a file's lines, one after the other."""
    number: str | None = None
    fields: list[Field] = []
    faults: list[str] = []
    seen = False
    for line in lines:
        found = LINE.fullmatch(line.rstrip("\r\n"))
        if found is None:
            if line.strip() and number is not None:
                faults.append(UNREADABLE_LINE)
            continue
        if found["id"] != number:
            if number is not None:
                seen = True
                yield _record(number, fields, faults)
            number, fields, faults = found["id"], [], []
        if len(fields) < MOST_FIELDS:
            fields.append(_field(found))
        else:
            faults.append(TOO_MANY_FIELDS)
    if number is not None:
        yield _record(number, fields, faults)
    elif not seen:
        raise NoRecords(file=name, format="Aleph sequential")


def _field(found: re.Match[str]) -> Field:
    tag, text = found["tag"], found["text"]
    if tag == "LDR" or tag.startswith("00"):
        return Field(tag=_LEADER if tag == "LDR" else tag, data=text)
    parts = [Subfield(part[0], part[1:]) for part in text.split("$$")[1:] if part]
    return Field(tag=tag, indicators=Indicators(found["first"], found["second"]), subfields=parts)


def _record(number: str, fields: list[Field], faults: list[str]) -> Record:
    own = [field for field in fields if field.tag != _LEADER]
    if not any(field.tag == "001" for field in own):
        own.append(Field(tag="001", data=number))
    first = next((field.data for field in fields if field.tag == _LEADER), None)
    return record_of(marc_record(own, first), tuple(faults))
