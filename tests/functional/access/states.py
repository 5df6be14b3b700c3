"""The rows of a portal: read again only when somebody wrote, and put back as they were."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from portal.services.base import kept
from portal.store.models import metadata

Rows = dict[str, list[Any]]
QUICKLY = "PRAGMA synchronous=OFF"
"""A test's copy need not outlive a power cut."""


class States:
    """Looks at a copy of a database from beside the portal that works on it."""

    def __init__(self, original: Path, copy: Path) -> None:
        self.original, self.connection = original, sqlite3.connect(copy, isolation_level=None)
        self.connection.execute(QUICKLY)
        self.first = self.found = self._read()
        self.version = self.written = self._version()

    def rows(self) -> Rows:
        """Every row of every table, as the database keeps it."""
        if (version := self._version()) != self.version:
            self.version, self.found = version, self._read()
        return self.found

    def begin_again(self) -> None:
        """Puts the rows back as they were at first, under a portal that goes on."""
        if self._version() != self.written:
            with closing(sqlite3.connect(self.original)) as original:
                original.backup(self.connection)
        self.version = self.written = self._version()
        self.found = self.first
        kept.forget()

    def _version(self) -> int:
        """Another one after each commit of somebody else."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def _read(self) -> Rows:
        return {
            name: self.connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()
            for name in metadata.tables
        }


def changed(before: Rows, after: Rows) -> set[str]:
    """Tables whose rows are not the same."""
    return {name for name in before if before[name] != after[name]}
