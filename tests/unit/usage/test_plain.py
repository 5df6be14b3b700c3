"""The plain format: what adds up to one count, however it is written."""

from __future__ import annotations

import gzip

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from portal.usage import errors

FULL = "isbn,year,month,medium,class,loans,renewals,library"


def test_months_libraries_and_renewals_are_summed(room, adds_up):
    reading = room.read(
        room.plain(
            "9789510112441,2024,1,physical,comic,10,5,Vaara",
            "9789510112441,2024,2,physical,comic,1,,Lumme",
            "978-951-0-11244-1,2024,2,Physical,comic,100,0,",
            "951-0-11244-5,2024,2,ebook,,1000,0,Vaara",
            header=FULL,
        )
    )
    assert room.counts(reading) == [
        (9789510112441, None, 2024, "ebook", None, 1000),
        (9789510112441, None, 2024, "physical", "comic", 116),
    ]
    assert {(c.library, c.rows, c.loans) for c in reading.coverage} == {
        ("Vaara", 2, 1015),
        ("Lumme", 1, 1),
        ("Testilä", 1, 100),
    }
    assert adds_up(reading)


@pytest.mark.parametrize(
    "content",
    [
        "isbn,year,loans\n9789510112441,2024,7\n",
        "isbn,year,loans\n9789510112441,2024,7",
        "isbn,year,loans\r\n9789510112441,2024,7\r\n",
        "\ufeffisbn,year,loans\n9789510112441,2024,7\n",
        '\ufeff"isbn","year","loans"\r\n"9789510112441","2024","7"\r\n',
        "isbn;year;loans\n9789510112441;2024;7\n",
        "loans\tISBN \tYear\n7\t9789510112441\t2024\n",
        "isbn,year,loans\n9789510112441,2024,7,\n",
        "isbn,year,loans\n\n9789510112441,2024,7\n\n",
        "isbn,year,loans\n 9789510112441 , 2024 , 7 \n",
        'isbn,year,loans,library\n9789510112441,2024,7,"two\nlines"\n',
        'isbn,year,loans,library\r\n9789510112441,2024,7,"two\nlines"\r\n',
    ],
)
def test_ways_to_write_the_same_row(room, content):
    reading = room.read(room.file("loans.csv", content))
    assert room.counts(reading) == [(9789510112441, None, 2024, None, None, 7)]
    assert reading.files[0].rows == 1


def test_gzip_is_read_and_its_digest_is_that_of_the_text(room):
    content = b"isbn,year,loans\n9789510112441,2024,7\n"
    reading = room.read(room.file("loans.csv.gz", gzip.compress(content)))
    assert room.counts(reading) == [(9789510112441, None, 2024, None, None, 7)]
    digest = reading.files[0].digest
    with pytest.raises(errors.AlreadyImported) as refusal:
        room.read(room.file("loans.csv", content), known_digests={digest: "2026-01-02, Vaara"})
    assert refusal.value.arguments == {"file": "loans.csv", "before": "2026-01-02, Vaara"}


def test_parquet_is_read_and_only_whole_numbers_count(room, refused):
    table = pa.table(
        {
            "isbn": pa.array([9789510112441, 9789510112441, 9789511293675]),
            "year": pa.array([2024, 2024, 2024], pa.int16()),
            "loans": pa.array([7.0, 2.5, 1e18]),
            "medium": pa.array(["ebook", None, None]).dictionary_encode(),
        }
    )
    pq.write_table(table, room.incoming / "loans.parquet")
    reading = room.read()
    assert room.counts(reading) == [(9789510112441, None, 2024, "ebook", None, 7)]
    assert refused(reading) == {"loans_fraction": (1, 0), "loans_unreadable": (1, 0)}


def test_several_isbns_in_a_field_are_one_title(room):
    reading = room.read(
        room.plain(
            '"9789511293675; 9789510112441",2024,7',
            "951-0-11244-5|9789511293675,2024,1",
            "9789510112441/9789510112441,2024,10",
            "9789511293675;9789510112442,2024,100",
        )
    )
    group = "9789510112441 9789511293675"
    assert room.counts(reading) == [
        (9789510112441, None, 2024, None, None, 10),
        (9789510112441, group, 2024, None, None, 8),
        (9789511293675, None, 2024, None, None, 100),
    ]


