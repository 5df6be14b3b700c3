"""A portal whose works are shared and disagreed about, and browsers of people of the office."""

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
from tests.factories.matching import Matching


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The portal; its data lies where `portal` writes it."""
    made = create_app(replace(settings, data_dir=tmp_path / "portal" / "data"))
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def portal(app: Flask, sqlite_url: str, tmp_path: Path) -> Iterator[Matching]:
    """Three people."""
    engine = engine_for(sqlite_url)
    made = Matching(engine, tmp_path / "portal")
    for code, name in (("P1", "Aino Salo"), ("P2", "Eero Salo"), ("P3", "Mary Quill")):
        made.person(code, name)
    yield made
    engine.dispose()
