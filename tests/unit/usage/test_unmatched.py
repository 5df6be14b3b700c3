"""Unmatched works: rows refused for nothing but their ISBN, counted a second way with csv."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest

import portal
from portal.kernel.isbn import judge
from portal.kernel.names import unmatched_key
from portal.usage import unmatched_again, unmatched_works

FILE = Path(portal.__file__).parent / "demo/data/loans/helmet-most-borrowed-2014-2017.csv"
HEADER = "Kirja;Laji;Nimeke;Tekijä;ISBN;Vuosi;Kvartaali;Lainauskerrat"


def test_the_real_files_loans_without_an_isbn(room):
    """The second way: rows of loans and renewals whose ISBN no check takes, summed by csv."""
    reading = room.read(FILE, source="HelMet")
    expected: Counter[tuple[str, int]] = Counter()
    with FILE.open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text, delimiter=";"):
            if row["Laji"] == "lainaus+uusinnat" and judge(row["ISBN"]).isbn is None:
                key = unmatched_key(row["Nimeke"], row["Tekijä"], "physical")
                expected[key, int(row["Vuosi"])] += int(row["Lainauskerrat"])
    rows = room.rows(reading.unmatched_path)
    assert {(row["key"], row["loan_year"]): row["loans"] for row in rows} == dict(expected)
    assert sum(expected.values()) == reading.totals.loans_refused == 2_628_647
    assert {row["library"] for row in rows} == {"HelMet"}


def test_made_again_out_of_the_archive_it_is_the_same(room):
    reading = room.read(FILE, source="HelMet")
    again = unmatched_again.again(room.data_dir, reading.refused_path)
    assert room.rows(again) == room.rows(reading.unmatched_path)
    assert [path.name for path in room.data_dir.glob("counts/*.part")] == []


def helmet(room, *rows: str):
    lines = [HEADER, *(f"aikuiset;lainaus+uusinnat;{row}" for row in rows)]
    return room.read(room.file("h.csv", "\n".join(lines) + "\n"))


@pytest.mark.parametrize(
    "row",
    [
        "Talvi;Salo, A;9789510000000;2024;1;-5",  # a number that is none
        "Talvi;Salo, A;9789510000000;20x4;1;5",  # a year that is none
        ";Salo, A;9789510000000;2024;1;5",  # no title to know it by
        " : ;Salo, A;9789510000000;2024;1;5",  # a title without a letter
        "Talvi;Salo, A;9789510000007;2024;1;5",  # a good ISBN
    ],
)
def test_what_is_no_unmatched_work(room, row):
    reading = helmet(room, row, "Kesä;Salo, A;;2024;1;3")
    assert [(r["title"], r["loans"]) for r in room.rows(reading.unmatched_path)] == [("Kesä", 3)]


def test_first_loans_and_unknown_rows_are_none(room):
    lines = [
        HEADER,
        "aikuiset;ensilainaus;Talvi;Salo;;2024;1;5",
        "aikuiset;varaus;Talvi;Salo;;2024;1;7",
    ]
    reading = room.read(room.file("h.csv", "\n".join(lines) + "\n"))
    assert room.rows(reading.unmatched_path) == []


def test_another_year_than_asked_is_none(room):
    lines = [HEADER, *(f"a;lainaus+uusinnat;T;S;;{year};1;5" for year in (2023, 2024))]
    reading = room.read(room.file("h.csv", "\n".join(lines) + "\n"), year=2023)
    assert [row["loan_year"] for row in room.rows(reading.unmatched_path)] == [2023]


def test_spellings_are_one_work_and_the_most_frequent_is_shown(room):
    reading = helmet(
        room,
        "TALVI;Salo, Aino;;2024;1;1",
        "Talvi / Aino Salo;Aino Salo;;2024;1;2",
        "Talvi;Salo, Aino;9789510000000;2024;2;4",
        "Talvi;Salo, Aino;9789510000000;2024;3;8",
        "Talvi : osa 2;Salo, Aino;;2024;1;16",
    )
    found = {(r["title"], r["author"]): (r["rows"], r["loans"])
             for r in room.rows(reading.unmatched_path)}  # fmt: skip
    assert found == {("Talvi", "Salo, Aino"): (4, 15), ("Talvi : osa 2", "Salo, Aino"): (1, 16)}


def test_too_many_titles_under_one_isbn_are_unmatched_works(room):
    rows = [f"Nimi {sign};Salo, Aino;9789510000007;2024;1;5" for sign in "ABCD"]
    reading = helmet(room, *rows)
    assert [row["title"] for row in room.rows(reading.unmatched_path)] == [
        "Nimi A", "Nimi B", "Nimi C", "Nimi D",
    ]  # fmt: skip
    assert reading.refused["too_many_titles"].loans == 20


def test_a_plain_file_names_no_titles(room):
    assert room.read(room.plain("9789510000000,2024,5")).unmatched_path is None


def test_koha_says_the_medium_and_the_library(room):
    reading = room.read(
        room.koha({"Nimeke": "Talvi", "Päätekijä": "100a Salo, Aino", "Lainamäärä": "7"})
    )
    [row] = room.rows(reading.unmatched_path)
    assert (row["key"], row["medium"], row["loans"]) == ("talvi|aino salo|physical", "physical", 7)


def test_asked_for_by_loans_by_name_and_by_key(room):
    one = helmet(
        room, "A;Salo, Aino;;2023;1;5", "B;Meri, Ville;;2024;1;30", "A;Salo, Aino;;2024;1;9"
    )
    lines = [HEADER, "a;lainaus+uusinnat;a;Aino Salo;;2024;2;20", "a;lainaus+uusinnat;C;;;2024;2;1"]
    two = room.read(room.file("i.csv", "\n".join(lines) + "\n"))
    paths = [one.unmatched_path, two.unmatched_path]
    keys = ["a|aino salo|physical", "b|meri ville|physical", "c||physical"]
    found = unmatched_works.by_loans(room.data_dir, paths, [], limit=9, offset=0)
    assert [(row.key, row.loans) for row in found] == [
        (keys[0], ((2023, 5), (2024, 29))), (keys[1], ((2024, 30),)), (keys[2], ((2024, 1),)),
    ]  # fmt: skip
    found = unmatched_works.by_loans(room.data_dir, paths, keys[:1], limit=1, offset=1)
    assert [row.key for row in found] == keys[2:]
    named = unmatched_works.naming(room.data_dir, paths, [], ["aino salo"])
    assert [row.title for row in named] == ["A"]
    assert unmatched_works.naming(room.data_dir, paths, keys[:1], ["aino salo"]) == []
    assert [row.rows for row in unmatched_works.under_keys(room.data_dir, paths, keys[:1])] == [3]


def test_hostile_titles_are_only_data(room):
    """Braces, quotes and wildcards of a title never become part of a statement or a path."""
    cells = ["{condition}", "'; DROP TABLE x; --", '"quoted"', "%s%n", "\x00\u202e", "x" * 5000]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER.split(";"))
    for number, cell in enumerate(cells):
        writer.writerow(["a", "lainaus+uusinnat", f"n{number} {cell}", cell, "", 2024, 1, 5])
    reading = room.read(room.file("h.csv", text.getvalue()))
    rows = room.rows(reading.unmatched_path)
    assert len(rows) == len(cells)
    assert max(len(row["key"]) for row in rows) <= 300
    json.dumps(rows)
