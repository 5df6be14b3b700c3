"""The archive: every original is kept under its digest, and is checked while it is copied.

What is hashed is what is written is what is counted: one pass over the bytes, and never a
second look at the original.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import os
import secrets
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from portal.usage import errors
from portal.usage.paths import made, shown, writing

_CHUNK = 1 << 20
_HEAD = 1 << 16
_FEW = 16
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
        """Whether the file, uncompressed, is Parquet by its first bytes."""
        return self.head.startswith(_PARQUET)


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


def kept(files: Sequence[tuple[str, Path]], data_dir: Path) -> list[Original]:
    """Copies `files` into the archive, checking each; a fault of one leaves nothing behind."""
    folder = made(data_dir / FOLDER)
    originals: list[Original] = []
    try:
        for name, path in files:
            originals.append(_keep(name, path, folder))
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


def reopened(data_dir: Path, digest: str, name: str) -> Original:
    """An archived file again, under the name that it came with; raises ArchiveMissing."""
    for path in _places(data_dir / FOLDER, digest):
        check = _Check(name)
        with suppress(_Broken, errors.FileFault):
            for chunk in _chunks(name, path):
                check.take(chunk)
            check.finish()
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


def _places(folder: Path, digest: str) -> tuple[Path, Path]:
    """Where the bytes of `digest` are kept: as they are, and compressed as they came."""
    return folder / digest, folder / f"{digest}.gz"


def _keep(name: str, path: Path, folder: Path) -> Original:
    part = folder / f".{secrets.token_hex(8)}.part"
    check = _Check(name)
    try:
        with writing(folder):
            with part.open("wb") as copy:
                for chunk in _chunks(name, path):
                    copy.write(chunk)
                    check.take(chunk)
                check.finish()
            target = _places(folder, check.digest.hexdigest())[check.inflate is not None]
            is_new = not target.exists()
            if not is_new:  # an older copy may be torn: the one just checked takes its place
                made_durable(part)
            part.replace(target)
    except _Broken as fault:
        line = _line_at(path, check.inflate is not None, fault.place)
        raise fault.kind(file=name, line=line) from fault
    finally:
        with suppress(OSError):
            part.unlink()
    return check.original(target, is_new)


def _chunks(name: str, path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as source:
            size = min(_CHUNK, os.fstat(source.fileno()).st_size + 1)
            while chunk := source.read(size):
                yield chunk
    except OSError as fault:
        raise errors.FileMissing(file=name, reason=fault.strerror or "") from fault


class _Broken(Exception):
    """The uncompressed bytes are broken at `place`; `kind` is the fault to raise."""

    def __init__(self, kind: type[errors.FileFault], place: int) -> None:
        super().__init__(kind, place)
        self.kind = kind
        self.place = place


def _line_at(path: Path, compressed: bool, place: int) -> int:
    """The line, from 1, in which the byte at `place` of the uncompressed file stands."""
    lines = 1
    with gzip.open(path) if compressed else path.open("rb") as source:
        while place > 0 and (chunk := source.read(min(place, _CHUNK))):
            lines += chunk.count(b"\n")
            place -= len(chunk)
    return lines


class _Check:
    """Digest, size, encoding and end of the uncompressed bytes, chunk by chunk."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.digest = hashlib.sha256()
        self.size = 0
        self.head = b""
        self.last = b""
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
        if self.inflate is None:
            self._see(chunk)
            return
        try:
            self._inflate(chunk)
        except zlib.error as fault:
            raise _Broken(errors.CutOff, self.size) from fault

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

    def finish(self) -> None:
        """The end of the file: nothing may be open."""
        if self.inflate is not None and not self.inflate.eof:
            raise _Broken(errors.CutOff, self.size)
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
            compressed=self.inflate is not None,
            ends_line=self.last in (b"\n", b"\r"),
            is_new=is_new,
        )
