"""A first look at a usage file: its first bytes say which format it is, or why it is none."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from portal.usage import errors, packing
from portal.usage.archive import Original
from portal.usage.readers import FORMATS, counter5, counter_report, layout_of

FORMAT_NAMES = tuple(FORMATS)
_HEAD = 1 << 16
_PARQUET = b"PAR1"


def look(name: str, path: Path, wanted: str | None = None) -> str:
    """The name of the format; raises the fault that the beginning of the file shows already.

    Of a zip the first file is looked at. The whole file is read, and checked, when it is imported.
    """
    first, original = next(
        (inside, _glanced(inside, path, pieces, bound))
        for inside, pieces, bound in packing.incoming(name, path)
    )
    if counter_report.looks_like(original.head):
        if wanted not in (None, counter5.FORMAT.name):
            raise errors.UnknownFormat(file=name, columns=(), formats=FORMAT_NAMES)
        return counter5.FORMAT.name
    if original.is_parquet and first != name:  # inside a zip there is no file to look at
        return wanted or ""
    return layout_of(original, wanted).format.name


def _glanced(name: str, path: Path, pieces: Iterator[bytes], bound: packing.Bound) -> Original:
    head, compression = b"", packing.NONE
    try:
        compression, plain = packing.unpacked(pieces, bound)
        for data in plain:
            head += data
            if len(head) >= _HEAD:
                break
    except packing.Broken as fault:
        if not head:
            raise errors.CutOff(file=name, line=1) from fault
    head = head[:_HEAD]
    if not head.strip():
        raise errors.EmptyFile(file=name)
    if not head.startswith(_PARQUET):
        _check_text(name, head)
    return Original(name, path, "", 0, head, compression, ends_line=False, is_new=False)


def _check_text(name: str, head: bytes) -> None:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as fault:
        line = head[: fault.start].count(b"\n") + 1
        raise errors.NotUtf8(file=name, line=line) from fault
