"""Seattle's real file, counted a second way with the csv module."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from pathlib import Path

import pytest

from portal.kernel.isbn import judge

FILE = Path(__file__).parents[2] / "data/loans/seattle-checkouts-baldwin.csv.gz"
HEADER = "UsageClass,CheckoutType,MaterialType,CheckoutYear,CheckoutMonth,Checkouts,Title,ISBN"


def rows():
    with io.StringIO(gzip.decompress(FILE.read_bytes()).decode(), newline="") as text:
        return list(csv.DictReader(text))


def isbns(row):
    found = (judge(part.strip()).isbn for part in row["ISBN"].split(","))
    return tuple(sorted({one for one in found if one is not None}))


@pytest.fixture
def reading(room):
    return room.read(FILE, source="Seattle")


def test_totals_of_the_real_file(reading, adds_up, refused):
    """Figures from the file by a spreadsheet; songs and discs without ISBN are 201 rows."""
    assert reading.format == "seattle"
    assert reading.totals.rows_read == 5357
    assert reading.totals.loans_read == sum(int(row["Checkouts"]) for row in rows())
    assert reading.totals.rows_accepted == 345
    assert refused(reading)["not_a_book"][0] == 201
    assert refused(reading)["empty"][0] == 5357 - 345 - 201
    assert reading.left_out == {}
    assert adds_up(reading)


def test_a_field_of_several_isbns_is_one_title_that_counts_once(room, reading):
    media = {"AUDIOBOOK": "eaudiobook", "EBOOK": "ebook"}
    expected: Counter[tuple[object, ...]] = Counter()
    for row in rows():
        if found := isbns(row):
            medium = media.get(row["MaterialType"], "physical")
            expected[found, int(row["CheckoutYear"]), medium] += int(row["Checkouts"])
    counted = {
        (tuple(map(int, (members or str(isbn)).split())), year, medium): loans
        for isbn, members, year, medium, _, loans in room.counts(reading)
    }
    assert counted == dict(expected)


def test_the_months_of_each_year_are_known(reading):
    """The extract begins in April 2005 and ends in 2022, by its rows of books."""
    books = {"BOOK", "EBOOK", "AUDIOBOOK"}
    expected: Counter[int] = Counter()
    for row in rows():
        if row["MaterialType"] in books or row["ISBN"]:
            expected[int(row["CheckoutYear"])] |= 1 << (int(row["CheckoutMonth"]) - 1)
    assert {one.loan_year: one.months for one in reading.coverage} == dict(expected)


@pytest.mark.parametrize(
    ("kind", "isbn", "reason"),
    [
        ("Physical,Horizon,BOOK", "9789510112441", None),
        ("Physical,Horizon,SOUNDDISC", "9789510112441", None),
        ("Physical,Horizon,SOUNDDISC", "", "not_a_book"),
        ("Physical,Horizon,VIDEODISC", "9789510112441", "not_a_book"),
        ("Digital,Freegal,SONG", "", "not_a_book"),
        ("Digital,OverDrive,EBOOK", "", "empty"),
        ("Elsewhere,OverDrive,EBOOK", "9789510112441", "medium_unknown"),
    ],
)
def test_only_books_count(room, kind, isbn, reason):
    room.file("seattle.csv", f"{HEADER}\n{kind},2022,5,3,Nimi,{isbn}\n")
    reading = room.read()
    assert [*reading.refused] == [reason] * (reason is not None)


def test_titles_and_authors_are_kept_for_the_rows_without_isbn(room, reading):
    titles = {row["title"] for row in room.rows(reading.unmatched_path)}
    assert "Another country / James Baldwin." in titles
