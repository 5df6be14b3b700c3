"""Two machines of Spark say what DuckDB says: counts, lines and digest of a run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from portal.usage import engine_spark, match_run
from portal.usage.engine_spark import Cluster
from portal.usage.match_run import Question
from portal.usage.matching import KNOWN_ISBN, Known
from tests.factories.console import Console, Row, claim, isbn, person, rate
from tests.functional.settlement.conftest import AUTUMN

CLUSTER = "local-cluster[2,1,1024]"
# Few rows: to compile each query, and to cut it into many tasks, would cost more than to ask it.
SMALL = """spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.adaptive.enabled false
spark.sql.shuffle.partitions 2
"""
TITLES = 300
ROLES = ("author", "author", "author", "translator", "original_author", "narrator")
pytestmark = [pytest.mark.spark]
try:
    engine_spark.check()
except engine_spark.SparkNotHere as missing:
    pytestmark.append(pytest.mark.skip(reason=f"no extra spark, or no Java 17: {missing}"))


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
    chance = random.Random(20231120)
    console.people(*(person(f"P{n}", died=1945 if n == 7 else "") for n in range(20)))
    console.parameters(*(rate(year, "0.31") for year in (2019, 2020, 2021, 2022)))
    console.catalogue(*claims(chance))
    console.loans(*lent(chance), source="one")
    console.loans(*lent(chance), source="two")
    return console


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two executors, started once; the Java of a test is not asked to become fast first."""
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "spark-defaults.conf").write_text(SMALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv(engine_spark.MASTER, CLUSTER)
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        with engine_spark.running(folder) as running:
            yield running


@pytest.fixture
def here(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """The commands use the Spark that runs already."""
    monkeypatch.setattr(engine_spark, "running", lambda _: nullcontext(cluster))
    return cluster


def test_a_run_by_spark_is_the_run_by_duckdb(portal: Console, here: Cluster) -> None:
    one = portal.calculate(*AUTUMN)
    assert portal.told("settlement", "engine", "spark") == {"engine": "spark"}
    many = portal.calculate(*AUTUMN)
    assert portal.told("settlement", "engine", "duckdb") == {"engine": "duckdb"}
    assert one["lines"] > TITLES
    assert one.pop("run") != many.pop("run")
    assert many == one


WORDS = [
    "kesä", "talvi", "metsä", "järvi", "susi", "tuuli", "kivi", "lumi", "yö", "päivä", "meri",
    "saari", "ranta", "silta", "tori",
]  # fmt: skip
NAMES = ["Aalto", "Berg", "Cajander", "Donner", "Ekman", "Forsman"]


def library(folder: Path) -> tuple[Question, Known]:
    """Known works, and loans of them under other ISBNs, misspelt, of volumes, and of no ISBN."""
    chance = random.Random(7)
    titles = [" ".join(chance.sample(WORDS, chance.choice((2, 3, 4)))) for _ in range(200)]
    authors = [f"{chance.choice(NAMES)}, {chance.choice('AEIOU')}na" for _ in titles]
    places = range(len(titles))
    items = pa.table(
        {
            "item": pa.array(places, pa.int64()),
            "work": [f"work:{place % 150}" for place in places],
            "isbn": pa.array([isbn(place) for place in places], pa.int64()),
            "title": titles, "author": authors,
            "year": pa.array([chance.choice((0, 1999, 2030)) for _ in places], pa.int32()),
        }
    )  # fmt: skip
    isbns = [
        (place, isbn(place), chance.choice(("edition", "set", "cancelled"))) for place in places
    ]
    known = Known(items, pa.table(list(zip(*isbns, strict=True)), KNOWN_ISBN))
    lent = [place + chance.choice((0, 5_000)) for place in places]
    damaged = [title.replace("s", chance.choice("szs"), 1) for title in titles]
    numbers = pa.array([isbn(place) for place in lent], pa.int64())
    members = [f"{isbn(p)} {isbn(p + 1)}" if p % 9 == 0 else None for p in lent]
    pq.write_table(pa.table({
        "isbn": numbers, "members": pa.array(members, pa.string()),
        "loan_year": pa.array([2024] * len(lent), pa.int32()),
        "loans": pa.array(places, pa.int64()),
    }), folder / "counts.parquet")  # fmt: skip
    pq.write_table(
        pa.table({"isbn": numbers, "title": damaged, "author": authors}), folder / "titles.parquet"
    )
    decided = match_run.DECIDED.empty_table()
    claimed = pa.table({"isbn": pa.array([isbn(3)], pa.int64())})
    works = ["work:4", "work:5"]
    return Question(
        ["counts.parquet"], ["titles.parquet"], [], None, claimed, works, decided
    ), known


@pytest.mark.trust
def test_the_matching_by_spark_is_the_matching_by_duckdb(tmp_path: Path, cluster: Cluster) -> None:
    question, known = library(tmp_path)
    one = match_run.run(tmp_path, question, known)
    many = match_run.run(tmp_path, question, known, linking=cluster)
    assert {figure.tier for figure in one.figures} >= {1, 2}
    assert many.figures == one.figures
    rows = [pq.read_table(tmp_path / found.evidence_path) for found in (one, many)]
    assert rows[0].equals(rows[1])


@pytest.mark.parametrize(
    ("there", "said"),
    [(("pyspark",), "sqlglot are missing"), (("pyspark", "sqlglot"), "it needs Java 17")],
)
def test_spark_is_refused_where_it_is_not(
    portal: Console, monkeypatch: pytest.MonkeyPatch, there: tuple[str, ...], said: str
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(
        engine_spark.importlib.util, "find_spec", lambda name: name in there or None
    )
    assert said in portal.refusal("settlement", "engine", "spark")
    assert portal.told("settlement", "engine") == {"engine": "duckdb"}
