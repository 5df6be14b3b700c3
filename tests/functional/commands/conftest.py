"""An empty portal and its command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.console import Console


@pytest.fixture
def console(sqlite_url: str, tmp_path: Path) -> Console:
    """A portal with nothing in it."""
    return Console(sqlite_url, tmp_path / "portal")


@pytest.fixture
def on_both(database_url: str, tmp_path: Path) -> Console:
    """The same on each kind of database."""
    return Console(database_url, tmp_path / "portal")
