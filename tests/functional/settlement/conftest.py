"""A portal for the settlement: empty, or with people, claims, loans and staff."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests import servers
from tests.factories.console import Console, claim, loans, person

TODAY = "2023-11-20"
AUTUMN = ("autumn", "2023-12-05", "2023-11-03")
SPRING = ("spring", "2024-05-15", "2024-04-12")


def fill(console: Console) -> Console:
    """Loans of 2019 to 2022, whose rates are all decided, as of late 2023."""
    console.today = TODAY
    console.people(
        person("P1", tax="20"), person("P2", tax="24.5"), person("P3"), person("T1"),
        person("O1", country="SE"), person("D1"), person("D2", died="1990"), person("W1"),
        person("E1", tax="0"), person("I1"), person("Q1"),
    )  # fmt: skip
    console.catalogue(
        claim("P1", 1), claim("P2", 2, heads=2), claim("P3", 2, heads=2),
        claim("T1", 3, "translator"), claim("O1", 3, "original_author", heads=3),
        claim("D1", 4, heads=2), claim("D2", 4, heads=3), claim("W1", 5),
        claim("E1", 6, medium="ebook"), claim("I1", 7, "illustrator"), claim("Q1", 8),
        claim("P1", 7, class_="comic"),
    )  # fmt: skip
    console.loans(
        loans(1, 2022, 1001, renewals=33), loans(1, 2021, 877), loans(2, 2022, 501),
        loans(3, 2022, 10_007, class_="story_book"), loans(4, 2022, 1201), loans(5, 2022, 32),
        loans(6, 2022, 999), loans(7, 2022, 333), loans(8, 2022, 2000), loans(9, 2022, 77),
        loans(1, 2019, 4000), loans(2, 2019, 1000),
    )  # fmt: skip
    for name in ("Anna", "Bo"):
        console.staff(name)
    return console


@pytest.fixture(scope="session")
def sqlite_filled(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """A filled database and its folder, to copy."""
    home = tmp_path_factory.mktemp("filled")
    copied(sqlite_template, home / "portal.sqlite")
    fill(Console(f"sqlite:///{home / 'portal.sqlite'}", home / "portal"))
    return home / "portal.sqlite", home / "portal"


@pytest.fixture(scope="session")
def postgresql_filled(
    postgresql_server: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """The same on PostgreSQL: the name of the database."""
    home = tmp_path_factory.mktemp("filled")
    servers.execute(postgresql_server, "CREATE DATABASE filled_portal TEMPLATE template_portal")
    fill(Console(postgresql_server.format(name="filled_portal"), home / "portal"))
    return "filled_portal", home / "portal"


@pytest.fixture
def empty(database_url: str, tmp_path: Path) -> Console:
    """A portal with nothing in it."""
    return Console(database_url, tmp_path / "portal")


@pytest.fixture
def on_sqlite(sqlite_filled: tuple[Path, Path], tmp_path: Path) -> Console:
    """A portal before its first run, where rows do not matter."""
    database, folder = sqlite_filled
    copied(database, tmp_path / "portal.sqlite")
    shutil.copytree(folder, tmp_path / "portal")
    return Console(f"sqlite:///{tmp_path / 'portal.sqlite'}", tmp_path / "portal", TODAY, files=9)


@pytest.fixture
def on_postgresql(
    postgresql_server: str, postgresql_filled: tuple[str, Path], tmp_path: Path
) -> Iterator[Console]:
    """The same on PostgreSQL."""
    template, folder = postgresql_filled
    name = f"filled_{uuid4().hex}"
    servers.execute(postgresql_server, f"CREATE DATABASE {name} TEMPLATE {template}")
    shutil.copytree(folder, tmp_path / "portal")
    yield Console(postgresql_server.format(name=name), tmp_path / "portal", TODAY, files=9)
    servers.execute(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def console(request: pytest.FixtureRequest) -> Console:
    """A portal before its first run; the test runs once on each kind of database."""
    found: Console = request.getfixturevalue(f"on_{request.param}")
    return found


def copied(source: Path, target: Path) -> None:
    """Copies a SQLite database with what is still in its log."""
    for suffix in ("", "-wal"):
        part = source.with_name(source.name + suffix)
        if part.exists():
            shutil.copyfile(part, target.with_name(target.name + suffix))
