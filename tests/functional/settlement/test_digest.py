"""The digest: equal for equal facts whatever their order, place or database; else another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.factories.console import LOANS as COLUMNS
from tests.factories.console import Console, Row, claim, loans, parameter, person, rate
from tests.functional.settlement.conftest import AUTUMN

PEOPLE = (person("P1", tax="20"), person("P2"), person("P3", country="SE"), person("D1", died=1953))
CLAIMS = (
    claim("P1", 1), claim("P2", 2, heads=2), claim("P3", 2, heads=2), claim("P1", 3, "translator"),
    claim("P2", 3, "original_author"), claim("D1", 4), claim("P1", 5, "illustrator"),
    claim("P3", 6, medium="ebook"), claim("P2", 6, heads=2, medium="ebook"),
)  # fmt: skip
LOANS = (
    loans(1, 2022, 1000), loans(1, 2021, 500), loans(2, 2022, 700, renewals=70),
    loans(3, 2022, 900, class_="comic"), loans(3, 2022, 90), loans(4, 2022, 800),
    loans(5, 2022, 600), loans(6, 2022, 400), loans(7, 2022, 50), loans(1, 2022, 11),
)  # fmt: skip


def build(
    url: str,
    folder: Path,
    people: tuple[Row, ...] = PEOPLE,
    claims: tuple[Row, ...] = CLAIMS,
    files: tuple[tuple[Row, ...], ...] = (LOANS,),
) -> Console:
    """A portal with the facts above, or others."""
    console = Console(url, folder, "2023-11-20")
    console.people(*people)
    console.catalogue(*claims)
    for number, rows in enumerate(files):
        console.loans(*rows, source=f"source {number}")
    return console


def digest(console: Console) -> str:
    return str(console.calculate(*AUTUMN)["digest"])


@pytest.fixture(scope="session")
def usual(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the facts above on SQLite, every table in its written order."""
    home = tmp_path_factory.mktemp("digest")
    (home / "portal.sqlite").write_bytes(sqlite_template.read_bytes())
    return digest(build(f"sqlite:///{home / 'portal.sqlite'}", home / "portal"))


def in_order(url: str, folder: Path) -> Console:
    return build(url, folder)


def backwards(url: str, folder: Path) -> Console:
    return build(url, folder, PEOPLE[::-1], CLAIMS[::-1], (LOANS[::-1],))


def in_many_files(url: str, folder: Path) -> Console:
    return build(url, folder, files=(*((row,) for row in LOANS[:3]), LOANS[6:], LOANS[3:6]))


def with_other_row_ids(url: str, folder: Path) -> Console:
    console = Console(url, folder / "before", "2023-11-20")
    console.people(person("X1"), person("X2"))
    console.catalogue(claim("X1", 90), claim("X2", 91), claim("X1", 92, "translator"))
    console.calculate("autumn", "2022-12-05", "2022-11-04")
    return build(url, folder, PEOPLE[2:] + PEOPLE[:2], CLAIMS[4:] + CLAIMS[:4])


def by_way_of_a_correction(url: str, folder: Path) -> Console:
    console = build(url, folder, files=(LOANS[:4], (*LOANS[4:9], loans(1, 2022, 12))))
    path = console.table("loans.csv", COLUMNS, LOANS[4:])
    console.run("loans", "import", path, "--source", "source 1", "--replace")
    return console


SAME = [in_order, backwards, in_many_files, with_other_row_ids, by_way_of_a_correction]


@pytest.mark.parametrize("made", SAME, ids=lambda made: made.__name__)
def test_the_same_facts_have_the_same_digest(
    database_url: str, tmp_path: Path, usual: str, made: Callable[[str, Path], Console]
) -> None:
    assert digest(made(database_url, tmp_path / "portal")) == usual


def people(*rows: Row) -> Callable[[Console], None]:
    return lambda console: console.people(*rows)


def claims(*rows: Row) -> Callable[[Console], None]:
    return lambda console: console.catalogue(*rows)


