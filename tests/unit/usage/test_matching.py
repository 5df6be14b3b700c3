"""Tiers 1 and 2 in SQL: what links a lent title to a work, and what does not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from portal.usage import matching, probable
from portal.usage.engine_duckdb import opened
from portal.usage.matching import KNOWN_ISBN, Known, with_keys

Item = tuple[str, str, str, int]  # work, title, author, year


def known(items: list[Item], isbns: list[tuple[int, int, str]] | None = None) -> Known:
    work, title, author, year = zip(*items, strict=True)
    table = pa.table(
        {
            "item": pa.array(range(len(items)), pa.int64()),
            "isbn": pa.nulls(len(items), pa.int64()),
            "work": work,
            "title": title,
            "author": author,
            "year": pa.array(year, pa.int32()),
        }
    )
    columns = [list(column) for column in zip(*isbns, strict=True)] if isbns else [[]] * 3
    return Known(with_keys(table), pa.table(columns, schema=KNOWN_ISBN))


def linked(tmp_path: Path, items: list[Item], title: str, author: str, year: int = 2020) -> Any:
    """The work and rule of a lent title, or None."""
    asked = pa.table(
        {
            "lent": pa.array([7], pa.int64()),
            "year": pa.array([year], pa.int32()),
            "title": [title],
            "author": [author],
        }
    )
    with opened(tmp_path) as connection:
        connection.register("known", known(items).items)
        matching.by_keys(connection, asked)
        rows = connection.execute("SELECT lent, work FROM by_keys").fetchall()
    assert len(rows) <= 1
    return rows[0][1] if rows else None


OTHERS = [
    (("Sotilaan tie I", "Meri, Veijo"), ("Sotilaan tie II", "Meri, Veijo")),
    (("Sota : muistelmat. Osa 1", "Meri, V."), ("Sota : muistelmat. Osa 2", "Meri, V.")),
    (("Sotilaan tie, ensimmäinen osa", "Meri, Veijo"), ("Sotilaan tie, toinen osa", "Meri, Veijo")),
    (("Talvisota, kirja yksi", "Meri, Veijo"), ("Talvisota, kirja kaksi", "Meri, Veijo")),
    (("Talvisota A", "Meri, Veijo"), ("Talvisota B", "Meri, Veijo")),
    (("Matikka 3a", "Putkonen, Hilkka"), ("Matikka 3b", "Putkonen, Hilkka")),
    (("Runot 1962", "Haavikko, Paavo"), ("Runot 1984", "Haavikko, Paavo")),
    (("Kootut runot 1950-1960", "Manner, Eeva"), ("Kootut runot 1950-1980", "Manner, Eeva")),
    (("Kootut runot", "Manner, Eeva-Liisa"), ("Kootut runot", "Turkka, Sirkka")),
    (("Muistelmat", "Salo, Kai"), ("Muistelmat", "Salo, Kari")),
    (("Muistelmat", "Salo, Kai"), ("Muistelmat", "Salo, Kaisa")),
    (("Muistelmat", "Salo, Eva"), ("Muistelmat", "Salo, Erik")),
    (("Lapsuuteni", "Salo, Kari"), ("Lapsuuteni", "Salo, Mari")),
    (("Sota ja rauha", "Tolstoi, Leo"), ("Krig och fred", "Tolstoi, Leo")),
    (("Rikos ja rangaistus", "Linna, O."), ("Rikos ja rangaistus : selkokirja", "Linna, O.")),
    (("Talvi saarella", "Linna, O."), ("Talvi saarella : elokuvan käsikirjoitus", "Linna, O.")),
    (("Aapinen : lukukirja", "Virta, Aino"), ("Aapinen : työkirja", "Virta, Aino")),
]  # fmt: skip


@pytest.mark.parametrize(("one", "another"), OTHERS)
def test_another_volume_namesake_or_text_is_not_it(
    tmp_path: Path, one: tuple[str, str], another: tuple[str, str]
) -> None:
    assert linked(tmp_path, [("w", *one, 1990)], *another) is None
    assert linked(tmp_path, [("w", *another, 1990)], *one) is None
    assert linked(tmp_path, [("w", *one, 1990)], *one) == "w"


WINTER = ("w1", "Talvi saaren rannalla", "Salo, Aino", 2010)
TALE = ("w2", "Neropatin päiväkirja. 3 : Viimeinen oljenkorsi", "Kinney, Jeff", 2012)
OF_A_SERIES = ("w3", "Neropatin päiväkirja. 2 : Isoveli isottelee", "Kinney, Jeff", 2011)
SHORT = ("w4", "Talvi", "Meri, Veijo", 1999)


@pytest.mark.parametrize(
    ("title", "author", "work"),
    [
        ("TALVI SAAREN RANNALLA / Aino Salo.", "Aino Salo", "w1"),
        ("Talvi saaren rannalla : romaani", "Salo, A.", "w1"),
        ("Talvi saaren ranalla", "Salo, Aino", "w1"),
        ("Talvi saaren rannalla", "Salo, Anio", "w1"),
        ("Talvi saaren rannalla", "", "w1"),
        ("Ta1vi saaren rannaIla", "Salo, Aino", "w1"),
        ("Talvi saaren rannalla", "Salo, Kalle", None),
        ("Talvi saaren rannalla", "Virta, Aino", None),
        ("Talvi saaren rannalla 2", "Salo, Aino", None),
        ("Talvi saaren rannalla : kesän jälkeen", "Salo, Aino", "w1"),
        ("Syksy saaren rannalla", "Salo, Aino", None),
        ("Neropatin päiväkirja 3", "Kinney, Jeff", "w2"),
        ("Neropatin päiväkirja : viimeinen oljenkorsi, osa 3", "Kinney, Jeff", "w2"),
        ("Neropatin päiväkirja. 4 : Viimeinen oljenkorsi", "Kinney, Jeff", None),
        ("Neropatin päiväkirja", "Kinney, Jeff", None),
        ("Talvi", "", None),
        ("Talvi", "Meri, Veijo", "w4"),
        ("Tali", "Meri, Veijo", None),
        ("", "", None),
    ],
)
def test_what_keys_link(tmp_path: Path, title: str, author: str, work: str | None) -> None:
    assert linked(tmp_path, [WINTER, TALE, OF_A_SERIES, SHORT], title, author) == work


def test_of_two_works_neither_is_linked(tmp_path: Path) -> None:
    other = ("w9", "Talvi saaren rannalla", "Salo, Antti", 2015)
    assert linked(tmp_path, [WINTER, other], "Talvi saaren rannalla", "Salo, A.") is None
    assert linked(tmp_path, [WINTER, other], "Talvi saaren rannalla", "Salo, Antti") == "w9"


def test_two_editions_of_one_work_are_one(tmp_path: Path) -> None:
    other = ("w1", "Talvi saaren rannalla : romaani", "Salo, Aino", 2015)
    assert linked(tmp_path, [WINTER, other], "Talvi saaren rannalla", "Salo, Aino") == "w1"


def test_nothing_is_lent_before_it_was_published(tmp_path: Path) -> None:
    assert linked(tmp_path, [WINTER], "Talvi saaren rannalla", "Salo, Aino", 2010) == "w1"
    assert linked(tmp_path, [WINTER], "Talvi saaren rannalla", "Salo, Aino", 2009) is None


def test_an_isbn_of_the_edition_comes_before_one_of_its_set(tmp_path: Path) -> None:
    isbns = [(0, 111, "edition"), (0, 500, "set"), (1, 222, "edition"), (1, 500, "set"),
             (2, 333, "cancelled")]  # fmt: skip
    rows = {1: [111], 2: [222, 500], 3: [500], 4: [333], 5: [999]}
    pairs = [(lent, isbn) for lent, several in rows.items() for isbn in several]
    lent = pa.table([list(column) for column in zip(*pairs, strict=True)], names=["lent", "isbn"])
    with opened(tmp_path) as connection:
        connection.register("lent_isbn", lent)
        matching.by_isbn(connection, known([WINTER, TALE, SHORT], isbns))
        found = connection.execute(
            "SELECT lent, work, reason FROM by_isbn ORDER BY lent, work"
        ).fetchall()
    assert found == [
        (1, "w1", "isbn"), (2, "w2", "isbn"), (3, "w1", "set"), (3, "w2", "set"),
    ]  # fmt: skip


def test_without_the_extra_tier_3_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(probable.TierMissing):
        probable.scored(None, None)
