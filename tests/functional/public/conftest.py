"""A portal that visitors read."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.factories.lending import Lending


@pytest.fixture
def lending(app: Flask, tmp_path: Path) -> Lending:
    """The same portal, to be filled."""
    return Lending(app.extensions["portal.engine"], tmp_path / "portal")
