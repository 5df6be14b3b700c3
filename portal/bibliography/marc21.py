"""MARC 21 as ISO 2709: records with a directory, in UTF-8 or MARC-8.

Lengths and offsets are what a broken file gets wrong, so they are believed only where the signs of
end agree with them; else fields are taken by these signs, in the directory's order, and the record
says so. A record whose letters are not what its leader says is read as what they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import BinaryIO

from pymarc import Field, Indicators, Subfield
from pymarc.marc8 import marc8_to_unicode

from portal.bibliography.errors import EmptyBibliography, NoRecords
from portal.bibliography.marc import record_of
from portal.bibliography.marc_fields import marc_record
from portal.kernel.bibliography import Record

FORMAT = "MARC 21"
END_OF_RECORD, END_OF_FIELD, SUBFIELD = b"\x1d", b"\x1e", b"\x1f"
LEADER = 24
BETWEEN = b"\r\n\0 \x1a\xef\xbb\xbf"
"""What stands between records, and before the first: line ends, padding, a byte order mark."""
_ENTRY = 12
_A_BITE = 64 * 1024
LONGEST = 1_000_000
"""Bytes of a record: its length has five digits, and damage should not eat a whole file."""
MOST_FIELDS = 5_000
DIRECTORY, CUT_OFF, ENCODING, UNREADABLE = "directory", "cut_off", "encoding", "unreadable_record"


def read(stream: BinaryIO, name: str) -> Iterator[Record]:
    """The records of a file; one that cannot be read has no title and says so as a fault.

    Raises EmptyBibliography, and NoRecords when not one can be read.
    """
    readable = number = 0
    for number, raw in enumerate(_raw(stream), start=1):
        record = _record(raw, number)
        readable += bool(record.title)
        yield record
    if not number:
        raise EmptyBibliography(file=name)
    if not readable:
        raise NoRecords(file=name, format=FORMAT)


def _raw(stream: BinaryIO) -> Iterator[bytes]:
    """Bytes up to each sign of end; the length in the leader is not believed."""
    left = b""
    while bite := stream.read(_A_BITE):
        parts = (left + bite).split(END_OF_RECORD)
        left = parts.pop()
        for part in parts:
            if part.strip(BETWEEN):
                yield part.lstrip(BETWEEN) + END_OF_RECORD
        if len(left) > LONGEST:
            yield left[:LONGEST]
            left = b""
    if left.strip(BETWEEN):
        yield left.lstrip(BETWEEN)


def _record(raw: bytes, number: int) -> Record:
    faults: list[str] = []
    leader = raw[:LEADER].decode("ascii", "replace")
    fields = _fields(raw, faults)
    if not fields:
        return Record(source_id=f"record {number}", title="", faults=(*faults, UNREADABLE))
    is_utf8 = leader[9:10] == "a"
    read_fields = [_field(tag, data, faults, is_utf8=is_utf8) for tag, data in fields]
    marc = marc_record([one for one in read_fields if one is not None], leader)
    return record_of(marc, tuple(dict.fromkeys(faults)))


def _fields(raw: bytes, faults: list[str]) -> list[tuple[str, bytes]]:
    """Tag and bytes of each field: by the directory, or in its order where it does not fit."""
    end = raw.find(END_OF_FIELD)
    if end < LEADER:
        return []
    entries = raw[LEADER:end]
    whole = [entries[at : at + _ENTRY] for at in range(0, len(entries), _ENTRY)][:MOST_FIELDS]
    if len(entries) % _ENTRY == 0 and all(one.isdigit() for one in (e[3:] for e in whole)):
        found = _by_directory(raw, end + 1, whole)
        if found is not None:
            return found
    if not raw.endswith(END_OF_RECORD):
        faults.append(CUT_OFF)
        return []
    faults.append(DIRECTORY)
    bodies = raw[end + 1 :].rstrip(END_OF_RECORD).split(END_OF_FIELD)
    bodies = bodies[:-1] if bodies and not bodies[-1] else bodies
    if len(bodies) != len(whole):
        return []
    return [(_tag(entry), body) for entry, body in zip(whole, bodies, strict=True)]


def _by_directory(raw: bytes, base: int, entries: list[bytes]) -> list[tuple[str, bytes]] | None:
    """The fields where the directory says; None where one of them does not end there."""
    found = []
    for entry in entries:
        start = base + int(entry[7:12])
        stop = start + int(entry[3:7])
        if stop <= start or raw[stop - 1 : stop] != END_OF_FIELD:
            return None
        if END_OF_FIELD in raw[start : stop - 1] or (start > base and raw[start - 1] != 0x1E):
            return None
        found.append((_tag(entry), raw[start : stop - 1]))
    return found


def _tag(entry: bytes) -> str:
    return entry[:3].decode("ascii", "replace")


def _field(tag: str, data: bytes, faults: list[str], *, is_utf8: bool) -> Field | None:
    if tag.startswith("00"):
        return Field(tag=tag, data=_text(data, faults, is_utf8=is_utf8))
    head, *parts = data.split(SUBFIELD)
    signs = head.decode("ascii", "replace").ljust(2)[:2]
    subfields = [
        Subfield(chr(part[0]), _text(part[1:], faults, is_utf8=is_utf8))
        for part in parts[:MOST_FIELDS]
        if part and part[0] < 0x80
    ]
    if not tag.isalnum() or not subfields:
        return None
    return Field(tag=tag, indicators=Indicators(signs[0], signs[1]), subfields=subfields)


def _text(data: bytes, faults: list[str], *, is_utf8: bool) -> str:
    """The bytes as they are said to be written, else as they are, which is a fault."""
    if data.isascii() and b"\x1b" not in data:
        return data.decode("ascii")
    try:
        text = data.decode("utf-8")
        if not is_utf8:
            faults.append(ENCODING)
        return text
    except UnicodeDecodeError:
        if is_utf8:
            faults.append(ENCODING)
            return data.decode("cp1252", "replace")
    return _marc8(data, faults)


def _marc8(data: bytes, faults: list[str]) -> str:
    try:
        return unicodedata.normalize("NFC", marc8_to_unicode(data, hide_utf8_warnings=True))
    except (UnicodeError, LookupError, ValueError, TypeError):
        faults.append(ENCODING)
        return data.decode("cp1252", "replace")
