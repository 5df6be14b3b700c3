"""The quick way: which files take it, and what they report."""

from __future__ import annotations

import gzip

import pytest

from portal.usage import archive
from portal.usage.quick import QuickRows
from portal.usage.readers import layout_of

HEADER = "isbn,year,loans,renewals,library\n"
GOOD = "9789510112441,2024,7,1,Vaara\n"


def read(room, content):
    path = room.file("loans.csv", content)
    [original] = archive.kept([(path.name, path)], room.data_dir)
    rows = QuickRows([(original, layout_of(original, None))])
    table = rows.reader().read_all()
    return table.to_pylist(), rows.left, rows.reported().to_pylist()


def test_rows_and_what_the_file_reports(room):
    rows, left, [reported] = read(room, HEADER + GOOD + "951000000X,2024,5,,Vaara\n")
    assert [(r["thirteen"], r["isbn"], r["loans"], r["renewals"]) for r in rows] == [
        (9789510112441, None, 7, 1),
        (None, "951000000X", 5, None),
    ]
    assert left == []
    assert (reported["library"], reported["loan_year"]) == ("Vaara", 2024)
    assert (reported["rows"], reported["loans"]) == (2, 13)


@pytest.mark.parametrize(
    "more",
    ["9789510112441,2023,100,,Vaara\n", "9789510112441,2024,100,,\n", "1,2024,1,1,Lumme\n"],
)
def test_several_years_or_libraries_are_reported_apart(room, more):
    _, left, reported = read(room, HEADER + GOOD + more)
    assert left == []
    assert len(reported) == 2
    assert {row["rows"] for row in reported} == {1}


@pytest.mark.parametrize(
    "content",
    [
        HEADER + '"9789510112441",2024,7,1,Vaara\n',
        (HEADER + GOOD).replace("\n", "\r\n"),
        gzip.compress((HEADER + GOOD).encode(), mtime=0),
        HEADER + GOOD.replace(",7,", ",2.5,"),
        HEADER + GOOD.replace(",7,", ",-7,"),
        HEADER + GOOD.replace(",7,", ",,"),
        HEADER + GOOD.replace(",7,", ",0x7,"),
        HEADER + GOOD.replace(",7,", ",0X7,"),
        HEADER + GOOD.replace(",7,", ",1000000000,"),
        HEADER + GOOD.replace(",1,", ",1000000000,"),
        HEADER + GOOD.replace("2024", "24"),
        HEADER + GOOD.replace("2024", ""),
        HEADER + GOOD + "cut",
        HEADER.strip(),
    ],
)
def test_every_other_file_goes_the_way_of_text(room, content):
    rows, left, reported = read(room, content)
    assert (rows, len(left), reported) == ([], 1, [])


def test_thirteen_digits_keep_their_zeros_when_they_are_refused(room):
    reading = room.read(room.file("loans.csv", HEADER + "0000000000017,2024,7,1,Vaara\n"))
    [refused] = room.rows(reading.refused_path)
    assert (refused["isbn"], refused["reason"]) == ("0000000000017", "ean")
