"""Documents that people send as proof: known by their bytes, kept under their digest."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound, Refusal
from portal.store import document_files
from portal.store.documents import Document

LARGEST = 8 * 1024 * 1024
"""Bytes: a photo of a phone fits."""
_KINDS = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
)
_LONGEST_NAME = 100
"""Bytes: with a number and an ending it is a file's name in a folder, which may have 255."""


class DocumentUnusable(Refusal):
    """A file cannot be kept; `reason`: empty, large (`largest` megabytes), or kind."""

    code = "document_unusable"


@dataclass(frozen=True)
class Kept:
    """A document of a party: `name` is harmless and ends as its bytes say."""

    id: int
    name: str
    media_type: str
    size: int
    at: datetime


@dataclass(frozen=True)
class Sent:
    """A file as it came: the name that the sender's machine gave it, and its bytes."""

    name: str
    content: bytes


def keep(session: Session, data_dir: Path, party_id: int, purpose: str, sent: Sent) -> Document:
    """Writes the bytes, then the row that makes them count; raises DocumentUnusable."""
    media_type, ending = _kind(sent.content)
    row = Document(
        party_id=party_id,
        purpose=purpose,
        name=harmless_name(sent.name, ending),
        media_type=media_type,
        size=len(sent.content),
        sha256=document_files.write(data_dir, sent.content),
        at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return row


def of_party(session: Session, data_dir: Path, party_id: int, number: int) -> tuple[Kept, bytes]:
    """A document of the party with its bytes; raises NotFound, also for another's."""
    row = session.scalar(
        select(Document).where(Document.id == number, Document.party_id == party_id)
    )
    return opened(data_dir, row)


def opened(data_dir: Path, row: Document | None) -> tuple[Kept, bytes]:
    """A document with its bytes; raises NotFound when either is not there."""
    if row is None:
        raise NotFound
    path = document_files.path_of(data_dir, row.sha256)
    if not path.is_file():
        raise NotFound
    return kept(row), path.read_bytes()


def kept(row: Document) -> Kept:
    """A row as a value."""
    return Kept(row.id, row.name, row.media_type, row.size, row.at)


def forget(session: Session, row: Document) -> None:
    """Removes the row; the bytes go with what no row names any more (see leftovers)."""
    session.delete(row)
    session.flush()


def _kind(content: bytes) -> tuple[str, str]:
    if not content:
        raise DocumentUnusable(reason="empty")
    if len(content) > LARGEST:
        raise DocumentUnusable(reason="large", largest=LARGEST // (1024 * 1024))
    for start, media_type, ending in _KINDS:
        if content.startswith(start):
            return media_type, ending
    raise DocumentUnusable(reason="kind")


def harmless_name(name: str, ending: str) -> str:
    """The last part of a path, letters, digits, spaces and hyphens only, and the right ending."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    stem = last.rpartition(".")[0] or last
    signs = (sign if sign.isalnum() or sign in " -_" else " " for sign in stem)
    words = " ".join("".join(signs).split())
    words = words.encode()[:_LONGEST_NAME].decode(errors="ignore").strip()
    return f"{words or 'document'}{ending}"
