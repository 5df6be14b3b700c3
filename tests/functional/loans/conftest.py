"""A portal with two writers, whose loans three library systems report; built once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.jobs.loans import count_libraries
from portal.settings import Settings
from portal.store.catalogue import Edition
from portal.store.session import engine_for
from portal.web.limits import limiter
from tests.factories.lending import Lending
from tests.functional.works.steps import signed_in
from tests.page_client import PageClient

COLUMNS = "isbn,year,medium,class,loans,renewals,library"
STAGES = ("entered", "reported", "counted")


@pytest.fixture(scope="package")
def built(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three folders with a portal each: without loans, with loans, counted by library system."""
    root = tmp_path_factory.mktemp("loans")
    place = root / "building"
    place.mkdir()
    for part in sqlite_template.parent.glob(f"{sqlite_template.name}*"):
        shutil.copyfile(part, place / part.name.replace(sqlite_template.name, "portal.db"))
    for stage, build in zip(STAGES, (entered, reported_to, count_all), strict=True):
        engine = engine_for(f"sqlite:///{place / 'portal.db'}")
        build(Lending(engine, place))
        engine.dispose()
        shutil.copytree(place, root / stage)
    return root


def entered(lending: Lending) -> None:
    """Aino has a work of two editions and one of one."""
    lending.person("P1", "Aino Salo")
    lending.person("P2", "Eero Salo")
    first = lending.edition(1, "Talvi saaressa")
    with lending.session(writes=False) as session:
        work_id = session.get_one(Edition, first).work_id
    lending.edition(2, "Talvi saaressa", work_id=work_id, medium="ebook")
    lending.edition(3, "Vintern")
    lending.edition(4, "Somebody’s")
    for number in (1, 2, 3):
        lending.claim("P1", number)
    lending.claim("P2", 4)


def reported_to(lending: Lending) -> None:
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


def count_all(lending: Lending) -> None:
    """What the worker does."""
    outcomes = list(count_libraries(f"sqlite:///{lending.folder / 'portal.db'}", lending.data_dir))
    assert [one.problem for one in outcomes] == [None] * 3


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> str:
    """How far the portal of a test is, by the fixture that it names."""
    return next((name for name in reversed(STAGES) if name in request.fixturenames), STAGES[0])


@pytest.fixture
def settings(settings: Settings, built: Path, stage: str, tmp_path: Path) -> Settings:
    """The portal's own copy."""
    place = tmp_path / "portal"
    shutil.copytree(built / stage, place)
    url = f"sqlite:///{place / 'portal.db'}"
    return replace(settings, database_url=url, data_dir=place / "data")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def lending(app: Flask, settings: Settings) -> Lending:
    return Lending(app.extensions["portal.engine"], settings.data_dir.parent, files=3)


@pytest.fixture
def reported(lending: Lending) -> Lending:
    return lending


@pytest.fixture
def counted(lending: Lending) -> Lending:
    return lending


@pytest.fixture
def aino(app: Flask, lending: Lending) -> PageClient:
    return signed_in(app, lending, "P1")
