"""The archive: every original is kept under its digest, and is checked while it is copied.

What is hashed is what is written is what is counted: one pass over the bytes, and never a
second look at the original.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from portal.usage import errors, packing
from portal.usage.packing import NONE, Bound
from portal.usage.paths import made, shown, writing

_HEAD = 1 << 16
_FEW = 16
_PARQUET = b"PAR1"
FOLDER = "archive"
ROWS = ".rows1"
"""Its number is that of the way they are written: other rows get another name."""


@dataclass(frozen=True)
class Original:
    """One archived file: `path` is the copy, `head` its first 64 KiB uncompressed.

    `compression` is none, gzip or zstd; of a zip each member is a file of its own.
    """

    name: str
    path: Path
    digest: str
    size: int
    head: bytes
    compression: str
    ends_line: bool
    is_new: bool

    @property
    def is_parquet(self) -> bool:
        """Whether the file, uncompressed, is Parquet by its first bytes."""
        return self.head.startswith(_PARQUET)

    @property
    def rows_path(self) -> Path:
        """Where the rows of a format that no SQL reads stand once they are written flat."""
        return self.path.with_suffix(ROWS)


def files_in(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """The files of `paths`, folders opened, hidden files left aside, by name; raises NoFiles."""
    found: list[tuple[str, Path]] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file())
            inside = [p for p in inside if not p.name.startswith(".")]
            if not inside:
                raise errors.NoFiles(paths=[shown(path)])
            found += [(shown(p.relative_to(path)), p) for p in inside]
        elif path.is_file():
            found.append((shown(Path(path.name)), path))
        else:
            raise errors.FileMissing(file=shown(path))
    if not found:
        raise errors.NoFiles(paths=[shown(p) for p in paths])
    return found


def kept(
    files: Sequence[tuple[str, Path]],
    data_dir: Path,
    report: Callable[[str, int, int], None] | None = None,
) -> list[Original]:
    """Copies `files` into the archive, checking each; a fault of one leaves nothing behind.

    `report` is told how many bytes of all are kept, in megabytes.
    """
    folder = made(data_dir / FOLDER)
    originals: list[Original] = []
    watch = _Watch(report, sum(path.stat().st_size for _, path in files)) if report else None
    try:
        for name, path in files:
            for inside, pieces, bound in packing.incoming(name, path):
                seen = watch.watched(pieces) if watch else pieces
                originals.append(_keep(inside, seen, bound, folder))
        with writing(folder):
            _written_through(originals)
    except BaseException:
        forgotten(originals)
        raise
    return originals


def forgotten(originals: Sequence[Original]) -> None:
    """Takes the copies that this call made out of the archive again."""
    for original in originals:
        if original.is_new:
            original.path.unlink(missing_ok=True)
            original.rows_path.unlink(missing_ok=True)


def reopened(data_dir: Path, digest: str, name: str) -> Original:
    """An archived file again, under the name that it came with; raises ArchiveMissing."""
    for path in _places(data_dir / FOLDER, digest):
        with suppress(_Broken, packing.Broken, errors.FileFault):
            for _, pieces, bound in packing.incoming(name, path):
                check = _Check(name)
                check.look(pieces, bound)
                if check.digest.hexdigest() == digest:
                    return check.original(path, is_new=False)
    raise errors.ArchiveMissing(file=name, copy=f"{FOLDER}/{digest}")


def made_durable(path: Path) -> None:
    """Writes a file or folder through to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _written_through(originals: Sequence[Original]) -> None:
    """On the disk before anything refers to them: few files one by one, many in one go."""
    if len(originals) > _FEW:
        os.sync()
        return
    for original in originals:
        made_durable(original.path)
    made_durable(originals[0].path.parent)


def _places(folder: Path, digest: str) -> tuple[Path, ...]:
    """Where the bytes of `digest` are kept: as they are, or packed as they came."""
    return tuple(folder / f"{digest}{ending}" for ending in packing.ENDINGS.values())


