"""A portal with an author-illustrator, and a browser of hers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.settings import Settings
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
def lending(app: Flask, tmp_path: Path) -> Lending:
    """Ilona drew book 1, wrote and drew picture book 2, wrote comic 3 and novel 4; Eero wrote 1."""
    made = Lending(app.extensions["portal.engine"], tmp_path / "portal")
    made.person("P1", "Ilona Kuvaaja")
    made.person("P2", "Eero Salo")
    made.edition(1, "Talvi saaressa", class_="story_book", published_year=2019)
    made.edition(2, "=Kissan päivät", class_="picture_book")
    made.edition(3, "Rumpu ja kumpu", class_="comic")
    made.edition(4, "Romaani")
    made.claim("P1", 1, "illustrator")
    made.claim("P2", 1, "author")
    for role in ("author", "illustrator"):
        made.claim("P1", 2, role)
    made.claim("P1", 3, "author")
    made.claim("P1", 4, "author")
    return made


@pytest.fixture
def ilona(app: Flask, lending: Lending) -> PageClient:
    return signed_in(app, lending, "P1")
