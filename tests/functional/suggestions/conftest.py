"""A portal where libraries' records name Aino, and a browser of hers."""

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
from tests.factories.records import by, keep, record
from tests.functional.suggestions.steps import AINO, found
from tests.functional.works.steps import signed_in
from tests.page_client import PageClient


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The portal; its data lies where `lending` writes it."""
    made = create_app(replace(settings, data_dir=tmp_path / "portal" / "data"))
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def lending(app: Flask, sqlite_url: str, tmp_path: Path) -> Iterator[Lending]:
    """Three editions of Kesä name Aino for sure, Syksy a namesake; she has claimed Talvi."""
    engine = engine_for(sqlite_url)
    made = Lending(engine, tmp_path / "portal")
    made.person("P1", "Aino Salo", birth_year=1950)
    made.person("P2", "Eero Salo")
    made.edition(1, "Talvi")
    made.claim("P1", 1)
    made.loans("2,2024,100", "3,2024,20", "5,2024,900")
    keep(
        made,
        record("Kesä", 2, people=(AINO,)),
        record("Kesä", 3, 4, people=(AINO,), medium="ebook"),
        record("Syksy", 5, people=(by("Salo, Aino", dates="1921-"),)),
    )
    found(made)
    yield made
    engine.dispose()


@pytest.fixture
def aino(app: Flask, lending: Lending) -> PageClient:
    return signed_in(app, lending, "P1")
