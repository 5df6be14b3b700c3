"""A portal with two writers, and a browser of Aino's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.store.session import engine_for
from tests.factories.lending import Lending
from tests.functional.works.steps import signed_in
from tests.page_client import PageClient


@pytest.fixture
def lending(app: Flask, sqlite_url: str, tmp_path: Path) -> Iterator[Lending]:
    """Aino and Eero, without works."""
    engine = engine_for(sqlite_url)
    made = Lending(engine, tmp_path / "portal")
    for code, name in (("P1", "Aino Salo"), ("P2", "Eero Salo")):
        made.person(code, name)
    yield made
    engine.dispose()


@pytest.fixture
def aino(app: Flask, lending: Lending) -> PageClient:
    """Aino's browser."""
    return signed_in(app, lending, "P1")
