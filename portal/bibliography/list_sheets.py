"""Spreadsheets: what is one, whether it may be opened, and its rows, read in another process."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

from portal.bibliography.errors import ListRefused, UnknownBibliography
from portal.bibliography.list_sheets_apart import MOST_ROWS

MOST_UNPACKED = 64 * 1024 * 1024
MOST_PARTS = 2_000
_LONGEST_WAIT = 20
"""Seconds by the wall; the process itself may use fewer of the processor."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = ("[Content_Types].xml", "mimetype", "content.xml")
_MEGABYTE = 1024**2


def is_spreadsheet(content: bytes) -> bool:
    """Whether the bytes begin as those of a workbook do, old or new."""
    return content.startswith((_ZIP, b"PK\x05\x06", _OLE))


def rows(content: bytes, name: str) -> Iterator[dict[str, Any]]:
    """What the process says of a workbook: its rows and its hidden sheets. Raises ListRefused."""
    if not content.startswith(_OLE):
        _check_parts(content, name)
    command = [sys.executable, "-m", "portal.bibliography.list_sheets_apart"]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=_LONGEST_WAIT, check=False
        )
    except subprocess.TimeoutExpired:
        raise ListRefused(file=name, reason="heavy") from None
    if done.returncode != 0:
        # A signal, or no memory: too much. Anything else is the library falling over its bytes.
        heavy = done.returncode < 0 or b"MemoryError" in done.stderr
        raise ListRefused(file=name, reason="heavy" if heavy else "damaged")
    for line in done.stdout.splitlines():
        said: dict[str, Any] = json.loads(line)
        if "fault" in said:
            raise ListRefused(file=name, reason=said["fault"], most=MOST_ROWS)
        yield said


def _check_parts(content: bytes, name: str) -> None:
    """Looks at the sizes that a package says of its parts before anything of it is unpacked."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise ListRefused(file=name, reason="damaged") from None
    if not any(part.filename in _MARKS for part in parts):
        raise UnknownBibliography(file=name)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ListRefused(file=name, reason="packed", most=MOST_UNPACKED // _MEGABYTE)
    if any(part.flag_bits & 1 for part in parts):
        raise ListRefused(file=name, reason="locked")
