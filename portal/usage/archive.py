"""The archive: every original is kept under its digest, and is checked while it is copied.

What is hashed is what is written is what is counted: one pass over the bytes, and never a
second look at the original.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import os
import secrets
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from portal.usage import errors

_CHUNK = 1 << 20
_HEAD = 1 << 16
_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"
FOLDER = "archive"


@dataclass(frozen=True)
class Original:
    """One archived file: `path` is the copy, `head` its first 64 KiB uncompressed."""

    name: str
    path: Path
    digest: str
    size: int
    head: bytes
    compressed: bool
    ends_line: bool
    is_new: bool

    @property
    def is_parquet(self) -> bool:
        """Whether the file is Parquet by its first bytes."""
        return self.head.startswith(_PARQUET) and not self.compressed


def files_in(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """The files of `paths`, folders opened, hidden files left aside, by name; raises NoFiles."""
    found: list[tuple[str, Path]] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file())
            found += [(str(p.relative_to(path)), p) for p in inside if not p.name.startswith(".")]
        elif path.is_file():
            found.append((path.name, path))
        else:
            raise errors.FileMissing(file=str(path))
    if not found:
        raise errors.NoFiles(paths=[str(p) for p in paths])
    return found


def kept(files: Sequence[tuple[str, Path]], data_dir: Path) -> list[Original]:
    """Copies `files` into the archive, checking each; a fault of one leaves nothing behind."""
    folder = data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(max_workers=2) as pool:
        jobs = [pool.submit(_keep, name, path, folder) for name, path in files]
    faults = [job.exception() for job in jobs]
    originals = [job.result() for job, fault in zip(jobs, faults, strict=True) if fault is None]
    for fault in faults:
        if fault is not None:
            forgotten(originals)
            raise fault
    return originals


def forgotten(originals: Sequence[Original]) -> None:
    """Takes the copies that this call made out of the archive again."""
    for original in originals:
        if original.is_new:
            original.path.unlink(missing_ok=True)


def reopened(data_dir: Path, digest: str, name: str) -> Original:
    """An archived file again, under the name that it came with."""
    path = data_dir / FOLDER / digest
    check = _Check(name)
    with path.open("rb") as source:
        for chunk in _chunks(source):
            check.take(chunk)
        check.finish()
    return check.original(path, is_new=False)


def made_durable(path: Path) -> None:
    """Writes a file or folder through to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _keep(name: str, path: Path, folder: Path) -> Original:
    part = folder / f".{secrets.token_hex(8)}.part"
    try:
        with path.open("rb") as source, part.open("wb") as copy:
            check = _Check(name)
            for chunk in _chunks(source):
                copy.write(chunk)
                check.take(chunk)
            check.finish()
            copy.flush()
            os.fsync(copy.fileno())
        target = folder / check.digest.hexdigest()
        is_new = not target.exists()
        if is_new:
            part.replace(target)
    except OSError as fault:
        raise errors.FileMissing(file=name, reason=fault.strerror or "") from fault
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    return check.original(target, is_new)


def _chunks(source: io.BufferedIOBase) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        yield chunk


class _Check:
    """Digest, size, encoding and end of the uncompressed bytes, chunk by chunk."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.digest = hashlib.sha256()
        self.size = 0
        self.head = b""
        self.last = b""
        self.lines = 1
        self.inflate: zlib._Decompress | None = None
        self.first = True
        self.binary = False
        self.decoder = codecs.getincrementaldecoder("utf-8")()

    def take(self, chunk: bytes) -> None:
        """One chunk of the file as it is on disk."""
        if self.first:
            self.first = False
            if chunk.startswith(_GZIP):
                self.inflate = zlib.decompressobj(wbits=31)
            self.binary = chunk.startswith(_PARQUET)
        if self.inflate is None:
            self._see(chunk)
            return
        try:
            self._inflate(chunk)
        except zlib.error as fault:
            raise errors.CutOff(file=self.name, line=self.lines) from fault

    def _inflate(self, chunk: bytes) -> None:
        """Uncompresses in bounded pieces: a small file may hold a huge one, or several."""
        while chunk and self.inflate is not None:
            self._see(self.inflate.decompress(chunk, _CHUNK))
            chunk = self.inflate.unconsumed_tail
            if self.inflate.eof:
                chunk = self.inflate.unused_data
                if chunk.strip(b"\0"):
                    self.inflate = zlib.decompressobj(wbits=31)
                else:
                    chunk = b""

    def _see(self, data: bytes) -> None:
        if not data:
            return
        self.digest.update(data)
        self.size += len(data)
        if len(self.head) < _HEAD:
            self.head += data[: _HEAD - len(self.head)]
        self.last = data[-1:]
        if not self.binary:
            self._decode(data)

    def _decode(self, data: bytes) -> None:
        if data.isascii() and not self.decoder.getstate()[0]:
            self.lines += data.count(b"\n")
            return
        try:
            self.decoder.decode(data)
        except UnicodeDecodeError as fault:
            line = self.lines + data[: max(fault.start, 0)].count(b"\n")
            raise errors.NotUtf8(file=self.name, line=line) from fault
        self.lines += data.count(b"\n")

    def finish(self) -> None:
        """The end of the file: nothing may be open."""
        if self.inflate is not None and not self.inflate.eof:
            raise errors.CutOff(file=self.name, line=self.lines)
        if not self.head.strip():
            raise errors.EmptyFile(file=self.name)
        try:
            self.decoder.decode(b"", final=True)
        except UnicodeDecodeError as fault:
            raise errors.CutOff(file=self.name, line=self.lines) from fault

    def original(self, path: Path, is_new: bool) -> Original:
        """What was seen, as a value."""
        return Original(
            name=self.name,
            path=path,
            digest=self.digest.hexdigest(),
            size=self.size,
            head=self.head,
            compressed=self.inflate is not None,
            ends_line=self.last in (b"\n", b"\r"),
            is_new=is_new,
        )
