"""What the tests of this room share: a small portal of lending on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.store.session import engine_for
from tests.factories.lending import Lending


@pytest.fixture
def lending(database_url: str, tmp_path: Path) -> Iterator[Lending]:
    """A portal with nothing in it, on 15 October 2026."""
    engine = engine_for(database_url)
    yield Lending(engine, tmp_path / "portal")
    engine.dispose()


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path) -> Iterator[Lending]:
    """The same on SQLite alone, for what no database can change."""
    engine = engine_for(sqlite_url)
    yield Lending(engine, tmp_path / "portal")
    engine.dispose()
