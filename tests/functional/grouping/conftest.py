"""A portal and its data in one place; the services' own tests walk both kinds of databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.settings import Settings
from portal.store.session import engine_for
from portal.web.limits import limiter
from tests.factories.lending import Lending


@pytest.fixture
def app(settings: Settings, sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The portal; its data lies where `lending` writes it."""
    kept = replace(settings, database_url=sqlite_url, data_dir=tmp_path / "portal" / "data")
    made = create_app(kept)
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def lending(sqlite_url: str, tmp_path: Path) -> Iterator[Lending]:
    """A portal with nothing in it, on 15 October 2026."""
    engine = engine_for(sqlite_url)
    yield Lending(engine, tmp_path / "portal")
    engine.dispose()
