"""A spreadsheet as programs wrote them before 2007: BIFF8 in an OLE container, as small as can be.

Source: [MS-XLS] and [MS-CFB].
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_HEADER = struct.Struct("<8s16x5H6x9I109I")
_ENTRY = struct.Struct("<64sHBB3I16xI16xIQ")


def old_spreadsheet(
    rows: Sequence[Sequence[str | float]], *, hidden: bool = False, far: str = ""
) -> bytes:
    """One sheet with these rows; texts are Latin-1, numbers are doubles as such files have them.

    `far` is a text in the last cell that such a sheet can have.
    """
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            place = struct.pack("<HHH", number, column, 0)
            if isinstance(cell, str):
                text = cell.encode("latin-1")
                sheet += _record(0x0204, place + struct.pack("<HB", len(text), 0) + text)
            else:
                sheet += _record(0x0203, place + struct.pack("<d", cell))
    if far:
        place = struct.pack("<HHHHB", 65_535, 255, 0, len(far), 0)
        sheet += _record(0x0204, place + far.encode("latin-1"))
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    name = b"Kirjat"
    length = len(start) + 4 + 8 + len(name) + 4
    bound = struct.pack("<IBBBB", length, int(hidden), 0, len(name), 0) + name
    end = _record(0x000A, b"")
    return _container(start + _record(0x0085, bound) + end + sheet + end)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _container(stream: bytes) -> bytes:
    stream = stream.ljust(8 * SECTOR, b"\0")
    sectors = -(-len(stream) // SECTOR)
    chain = [_FAT, _END, *range(3, 2 + sectors), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    header = _HEADER.pack(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0,
        _END, 0, 0, *[_FREE] * 108,
    )  # fmt: skip
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream))
    directory = entries.ljust(SECTOR, b"\0")
    return header + table + directory + stream.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    return _ENTRY.pack(written, len(written) + 2, kind, 1, _FREE, _FREE, child, 0, start, size)
