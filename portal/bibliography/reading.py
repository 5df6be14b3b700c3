"""Reads a file of bibliographic records in whatever format it turns out to be.

The format is chosen by looking at the first bytes, never by the file's name.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from io import BufferedReader, RawIOBase, TextIOWrapper
from typing import BinaryIO

from portal.bibliography import alephseq, list_grid, list_sheets, lists, marc21, marcxml, onix
from portal.bibliography.errors import EmptyBibliography, UnknownBibliography, WebPageInstead
from portal.kernel.bibliography import Record

_LOOKED_AT = 64 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ISO_2709 = re.compile(rb"\d{5}.{15}4500", re.DOTALL)
_LEADER = re.compile(rb"\d{5}|[\x20-\x7e]{24}")
_BEFORE_ROOT = re.compile(
    r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>|\s)*", re.DOTALL
)
_ROOT = re.compile(r"<(?:[\w.\-]+:)?([\w.\-]+)")
_SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How spreadsheets begin: packed ones, and those of old."""
_PAGES = frozenset({"html", "head", "body", "script", "meta"})


class _Ahead(RawIOBase):
    """A stream whose first bytes were looked at and are read again."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        """It is read, never written."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fills the buffer with what was looked at, then with the rest."""
        if self._head:
            some, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            some = self._rest.read(len(buffer)) or b""
        buffer[: len(some)] = some
        return len(some)


def read(stream: BinaryIO, name: str) -> Iterator[Record]:
    """The records of a file, one after the other; raises a BibliographyFault with `file`.

    A fault can come after some records: whoever keeps them keeps all or none.
    """
    head = stream.read(_LOOKED_AT)
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise EmptyBibliography(file=name)
    ahead: RawIOBase = _Ahead(head, stream)
    whole: BinaryIO = BufferedReader(ahead, _LOOKED_AT)
    text, encoding = _as_text(head)
    if _is_iso_2709(head.lstrip(marc21.BETWEEN)):
        return marc21.read(whole, name)
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        return _read_xml(text.lstrip("\ufeff"), whole, name)
    if any(alephseq.LINE.fullmatch(line) for line in text.splitlines()[:5]):
        return alephseq.records(TextIOWrapper(whole, encoding, errors="replace"), name)
    if list_sheets.is_spreadsheet(head) or list_grid.is_text(head):
        return lists.read(whole, name)
    if head.startswith(_SHEETS) or encoding == "utf-16" or b"\0" not in head:
        return lists.read(whole, name)
    raise UnknownBibliography(file=name)


def _is_iso_2709(head: bytes) -> bool:
    """By its leader, or by signs of end that no text has."""
    signs = marc21.END_OF_FIELD in head and marc21.SUBFIELD in head
    return bool(_ISO_2709.match(head)) or (signs and bool(_LEADER.match(head)))


def _as_text(head: bytes) -> tuple[str, str]:
    encoding = next((written for mark, written in _MARKS if head.startswith(mark)), "utf-8")
    return head.decode(encoding, "replace"), encoding


def _read_xml(text: str, whole: BinaryIO, name: str) -> Iterator[Record]:
    """MARCXML or ONIX, by the name of the root; a web page is said to be one."""
    if "<!doctype html" in text[:2_000].casefold():
        raise WebPageInstead(file=name)
    before = _BEFORE_ROOT.match(text)
    root = _ROOT.match(text, before.end() if before else 0)
    named = root.group(1) if root else ""
    if named.casefold() in _PAGES:
        raise WebPageInstead(file=name)
    return (
        onix.read(whole, name) if named.casefold() == "onixmessage" else marcxml.read(whole, name)
    )
