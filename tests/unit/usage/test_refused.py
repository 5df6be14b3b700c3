"""The download of refused rows: each with file, line and reason, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import gzip

import pytest

from portal.usage.refused import HEADER, harmless, refused_rows

GOOD = "9789510112441"


def downloaded(room, reading):
    out = room.data_dir / "refused.csv"
    number = refused_rows(room.data_dir, reading.refused_path, out)
    with out.open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    assert tuple(rows[0]) == HEADER
    assert number == len(rows) - 1
    return [tuple(row) for row in rows[1:]]


def test_every_refused_row_with_file_line_and_reason(room):
    first = room.plain(f"{GOOD},2024,7", "9789510000000,2024,5", f"{GOOD},2023,1", name="a.csv")
    text = f'isbn,year,loans,library\n{GOOD},2024,1,"=two\nlines"\n{GOOD},2024,-3,=cmd()\n'
    second = room.file("=b.csv.gz", gzip.compress(text.encode()))
    reading = room.read(first, second, year=2024)
    assert downloaded(room, reading) == [
        ("a.csv", "3", "rounded", "9789510000000", "2024", "", "", "5", "", "", "", ""),
        ("a.csv", "4", "year_other", GOOD, "2023", "", "", "1", "", "", "", ""),
        ("'=b.csv.gz", "3", "loans_negative", GOOD, "2024", "", "", "'-3", "", "'=cmd()", "", ""),
    ]
    assert reading.totals.rows_refused == 3


def test_reasons_that_need_the_whole_file_come_back_too(room):
    header = "Kirja;Laji;Nimeke;Tekijä;ISBN;Vuosi;Kvartaali;Lainauskerrat"
    rows = [f"a;lainaus+uusinnat;{t};@B;{GOOD};2015;1;1" for t in ("=A", "B", "C", "D")]
    rows.append(f"a;ensilainaus;A;B;{GOOD};2015;1;1")
    reading = room.read(room.file("h.csv", "\n".join([header, *rows])))
    found = downloaded(room, reading)
    assert [row[:3] for row in found] == [
        ("h.csv", str(n), "too_many_titles") for n in (2, 3, 4, 5)
    ]
    assert found[0][-2:] == ("'=A", "'@B")


def test_refused_components_are_not_listed(room):
    reading = room.read(
        room.koha(
            {"Tunnisteet": "020a 9789510000000", "Lainamäärä": "5", "Tyyppi": "2"},
            {"Tunnisteet": "020a 9789510000000", "Lainamäärä": "6", "Luokka": "084a 85"},
        ),
        class_table={"85": "comic"},
    )
    rows = downloaded(room, reading)
    assert [(row[1], row[2], row[7]) for row in rows] == [("3", "rounded", "6")]


def test_titles_of_components_refuse_no_host_in_the_download(room):
    host = {"Tunnisteet": f"020a {GOOD}", "Lainamäärä": "6"}
    pieces = [{**host, "Tyyppi": "2", "Nimeke": f"Runo {n}"} for n in range(4)]
    wrong = {**host, "Vuosi": "2023"}
    reading = room.read(room.koha(host, *pieces, wrong), year=2024)
    assert [row[1:3] for row in downloaded(room, reading)] == [("7", "year_other")]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_begins_like_a_formula(sign):
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert harmless(f"1{sign}1") == f"1{sign}1"
    assert harmless(None) == ""