def test_files_with_other_columns_are_read_together(room):
    room.plain("9789510112441,2024,1", name="a.csv")
    room.plain("9789510112441,2024,5,5", header="isbn,year,loans,renewals", name="deep/b.csv")
    room.plain("20,2024,9789510112441", header="loans;year;isbn".replace(";", ","), name="c.csv")
    reading = room.read()
    assert room.counts(reading) == [(9789510112441, None, 2024, None, None, 31)]
    assert {(file.name, file.rows) for file in reading.files} == {
        ("a.csv", 1),
        ("deep/b.csv", 1),
        ("c.csv", 1),
    }


@pytest.mark.parametrize("name", ["it's.csv", "*.csv", "[a]?.csv", "two\nlines.csv", "a;b,c.csv"])
def test_names_of_files_are_only_names(room, name):
    room.plain("9789511293675,2024,500", name="other.csv")
    path = room.plain("9789510112441,2024,7", name=name)
    reading = room.read(path)
    assert [file.name for file in reading.files] == [name]
    assert reading.totals.loans_read == 7


def test_the_data_directory_may_have_any_name(tmp_path, room):
    room.data_dir = tmp_path / "it's [data]*?"
    reading = room.read(room.plain("9789510112441,2024,7"))
    assert room.counts(reading) == [(9789510112441, None, 2024, None, None, 7)]


def test_text_of_a_file_never_becomes_sql(room, refused):
    hostile = "x'); DROP TABLE sets; --"
    reading = room.read(
        room.plain(f"{hostile},2024,7,{hostile}", header="isbn,year,loans,library"),
        source="'; DROP TABLE sets; --",
    )
    assert refused(reading) == {"characters": (1, 7)}
    assert reading.coverage[0].library == hostile


@pytest.mark.parametrize("kind", [pa.decimal128(9, 2), pa.float64(), pa.float32()])
def test_a_parquet_number_without_a_fraction_is_whole(room, refused, kind):
    isbns = pa.array([9789510112441, 9789511293675], pa.decimal128(13, 0))
    loans = pa.array([6, 5]).cast(pa.float64()).cast(kind)
    table = pa.table({"isbn": isbns, "year": [2024, 2024], "loans": loans})
    table = table.append_column("renewals", pa.array(["1.50", "4.00"]).cast(pa.decimal128(5, 2)))
    pq.write_table(table, room.incoming / "loans.parquet")
    reading = room.read()
    assert refused(reading) == {"loans_fraction": (1, 0)}
    assert room.counts(reading) == [(9789511293675, None, 2024, None, None, 9)]


def test_a_parquet_header_in_another_case_and_with_spaces(room):
    names = [[" ISBN ", "Year", "loans "], ["LOANS", "isbn", "year"]]
    columns = {"isbn": ["9789510112441"], "year": [2024], "loans": [7]}
    for number, header in enumerate(names):
        table = pa.table({name: columns[name.strip().lower()] for name in header})
        pq.write_table(table, room.incoming / f"{number}.parquet")
    assert room.counts(room.read()) == [(9789510112441, None, 2024, None, None, 14)]


def test_parquet_files_with_other_types_are_read_together(room):
    table = pa.table({"isbn": [9789510112441], "year": [2024], "loans": [7]})
    pq.write_table(table, room.incoming / "a.parquet")
    table = pa.table({"isbn": ["951-0-11244-5"], "year": ["2024"], "loans": ["1"]})
    pq.write_table(table, room.incoming / "b.parquet")
    assert room.counts(room.read()) == [(9789510112441, None, 2024, None, None, 8)]


@pytest.mark.parametrize("quote", ["", '"'])
def test_names_of_libraries_are_what_a_database_can_keep(room, quote):
    """Two names that become one are one library; a name of nothing is the source's."""
    long = "ä" * 199
    names = [f"{long} b", f"{long}\x07 c", "Vaa\x00ra", "Vaara ", "\x1f", "\x85 "]
    rows = [f"9789510112441,2024,{10**n},{quote}{name}{quote}" for n, name in enumerate(names)]
    reading = room.read(room.plain(*rows, header="isbn,year,loans,library"), source="A\x00B")
    assert {(c.library, c.rows, c.loans) for c in reading.coverage} == {
        (long, 2, 11),
        ("Vaara", 2, 1100),
        ("AB", 2, 110000),
    }


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(room, end):
    rows = ["isbn,year,loans", "9789510112441,2024,7", '"9789510112441",2024,1', ""]
    reading = room.read(room.file("loans.csv", end.join(rows)))
    assert reading.totals.loans_accepted == 8
