"""The bytes of documents: `documents/<sha256>` in the data folder, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

FOLDER = "documents"


def write(data_dir: Path, content: bytes) -> str:
    """Keeps the bytes and returns their SHA-256; the same bytes are kept once.

    A copy that is there already is as new from now on: nobody takes it for a leftover meanwhile.
    """
    digest = hashlib.sha256(content).hexdigest()
    folder = data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    target, part = folder / digest, folder / f".{secrets.token_hex(8)}.part"
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    _sync(folder)
    return digest


def path_of(data_dir: Path, digest: str) -> Path:
    """Where the bytes of a digest lie."""
    return data_dir / FOLDER / digest


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