def more(*rows: Row) -> Callable[[Console], None]:
    return lambda console: console.loans(*rows, source="more")


def numbers(*tables: str) -> Callable[[Console], None]:
    return lambda console: console.parameters(*tables) and None


def execute(statement: str) -> Callable[[Console], None]:
    def change(console: Console) -> None:
        with console.session() as session:
            assert session.execute(text(statement)).rowcount == 1

    return change


CHANGES: dict[str, Callable[[Console], None]] = {
    "one loan": more(loans(1, 2022, 1)),
    "one loan of a year paid by nobody else": more(loans(6, 2022, 1)),
    "one claimant": claims(claim("P3", 1)),
    "one head": claims(claim("P1", 1, heads=2, added="2023-11-03")),
    "one role": claims(claim("P2", 2, "original_author", heads=2)),
    "one claim withdrawn": execute(
        "UPDATE claim SET withdrawn_on = '2023-11-03' WHERE role = 'translator'"
    ),
    "a piece that is separate": execute(
        "UPDATE claim SET separate = true WHERE id = (SELECT min(id) FROM claim)"
    ),
    "a rate, by a hundred-thousandth of a cent": numbers(
        rate(2022, "0.3100001", valid_from="2023-06-01")
    ),
    "the rate of an open year without a line": numbers(rate(2020, "0.33", valid_from="2023-06-01")),
    "a cap": numbers(parameter("lending.cap", "31999", "EUR", 2022, "physical")),
    "the threshold": numbers(
        parameter("lending.threshold", "10.01", "EUR", valid_from="2023-01-01")
    ),
    "a class": numbers(parameter("lending.class.comic", "50.0001", "percent", 2022)),
    "the term": numbers(parameter("lending.term_years", "71", "years", 2022)),
    "a tax card": people(person("P1", tax="20.5")),
    "the tax without a card": numbers(
        parameter("tax.no_card", "59.9999", "percent", valid_from="2023-01-01")
    ),
    "a country": people(person("P2", country="NO")),
    "a year of death": people(person("D1", died=1954)),
    "the class of an edition": execute(
        "UPDATE edition SET \"class\" = 'picture_book' WHERE title = 'Book 1'"
    ),
    "the medium of an edition": execute(
        "UPDATE edition SET medium = 'ebook' WHERE title = 'Book 1'"
    ),
}
ORDERS = {
    "the day": ("autumn", "2023-12-06", "2023-11-03"),
    "the cutoff": ("autumn", "2023-12-05", "2023-11-02"),
    "the kind": ("spring", "2023-12-05", "2023-11-03"),
}


@pytest.fixture
def usually(sqlite_url: str, tmp_path: Path) -> Console:
    return build(sqlite_url, tmp_path / "portal")


@pytest.mark.parametrize("name", CHANGES)
def test_one_fact_changes_the_digest(usually: Console, usual: str, name: str) -> None:
    CHANGES[name](usually)
    assert digest(usually) != usual


@pytest.mark.parametrize("name", ORDERS)
def test_one_day_changes_the_digest(usually: Console, usual: str, name: str) -> None:
    assert usually.calculate(*ORDERS[name])["digest"] != usual


UNSEEN: dict[str, Callable[[Console], None]] = {
    "a claim after the cutoff": claims(claim("P3", 1, added="2023-11-04")),
    "a book that nobody claims": more(loans(99, 2022, 5)),
    "an illustrator": claims(claim("P2", 1, "illustrator")),
    "a person without a claim": people(person("Y1")),
    "a year that is not open": more(loans(1, 2018, 5)),
    "a name": people(("P1", "Another Name", "", "", "", "", "", "FI", "2000-01-01", "20")),
    "who works here": lambda console: console.staff("Zoe") and None,
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_is_no_fact_of_the_run_leaves_the_digest(
    usually: Console, usual: str, name: str
) -> None:
    UNSEEN[name](usually)
    assert digest(usually) == usual
