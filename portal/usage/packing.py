"""Packed files: gzip, Zstandard and zip, unpacked in bounded pieces while they are copied.

A small file may unpack to a huge one: past a slack the bytes may not be more than so many times
the size on the disk. Names inside a zip are shown, and never become a path.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import pyarrow as pa

from portal.usage import errors
from portal.usage.paths import shown

NONE, GZIP, ZSTD = "none", "gzip", "zstd"
ENDINGS = {NONE: "", GZIP: ".gz", ZSTD: ".zst"}
CHUNK = 1 << 20
SLACK = 64 << 20
MOST_TIMES = 250
MOST_MEMBERS = 20_000
_BEGINS = {b"\x1f\x8b": GZIP, b"\x28\xb5\x2f\xfd": ZSTD}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 1
_HIDDEN = (".", "__MACOSX")
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_LONGEST_END = (1 << 16) + 200
_BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error,
    NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip


class Broken(Exception):
    """The packed bytes break off or are damaged."""


class Bound:
    """How much may come out of one file on the disk; raises PackedTooLarge past it."""

    def __init__(self, name: str, size: int) -> None:
        self.name = name
        self.most = max(SLACK, MOST_TIMES * size)
        self.seen = 0

    def take(self, data: bytes) -> bytes:
        """The bytes themselves, counted."""
        self.seen += len(data)
        if self.seen > self.most:
            raise errors.PackedTooLarge(file=self.name, megabytes=self.most >> 20)
        return data


def incoming(name: str, path: Path) -> Iterator[tuple[str, Iterator[bytes], Bound]]:
    """What a file holds: itself, or each member of a zip; its name, bytes and bound."""
    try:
        with path.open("rb") as source:
            bound = Bound(name, os.fstat(source.fileno()).st_size)
            begins = source.read(4)
            source.seek(0)
            if begins not in _ZIP:
                yield name, _pieces(name, source, bound.most), bound
                return
            yield from _members(name, source, bound)
    except OSError as fault:
        raise errors.FileMissing(file=name, reason=fault.strerror or "") from fault


def unpacked(pieces: Iterator[bytes], bound: Bound) -> tuple[str, Iterator[bytes]]:
    """How the bytes are packed, and what they unpack to; raises Broken while it is read."""
    first = next(pieces, b"")
    compression = next((kind for sign, kind in _BEGINS.items() if first.startswith(sign)), NONE)
    whole = chain([first], pieces)
    if compression == GZIP:
        return GZIP, map(bound.take, _gunzipped(whole))
    if compression == ZSTD:
        return ZSTD, map(bound.take, _unzstd(_Pulled(whole)))
    return NONE, whole


@contextmanager
def opened(path: Path, compression: str) -> Iterator[BinaryIO]:
    """The uncompressed bytes of a kept file."""
    with path.open("rb") as source:
        if compression == NONE:
            yield source
            return
        _, pieces = unpacked(iter(lambda: source.read(CHUNK), b""), Bound(path.name, 1 << 60))
        yield io.BufferedReader(_Pulled(pieces))


def _pieces(name: str, source: BinaryIO, size: int) -> Iterator[bytes]:
    try:
        while piece := source.read(min(CHUNK, size + 1)):
            yield piece
    except OSError as fault:
        raise errors.FileMissing(file=name, reason=fault.strerror or "") from fault


def _gunzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflate = zlib.decompressobj(wbits=31)
    for piece in pieces:
        rest = piece
        while rest:
            if inflate.eof:  # another member may follow, or zeros that fill a block
                if not rest.strip(b"\0"):
                    break
                inflate = zlib.decompressobj(wbits=31)
            try:
                yield inflate.decompress(rest, CHUNK)
            except zlib.error as fault:
                raise Broken from fault
            rest = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
    if not inflate.eof:
        raise Broken


def _unzstd(source: _Pulled) -> Iterator[bytes]:
    try:
        with pa.CompressedInputStream(pa.PythonFile(source, mode="r"), ZSTD) as stream:
            while data := stream.read(CHUNK):
                yield data
    except OSError as fault:  # Arrow says so of truncated and of damaged frames
        raise Broken from fault


class _Pulled(io.RawIOBase):
    """Pieces of bytes as a file that is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.left = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, none only at the end."""
        while not self.left:
            piece = next(self.pieces, None)
            if piece is None:
                return b""
            self.left = piece
        size = len(self.left) if size < 0 else size
        data, self.left = self.left[:size], self.left[size:]
        return data

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """The same into a buffer, for io.BufferedReader."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _members(
    name: str, source: BinaryIO, bound: Bound
) -> Iterator[tuple[str, Iterator[bytes], Bound]]:
    """The files inside a zip; raises what is wrong with it."""
    _check_number(name, source)
    try:
        with zipfile.ZipFile(source) as packed:
            wanted = [one for one in packed.infolist() if _is_wanted(one)]
            if not wanted:
                raise errors.EmptyFile(file=name)
            for one in wanted:
                _check(name, one, bound)
            for one in wanted:
                yield f"{name}: {_shown(one.filename)}", _member(name, packed, one), bound
    except _BROKEN_ZIP as fault:
        raise errors.DamagedZip(file=name) from fault


def _member(name: str, packed: zipfile.ZipFile, one: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with packed.open(one) as inside:
            first = inside.read(CHUNK)
            if first.startswith(_ZIP):
                raise errors.NestedZip(file=name, member=_shown(one.filename))
            while first:
                yield first
                first = inside.read(CHUNK)
    except _BROKEN_ZIP as fault:
        raise errors.DamagedZip(file=name) from fault


def _check(name: str, one: zipfile.ZipInfo, bound: Bound) -> None:
    if one.flag_bits & _ENCRYPTED:
        raise errors.EncryptedZip(file=name, member=_shown(one.filename))
    bound.seen += one.file_size  # as it says; what comes out of a packed member is counted too
    if bound.seen > bound.most:
        raise errors.PackedTooLarge(file=name, megabytes=bound.most >> 20)


def _check_number(name: str, source: BinaryIO) -> None:
    """The number of members that the zip's end says, before its directory is read."""
    size = source.seek(0, os.SEEK_END)
    source.seek(max(0, size - _LONGEST_END))
    tail = source.read()
    source.seek(0)
    at, at_64 = tail.rfind(_END), tail.rfind(_END_64)
    number = int.from_bytes(tail[at + 10 : at + 12], "little") if at >= 0 else 0
    if at_64 >= 0:
        number = max(number, int.from_bytes(tail[at_64 + 32 : at_64 + 40], "little"))
    if number > MOST_MEMBERS:
        raise errors.TooManyMembers(file=name, most=MOST_MEMBERS)


def _is_wanted(one: zipfile.ZipInfo) -> bool:
    """Whether a member is a file that is not hidden, as in a folder."""
    parts = PurePosixPath(one.filename.replace("\\", "/")).parts
    last = parts[-1] if parts else ""
    return not one.is_dir() and not last.startswith(_HIDDEN) and parts[0] not in _HIDDEN


def _shown(member: str) -> str:
    """The last part of a member's name, without signs that are not seen."""
    last = member.replace("\\", "/").rstrip("/").rpartition("/")[2]
    text = "".join(sign for sign in last if sign.isprintable())
    return shown(Path(text or "?"))[:120]
