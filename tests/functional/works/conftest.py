"""A portal with three writers on both kinds of databases, and a browser of Aino’s."""

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
from tests.functional.works.steps import signed_in
from tests.page_client import PageClient


@pytest.fixture
def app(settings: Settings, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The portal, once on each kind of database; its data lies where `lending` writes it."""
    kept = replace(settings, database_url=database_url, data_dir=tmp_path / "portal" / "data")
    made = create_app(kept)
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def lending(app: Flask, database_url: str, tmp_path: Path) -> Iterator[Lending]:
    """Two writers who share an edition, a third person, and loans of the latest year."""
    engine = engine_for(database_url)
    made = Lending(engine, tmp_path / "portal")
    for code, name in (("P1", "Aino Salo"), ("P2", "Eero Salo"), ("P3", "Mary Quill")):
        made.person(code, name)
    yield made
    engine.dispose()


@pytest.fixture
def aino(app: Flask, lending: Lending) -> PageClient:
    return signed_in(app, lending, "P1")
