"""A portal whose libraries lent books without ISBNs: HelMet's form of file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.store.session import engine_for
from tests.factories.matching import Matching


@pytest.fixture
def matching(database_url: str, tmp_path: Path) -> Iterator[Matching]:
    """An empty portal on each database."""
    made = engine_for(database_url)
    yield Matching(made, tmp_path / "portal")
    made.dispose()


@pytest.fixture
def other(sqlite_template: Path, tmp_path: Path) -> Iterator[Matching]:
    """A second empty portal, to do the same another way."""
    path = tmp_path / "other.sqlite"
    for suffix in ("", "-wal"):
        part = sqlite_template.with_name(sqlite_template.name + suffix)
        if part.exists():
            shutil.copyfile(part, path.with_name(path.name + suffix))
    made = engine_for(f"sqlite:///{path}")
    yield Matching(made, tmp_path / "other")
    made.dispose()
