"""HelMet's real file, counted a second way with the csv module."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

import portal
from portal.kernel.isbn import judge

FILE = Path(portal.__file__).parent / "demo/data/loans/helmet-most-borrowed-2014-2017.csv"
HEADER = "Kirja;Laji;Nimeke;Tekijä;ISBN;Vuosi;Kvartaali;Lainauskerrat"


def rows():
    with FILE.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, delimiter=";"))


@pytest.fixture
def reading(room):
    return room.read(FILE, source="HelMet")


def test_totals_of_the_real_file(reading, adds_up):
    """Figures from the file by a spreadsheet: 6,399 rows, half of them first loans."""
    assert reading.format == "helmet"
    assert reading.totals.rows_read == 6399
    assert reading.totals.loans_read == sum(int(row["Lainauskerrat"]) for row in rows())
    assert reading.left_out["first_loan"].rows == 3199
    assert reading.years == (2014, 2015, 2016, 2017)
    assert adds_up(reading)


def test_counts_are_the_sums_of_valid_isbns(room, reading):
    expected: Counter[tuple[int, int]] = Counter()
    for row in rows():
        isbn = judge(row["ISBN"]).isbn
        if row["Laji"] == "lainaus+uusinnat" and isbn is not None:
            expected[isbn, int(row["Vuosi"])] += int(row["Lainauskerrat"])
    found = {(isbn, year): loans for isbn, _, year, _, _, loans in room.counts(reading)}
    assert found == dict(expected)
    assert reading.totals.loans_accepted == sum(expected.values())


@pytest.mark.parametrize("rounded", [9789510000000, 9789520000000, 9789530000000, 9789180000000])
def test_no_loan_of_a_rounded_isbn_is_accepted(room, reading, rounded):
    assert rounded not in {isbn for isbn, *_ in room.counts(reading)}


def test_each_library_year_is_covered(reading):
    counted = Counter(int(row["Vuosi"]) for row in rows() if row["Laji"] == "lainaus+uusinnat")
    assert {(c.library, c.loan_year): c.rows for c in reading.coverage} == {
        ("HelMet", year): number for year, number in counted.items()
    }


def test_titles_and_authors_are_kept(room, reading):
    by_isbn = {row["isbn"]: row for row in room.rows(reading.titles_path)}
    written = [row for row in rows() if judge(row["ISBN"]).isbn in by_isbn]
    for row in written[:50]:
        assert by_isbn[judge(row["ISBN"]).isbn]["title"].strip()
    counted = {judge(row["ISBN"]).isbn for row in rows() if row["Laji"] == "lainaus+uusinnat"}
    assert set(by_isbn) == counted - {None}


def test_another_kind_of_row_is_refused_by_its_name(room, refused):
    text = "\n".join(
        [
            HEADER,
            "aikuistenkirjat;lainaus+uusinnat;A;B;9789510112441;2015;1;10",
            "aikuistenkirjat;varaus;A;B;9789510112441;2015;1;7",
        ]
    )
    reading = room.read(room.file("h.csv", text))
    assert refused(reading) == {"type_unknown": (1, 7)}


def test_four_titles_under_one_isbn_are_refused_three_are_a_set(room, refused):
    def row(title, isbn, loans):
        return f"aikuistenkirjat;lainaus+uusinnat;{title};B;{isbn};2015;1;{loans}"

    text = "\n".join(
        [
            HEADER,
            row("Meri", "9789510112441", 1),
            row("MERI : romaani", "951-0-11244-5", 1),
            row("Maa / kirjoittanut B", "9789510112441", 1),
            row("Taivas", "9789510112441", 1),
            row("Tuli", "9789510112441", 1),
            row("Meri", "9789511293675", 10),
            row("Meri!", "9789511293675", 10),
            row("Maa", "9789511293675", 10),
            row("Taivas", "9789511293675", 10),
        ]
    )
    reading = room.read(room.file("h.csv", text))
    assert judge("951-0-11244-5").isbn == 9789510112441
    assert refused(reading) == {"too_many_titles": (5, 5)}
    assert room.counts(reading) == [(9789511293675, None, 2015, None, None, 40)]


def test_a_fourth_title_in_first_loans_refuses_nothing(room, refused):
    def row(kind, title, loans):
        return f"aikuistenkirjat;{kind};{title};B;9789510112441;2015;1;{loans}"

    counted = [row("lainaus+uusinnat", title, 10) for title in ("Meri", "Maa", "Taivas")]
    others = [row("ensilainaus", "Tuli", 1), row("varaus", "Tuuli", 1)]
    reading = room.read(room.file("h.csv", "\n".join([HEADER, *counted, *others])))
    assert refused(reading) == {"type_unknown": (1, 1)}
    assert reading.totals.loans_accepted == 30


def test_a_row_says_no_medium_so_the_edition_decides(room):
    """Contract: the medium is physical in koha_sanasto only; else the edition's holds."""
    row = "aikuistenkirjat;lainaus+uusinnat;A;B;9789510112441;2015;1;10"
    reading = room.read(room.file("h.csv", f"{HEADER}\n{row}"))
    assert room.counts(reading) == [(9789510112441, None, 2015, None, None, 10)]