def _keep(name: str, pieces: Iterator[bytes], bound: Bound, folder: Path) -> Original:
    part = folder / f".{secrets.token_hex(8)}.part"
    check = _Check(name)
    try:
        with writing(folder):
            with part.open("wb") as copy:
                check.look(_copied(pieces, copy), bound)
            ending = packing.ENDINGS[check.compression]
            target = folder / f"{check.digest.hexdigest()}{ending}"
            is_new = not target.exists()
            if not is_new:  # an older copy may be torn: the one just checked takes its place
                made_durable(part)
            part.replace(target)
    except packing.Broken as fault:
        raise errors.CutOff(file=name, line=_line_at(part, check, check.size)) from fault
    except _Broken as fault:
        raise fault.kind(file=name, line=_line_at(part, check, fault.place)) from fault
    finally:
        with suppress(OSError):
            part.unlink()
    return check.original(target, is_new)


def _copied(pieces: Iterator[bytes], copy: IO[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        copy.write(piece)
        yield piece


class _Watch:
    """Says how many megabytes of all files have come."""

    def __init__(self, report: Callable[[str, int, int], None], total: int) -> None:
        self.report = report
        self.total = total
        self.come = 0

    def watched(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces, counted as they pass."""
        for piece in pieces:
            self.come += len(piece)
            done = min(self.come, self.total)  # what a zip unpacks to is more than the zip
            self.report("keeping", done >> 20, self.total >> 20)
            yield piece


class _Broken(Exception):
    """The uncompressed bytes are broken at `place`; `kind` is the fault to raise."""

    def __init__(self, kind: type[errors.FileFault], place: int) -> None:
        super().__init__(kind, place)
        self.kind = kind
        self.place = place


def _line_at(part: Path, check: _Check, place: int) -> int:
    """The line, from 1, in which the byte at `place` of the uncompressed file stands."""
    lines = 1
    with (
        suppress(packing.Broken, OSError),
        packing.opened(part, check.compression) as source,
    ):
        while place > 0 and (piece := source.read(min(place, packing.CHUNK))):
            lines += piece.count(b"\n")
            place -= len(piece)
    return lines


class _Check:
    """Digest, size, encoding and end of the uncompressed bytes, chunk by chunk."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.digest = hashlib.sha256()
        self.size = 0
        self.head = b""
        self.last = b""
        self.compression = NONE
        self.binary = False
        self.decoder = codecs.getincrementaldecoder("utf-8")()

    def look(self, pieces: Iterator[bytes], bound: Bound) -> None:
        """All of the file, as it is on disk; nothing may be open at its end."""
        self.compression, unpacked = packing.unpacked(pieces, bound)
        for data in unpacked:
            self._see(data)
        self._finish()

    def _see(self, data: bytes) -> None:
        if not data:
            return
        self.digest.update(data)
        if not self.size:
            self.binary = data.startswith(_PARQUET)
        self.size += len(data)
        if len(self.head) < _HEAD:
            self.head += data[: _HEAD - len(self.head)]
        self.last = data[-1:]
        if not self.binary and not (data.isascii() and not self.decoder.getstate()[0]):
            self._decode(data)

    def _decode(self, data: bytes) -> None:
        begin = self.size - len(data) - len(self.decoder.getstate()[0])
        try:
            self.decoder.decode(data)
        except UnicodeDecodeError as fault:
            raise _Broken(errors.NotUtf8, begin + fault.start) from fault

    def _finish(self) -> None:
        if not self.head.strip():
            raise errors.EmptyFile(file=self.name)
        try:
            self.decoder.decode(b"", final=True)
        except UnicodeDecodeError as fault:
            raise _Broken(errors.CutOff, self.size) from fault

    def original(self, path: Path, is_new: bool) -> Original:
        """What was seen, as a value."""
        return Original(
            name=self.name,
            path=path,
            digest=self.digest.hexdigest(),
            size=self.size,
            head=self.head,
            compression=self.compression,
            ends_line=self.last in (b"\n", b"\r"),
            is_new=is_new,
        )
