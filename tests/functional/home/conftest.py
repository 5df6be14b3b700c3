"""A portal of two writers with loans of the latest year, and a browser of Aino’s."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.settings import Settings
from portal.store.people import TaxCard
from portal.store.session import engine_for
from portal.web.limits import limiter
from tests.factories.lending import Lending
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
    """Aino, whose affairs are in order, and Eero; rates of the years without one."""
    engine = engine_for(sqlite_url)
    made = Lending(engine, tmp_path / "portal")
    made.person("P1", "Aino Salo", email="aino@example.org")
    made.person("P2", "Eero Salo")
    with made.session() as session:
        session.add(TaxCard(party_id=made.ids["P1"], percent_ppm=200_000, source="test",
                            valid_from=date(2026, 2, 1)))  # fmt: skip
    for year in (2022, 2023, 2025):
        made.rate(year, "0.31")
    yield made
    engine.dispose()


@pytest.fixture
def aino(app: Flask, lending: Lending) -> PageClient:
    return signed_in(app, lending, "P1")
