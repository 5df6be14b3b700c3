"""Loans by library system out of the archive: the rows of the counts, and their very sums."""

from __future__ import annotations

import gzip

import pytest

from portal.usage import errors, libraries
from portal.usage.shapes import LibraryCount

A, B, C = 9789510112441, 9789511211624, 9789513134297
HEADER = "isbn,year,medium,class,loans,renewals,library"
HELMET = "Kirja;Laji;Nimeke;Tekijä;ISBN;Vuosi;Kvartaali;Lainauskerrat"


def made(room, reading) -> str:
    path = libraries.count(room.data_dir, reading.refused_path)
    assert libraries.differing(room.data_dir, reading.counts_path, path) == 0
    return path


def found(room, reading, *isbns: int) -> list[tuple]:
    rows = libraries.for_isbns(room.data_dir, [made(room, reading)], isbns)
    return [(r.members, r.loan_year, r.medium, r.library, r.loans) for r in rows]


def test_loans_and_renewals_by_library_year_and_medium(room):
    room.plain(
        f"{A},2024,physical,,7,3,Vaara",
        f"{A},2024,physical,,1,,Vaara",
        f"{A},2024,ebook,,4,,Vaara",
        f"{A},2023,,,2,,Vaara",
        f"{A},2024,Physical,,5,,Helle",
        f"{B},2024,physical,,100,,Helle",
        header=HEADER,
    )
    assert found(room, room.read(), A) == [
        ((A,), 2023, None, "Vaara", 2),
        ((A,), 2024, "ebook", "Vaara", 4),
        ((A,), 2024, "physical", "Helle", 5),
        ((A,), 2024, "physical", "Vaara", 11),
    ]


def test_every_spelling_of_an_isbn_is_the_same_title(room):
    room.plain(f"{A},2024,1", "978-951-0-11244-1,2024,2", "9510112445,2024,4")
    assert found(room, room.read(), A) == [((A,), 2024, None, "Testilä", 7)]


def test_what_was_refused_or_left_out_is_in_no_library(room):
    room.plain(
        f"{A},2024,-4", f"{A},2024,1.5", "9789510000000,2024,9", f"{A},2023,6", f"{A},2024,5"
    )
    assert found(room, room.read(year=2024), A) == [((A,), 2024, None, "Testilä", 5)]


def test_a_class_nobody_knows_refuses_the_row_here_too(room):
    room.plain(f"{A},2024,,opera,9,,Vaara", f"{A},2024,,comic,2,,Vaara", header=HEADER)
    assert found(room, room.read(), A) == [((A,), 2024, None, "Vaara", 2)]


def test_a_library_without_a_name_is_the_sender(room):
    room.plain(f"{A},2024,,,9,, ", f"{A},2024,,,2,,Vaara\x07", header=HEADER)
    assert found(room, room.read(), A) == [
        ((A,), 2024, None, "Testilä", 9),
        ((A,), 2024, None, "Vaara", 2),
    ]


def test_a_title_of_several_isbns_is_found_by_each_and_counted_once(room):
    room.plain(f"{B};{A},2024,7", f"{B},2024,1", f"{A}|{B},2024,2", f"{C},2024,50")
    reading = room.read()
    group = ((A, B), 2024, None, "Testilä", 9)
    assert found(room, reading, A) == [group]
    alone = ((B,), 2024, None, "Testilä", 1)
    assert found(room, reading, B) == [group, alone]
    assert found(room, reading, A, B) == [group, alone]


def test_the_same_loans_of_two_imports_are_two(room):
    first = room.read(room.plain(f"{A},2024,7", name="a.csv"))
    second = room.read(room.plain(f"{A},2024,7", "", name="b.csv"))
    paths = [made(room, first), made(room, second)]
    assert libraries.for_isbns(room.data_dir, paths, [A]) == [
        LibraryCount((A,), 2024, None, "Testilä", 14)
    ]


def test_components_and_overused_isbns_stay_outside(room):
    host = {"Tunnisteet": f"020a {A};020a {B}", "Lainamäärä": "6"}
    pieces = [{**host, "Tyyppi": "2", "Nimeke": f"Runo {n}"} for n in range(4)]
    mixed = [
        {"Tunnisteet": f"020a {C}", "Lainamäärä": "3", "Nimeke": f"Kirja {n}"} for n in range(4)
    ]
    reading = room.read(room.koha(host, *pieces, *mixed))
    assert found(room, reading, A, B, C) == [((A, B), 2024, "physical", "Testilä", 6)]


def test_one_format_with_titles_in_two_files(room):
    rows = [f"a;lainaus+uusinnat;Nimi;Tekijä;{A};2015;{quarter};5" for quarter in (1, 2)]
    rows.append(f"a;ensilainaus;Nimi;Tekijä;{A};2015;1;3")
    room.file("1.csv", "\n".join([HELMET, *rows]))
    room.file("2.csv", "\n".join([HELMET, rows[0].replace(";5", ";8")]))
    reading = room.read(source="HelMet-kirjastot")
    assert found(room, reading, A) == [((A,), 2015, None, "HelMet-kirjastot", 18)]


def test_compressed_quoted_and_many_files(room, monkeypatch):
    monkeypatch.setattr(libraries, "_LARGEST_BATCH", 40)  # so that each file is a batch
    room.plain(f"{A},2024,1", name="a.csv")
    room.file("b.csv.gz", gzip.compress(f'isbn,year,loans\n"{A}",2024,2\n'.encode()))
    room.file("c.csv", f"isbn;year;loans;library\r\n{A};2024;4;Vaara\r\n")
    assert found(room, room.read(), A) == [
        ((A,), 2024, None, "Testilä", 3),
        ((A,), 2024, None, "Vaara", 4),
    ]


def test_an_import_without_any_accepted_row(room):
    room.plain("9789510000000,2024,9")
    assert found(room, room.read(), A) == []


def test_rows_are_sorted_by_isbn_for_the_page(room):
    room.plain(f"{C},2024,1", f"{A},2024,1", f"{B},2024,1")
    rows = room.rows(made(room, room.read()))
    assert [row["isbn"] for row in rows] == sorted([A, B, C])


def test_nothing_stays_behind_when_an_original_is_gone(room):
    room.plain(f"{A},2024,1")
    reading = room.read()
    (room.data_dir / "archive" / reading.files[0].digest).unlink()
    before = room.left_behind()
    with pytest.raises(errors.ArchiveMissing):
        libraries.count(room.data_dir, reading.refused_path)
    assert room.left_behind() == before


def test_twice_makes_two_files_of_the_same_rows(room):
    room.plain(f"{A},2024,1", f"{B};{C},2024,2")
    reading = room.read()
    first, second = made(room, reading), made(room, reading)
    assert first != second
    assert room.rows(first) == room.rows(second)


def test_a_file_that_says_other_sums_is_noticed(room):
    room.plain(f"{A},2024,1", f"{B},2024,2")
    other = room.plain(f"{A},2024,1", f"{B},2024,3", name="other.csv")
    reading = room.read(room.incoming / "loans.csv")
    path = made(room, room.read(other))
    assert libraries.differing(room.data_dir, reading.counts_path, path) == 1


def test_a_file_that_is_gone_is_named(room):
    with pytest.raises(errors.CountsMissing):
        libraries.for_isbns(room.data_dir, ["counts/gone-libraries.parquet"], [A])
    with pytest.raises(errors.CountsMissing):
        libraries.count(room.data_dir, "counts/gone-refused.parquet")
    assert libraries.for_isbns(room.data_dir, [], [A]) == []
