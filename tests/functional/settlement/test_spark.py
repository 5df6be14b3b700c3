"""Two machines of Spark say what DuckDB says: counts, lines and digest of a run."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from portal.rules.settlement import parts as rules
from portal.rules.settlement.run import calculate
from portal.services.settlement import collecting, freezing, parts
from portal.store import snapshots
from portal.usage import counts, engine_spark
from tests.factories.console import Console, Row, claim, isbn, loans, person, rate
from tests.functional.settlement.conftest import AUTUMN

CLUSTER = "local-cluster[2,1,1024]"
TITLES = 300
ROLES = ("author", "author", "author", "translator", "original_author", "narrator")
pytestmark = [pytest.mark.spark, pytest.mark.xdist_group("spark")]


def claims(chance: random.Random) -> list[Row]:
    """Claims that agree, that disagree, of e-books, and on two ISBNs of one record."""
    return [
        claim(
            f"P{who}", number, chance.choice(ROLES), chance.choice((1, 1, 2, 3)),
            medium=chance.choice(("physical", "ebook", "eaudiobook")),
            class_=chance.choice(("other", "comic", "picture_book")),
        )
        for number in range(1, TITLES)
        for who in chance.sample(range(20), chance.choice((0, 1, 1, 2)))
    ]  # fmt: skip


def lent(chance: random.Random) -> list[Row]:
    """Loans of single ISBNs and of title groups, with and without what the library says of them."""
    rows: list[Row] = []
    for number in range(1, TITLES):
        for year in (2019, 2020, 2021, 2022):
            medium = chance.choice(("", "physical", "ebook"))
            class_ = chance.choice(("", "", "story_book"))
            several = chance.choice((0, 0, 1, 2))
            field = ";".join(str(isbn(number + more)) for more in range(several + 1))
            rows.append((field, year, medium, class_, chance.randrange(2000), "", ""))
    return rows


@pytest.fixture(scope="module")
def portal(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Console:
    home = tmp_path_factory.mktemp("spark")
    (home / "portal.sqlite").write_bytes(sqlite_template.read_bytes())
    console = Console(f"sqlite:///{home / 'portal.sqlite'}", home / "portal", "2023-11-20")
    chance = random.Random(20231120)  # noqa: S311
    console.people(*(person(f"P{n}", died=1945 if n == 7 else "") for n in range(20)))
    console.parameters(*(rate(year, "0.31") for year in (2019, 2020, 2021, 2022)))
    console.catalogue(*claims(chance))
    console.loans(*lent(chance), source="one")
    console.loans(*lent(chance), source="two")
    return console


def test_a_run_by_spark_is_the_run_by_duckdb(
    portal: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_SPARK_MASTER", CLUSTER)
    one = portal.calculate(*AUTUMN)
    assert portal.told("settlement", "engine", "spark") == {"engine": "spark"}
    many = portal.calculate(*AUTUMN)
    assert portal.told("settlement", "engine", "duckdb") == {"engine": "duckdb"}
    assert one["lines"] > TITLES
    assert one.pop("run") != many.pop("run")
    assert many == one
