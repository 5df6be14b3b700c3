"""The generated loans: the same bytes each time, over HelMet's real ISBNs alone."""

import csv

import pytest

from portal.demo import generate
from portal.kernel.isbn import judge

YEARS = tuple(range(2018, 2026))


@pytest.mark.parametrize("year", YEARS)
def test_the_kept_file_is_what_the_script_writes(year: int) -> None:
    kept = generate.file_of(year).read_bytes()
    assert kept == generate.text(year).encode("utf-8")


@pytest.mark.parametrize("year", YEARS)
def test_generated_rows_have_real_isbns_and_say_what_they_are(year: int) -> None:
    with generate.file_of(year).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert {int(row["isbn"]) for row in rows} <= set(generate.means())
    assert all(judge(row["isbn"]).isbn == int(row["isbn"]) for row in rows)
    assert {row["year"] for row in rows} == {str(year)}
    assert all(row["library"].startswith("Generated from HelMet") for row in rows)
    assert all(int(row["loans"]) >= 0 for row in rows)


def test_means_by_hand() -> None:
    # Tatu ja Patu työn touhussa, loans and renewals of 2014 to 2017 as HelMet's file has them:
    # (7651 + 8046 + 13203 + 11117) // 4
    assert generate.means()[9789511213147] == 10004
    # Kahvilan arvoitus: (679 + 637 + 0 + 0) // 4
    assert generate.means()[9789513130329] == 329


def test_a_count_that_a_spreadsheet_rounded_is_nobodys() -> None:
    assert 9789510000000 not in generate.means()
    assert 9789180000000 not in generate.means()
    assert len(generate.means()) == 61  # 69 valid ISBNs, 8 of them with first loans only


def test_scaling_drops_fractions_at_each_step() -> None:
    assert generate.scaled(10_004, 1_700_000, 960_000) == 16_325  # 17006, then 16325.76


def test_e_loans_begin_in_2022() -> None:
    assert {row[2] for row in generate.rows(2021)} == {"physical"}
    assert {row[2] for row in generate.rows(2022)} == {"physical", "ebook", "eaudiobook"}
