"""Folders and names of the data directory: made, written, shown; what fails is a Refusal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from portal.usage.errors import FolderNotWritable


def shown(path: Path) -> str:
    """A path as text that can be printed and stored: bytes that are not UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def made(folder: Path) -> Path:
    """The folder, made where it was not; raises FolderNotWritable."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Whatever cannot be written in here raises FolderNotWritable."""
    try:
        yield
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        raise FolderNotWritable(folder=shown(folder), why=why) from fault
    except duckdb.IOException as fault:
        why = str(fault).partition("\n")[0]
        raise FolderNotWritable(folder=shown(folder), why=why) from fault
