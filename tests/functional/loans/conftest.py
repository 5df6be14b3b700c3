"""A portal with two writers, whose loans three library systems report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.jobs.loans import count_libraries
from portal.settings import Settings
from portal.store.catalogue import Edition
from portal.web.limits import limiter
from tests.factories.lending import Lending
from tests.functional.works.steps import signed_in
from tests.page_client import PageClient

COLUMNS = "isbn,year,medium,class,loans,renewals,library"


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The portal; its data lies where `lending` writes it."""
    made = create_app(replace(settings, data_dir=tmp_path / "portal" / "data"))
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def lending(app: Flask, tmp_path: Path) -> Lending:
    """The same portal, to be filled; Aino has a work of two editions and one of one."""
    made = Lending(app.extensions["portal.engine"], tmp_path / "portal")
    made.person("P1", "Aino Salo")
    made.person("P2", "Eero Salo")
    first = made.edition(1, "Talvi saaressa")
    with made.session(writes=False) as session:
        work_id = session.get_one(Edition, first).work_id
    made.edition(2, "Talvi saaressa", work_id=work_id, medium="ebook")
    made.edition(3, "Vintern")
    made.edition(4, "Somebody’s")
    for number in (1, 2, 3):
        made.claim("P1", number)
    made.claim("P2", 4)
    return made


@pytest.fixture
def reported(lending: Lending) -> Lending:
    """Loans of 2023 to 2025: Vaski has not reported 2025, Vaara reports it alone."""
    lending.loans(
        "1,2023,physical,,90,10,Helle", "1,2023,physical,,50,,Vaski", columns=COLUMNS, source="S23"
    )
    lending.loans(
        "1,2024,physical,,900,100,Helle", "2,2024,,,200,,Helle", "1,2024,physical,,43,,Vaski",
        "3,2024,physical,,7,,Helle", "4,2024,physical,,5000,,Helle", columns=COLUMNS, source="S24",
    )  # fmt: skip
    lending.loans(
        "1,2025,physical,,1000,,Helle", "2,2025,,,318,,Helle", "1,2025,physical,comic,5,,Vaara",
        columns=COLUMNS, source="S25",
    )  # fmt: skip
    return lending


@pytest.fixture
def counted(app: Flask, settings: Settings, reported: Lending) -> Lending:
    """The same, counted by library system."""
    assert [one.problem for one in count_libraries(settings.database_url, reported.data_dir)] == [
        None, None, None,
    ]  # fmt: skip
    return reported


@pytest.fixture
def aino(app: Flask, lending: Lending) -> PageClient:
    return signed_in(app, lending, "P1")
