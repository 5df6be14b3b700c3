"""A portal for the settlement: empty, or with people, claims, loans and staff."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.console import Console, claim, loans, person

AUTUMN = ("autumn", "2023-12-05", "2023-11-03")
SPRING = ("spring", "2024-05-15", "2024-04-12")


def fill(console: Console) -> Console:
    """Loans of 2019 to 2022, whose rates are all decided, as of late 2023."""
    console.today = "2023-11-20"
    console.people(
        person("P1", tax="20"), person("P2", tax="24.5"), person("P3"), person("T1"),
        person("O1", country="SE"), person("D1"), person("D2", died="1990"), person("W1"),
        person("E1", tax="0"), person("I1"), person("Q1"),
    )  # fmt: skip
    console.catalogue(
        claim("P1", 1), claim("P2", 2, heads=2), claim("P3", 2, heads=2),
        claim("T1", 3, "translator"), claim("O1", 3, "original_author", heads=3),
        claim("D1", 4, heads=2), claim("D2", 4, heads=3), claim("W1", 5),
        claim("E1", 6, medium="ebook"), claim("I1", 7, "illustrator"), claim("P1", 7, class_="comic"),
        claim("Q1", 8),
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


@pytest.fixture
def empty(database_url: str, tmp_path: Path) -> Console:
    """A portal with nothing in it."""
    return Console(database_url, tmp_path / "portal")


@pytest.fixture
def console(empty: Console) -> Console:
    """A portal before its first run, on both databases."""
    return fill(empty)


@pytest.fixture
def on_sqlite(sqlite_url: str, tmp_path: Path) -> Console:
    """The same on SQLite only, where rows do not matter."""
    return fill(Console(sqlite_url, tmp_path / "portal"))
