"""The most lent works of a year, for everybody: from a prepared file, never from a scan."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.jobs.loans import count_libraries
from portal.kernel.isbn import hyphenated
from portal.services.loans import most_lent
from portal.settings import Settings
from portal.usage import engine_duckdb
from portal.web.limits import limiter
from tests.factories.console import Console
from tests.factories.lending import Lending, isbn
from tests.page_client import PageClient, words

COLUMNS = "isbn,year,loans,library"


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(replace(settings, data_dir=tmp_path / "portal" / "data"))
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def lending(app: Flask, tmp_path: Path) -> Lending:
    """Loans of two years: Vaski reports the first alone; a record of two ISBNs has a title."""
    made = Lending(app.extensions["portal.engine"], tmp_path / "portal")
    made.loans("1,2024,50,Vaski", "1,2024,7,Helle", columns=COLUMNS, source="S24")
    made.loans("1,2025,3,Helle", "2,2025,9,Helle", "5,2025,9,Helle", columns=COLUMNS, source="S25")
    made.record((3, 4), 2025, 1200)
    return made


@pytest.fixture
def prepared(lending: Lending, settings: Settings) -> Lending:
    list(count_libraries(settings.database_url, lending.data_dir))
    return lending


def listed(client: PageClient, year: int) -> list[list[str]]:
    rows = client.get(f"/statistics/works/{year}").all("table")[0].iter("tr")
    return [[words(cell) for cell in row] for row in rows]


def test_the_most_lent_stand_first_and_equal_loans_share_a_place(
    client: PageClient, prepared: Lending
) -> None:
    unnamed = "The library files do not say the title"
    assert listed(client, 2025) == [
        ["Place", "Work", "Loans"],
        ["1", f"Talvi{hyphenated(isbn(3))}, {hyphenated(isbn(4))}", "1,200"],
        ["2", f"{unnamed}{hyphenated(isbn(2))}", "9"],
        ["2", f"{unnamed}{hyphenated(isbn(5))}", "9"],
        ["4", f"{unnamed}{hyphenated(isbn(1))}", "3"],
    ]
    assert listed(client, 2024)[1][2] == "57"


def test_who_has_reported_and_who_has_not_is_said(client: PageClient, prepared: Lending) -> None:
    said = client.get("/statistics/works/2025").text("main")
    assert "Two library systems have reported 2025." in said
    assert "Vaski has not reported 2025 yet, so the loans may still rise." in said


def test_until_it_is_made_the_page_says_so(client: PageClient, lending: Lending) -> None:
    assert "The list is being made" in client.get("/statistics/works/2025").text("main")


def test_a_request_counts_nothing(
    client: PageClient, prepared: Lending, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scanned(*_arguments: object) -> None:
        raise AssertionError

    most_lent._read.cache_clear()
    monkeypatch.setattr(engine_duckdb.duckdb, "connect", scanned)
    assert len(listed(client, 2025)) == 5


def test_years_are_listed_newest_first(client: PageClient, prepared: Lending) -> None:
    page = client.get("/statistics/works")
    links = [link.get("href") for link in page.one("main").iter("a")]
    assert links == ["/statistics", "/statistics/works/2025", "/statistics/works/2024"]
    client.get("/statistics/works/2023", 404)


def test_without_any_loans(client: PageClient) -> None:
    assert "No library has reported any loans yet." in client.get("/statistics/works").text("main")


def test_a_year_of_refused_rows_alone(
    client: PageClient, lending: Lending, settings: Settings
) -> None:
    path = lending.folder / "bad.csv"
    path.write_text("isbn,year,loans\n9789510000000,2022,5\n", encoding="utf-8")
    console = Console(settings.database_url, lending.folder)
    console.told("loans", "import", path, "--source", "S22")
    console.told("loans", "libraries")
    said = client.get("/statistics/works/2022").text("main")
    assert "No loans with a usable ISBN were reported for 2022." in said


def test_the_file_has_the_same_rows_and_no_formula(
    client: PageClient, lending: Lending, settings: Settings
) -> None:
    header = "Kirja;Laji;Nimeke;Tekijä;ISBN;Vuosi;Kvartaali;Lainauskerrat"
    row = f"a;lainaus+uusinnat;=cmd();@Tekijä;{isbn(7)};2025;1;5000"
    lending._read("helmet.csv", f"{header}\n{row}\n", "HelMet")
    list(count_libraries(settings.database_url, lending.data_dir))
    answer = client.client.get("/statistics/works/2025/most-lent.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="most-lent-2025.csv"'
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["place", "title", "author", "isbn", "loans"]
    assert rows[1] == ["1", "'=cmd()", "'@Tekijä", str(isbn(7)), "5000"]
    assert len(rows) == 6
    shown = client.get("/statistics/works/2025").all("table")[0]
    assert "=cmd()@Tekijä." in words(shown)


def test_at_most_a_hundred(client: PageClient, lending: Lending, settings: Settings) -> None:
    lending.loans(*(f"{number},2023,{number}" for number in range(10, 130)), source="S23")
    list(count_libraries(settings.database_url, lending.data_dir))
    rows = listed(client, 2023)
    assert (len(rows), rows[1][2], rows[-1][2]) == (101, "129", "30")


def test_the_command_and_the_page_name_the_same_library_systems(
    client: PageClient, prepared: Lending, settings: Settings
) -> None:
    told = Console(settings.database_url, prepared.folder).told(
        "loans", "coverage", "--year", "2025"
    )
    page = client.get("/statistics/works/2025")
    [table] = [one for one in page.all("table") if "All loans of 2025" in words(one)]
    rows = [[words(cell) for cell in row] for row in table.iter("tr")][1:]
    assert rows == [[one["library"], f"{one['loans']:,}"] for one in told["libraries"]]
    assert told["absent"] == ["Vaski"]
    assert "Vaski has not reported 2025 yet" in page.text("main")
