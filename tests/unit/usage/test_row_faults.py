"""A fault of a row refuses that row, with its reason, and nothing is lost from the sums."""

from __future__ import annotations

import pytest

GOOD = "9789510112441"
HEADER = "isbn,year,month,medium,class,loans,renewals,library"


@pytest.mark.parametrize(
    ("row", "reason", "loans"),
    [
        (",2024,5", "empty", 5),
        (" - ,2024,5", "empty", 5),
        ("978951011244,2024,5", "length", 5),
        ("97895101124X1,2024,5", "characters", 5),
        ("9789510112442,2024,5", "check_digit", 5),
        ("9510112444,2024,5", "check_digit", 5),
        ("0317-8471,2024,5", "issn", 5),
        ("9770317847001,2024,5", "issn", 5),
        ("4006381333931,2024,5", "ean", 5),
        ("9789510000000,2024,5", "rounded", 5),
        ("9789180000000,2024,5", "rounded", 5),
        ("9.78951E+12,2024,5", "characters", 5),
        (f"{GOOD},2024,-5", "loans_negative", 0),
        (f"{GOOD},2024,-2.5", "loans_negative", 0),
        (f"{GOOD},2024,2.5", "loans_fraction", 0),
        (f"{GOOD},2024,2.0", "loans_fraction", 0),
        (f'{GOOD},2024,"2,5"', "loans_fraction", 0),
        (f"{GOOD},2024,", "loans_unreadable", 0),
        (f"{GOOD},2024,many", "loans_unreadable", 0),
        (f"{GOOD},2024,1e3", "loans_unreadable", 0),
        (f"{GOOD},2024,1_000", "loans_unreadable", 0),
        (f"{GOOD},2024,0x10", "loans_unreadable", 0),
        (f"{GOOD},2024,1 000", "loans_unreadable", 0),
        (f"{GOOD},2024,99999999999999999999", "loans_unreadable", 0),
        (f"{GOOD},2024,9223372036854775807", "loans_unreadable", 0),
        (f"{GOOD},,5", "year_unreadable", 5),
        (f"{GOOD},24,5", "year_unreadable", 5),
        (f"{GOOD},2024.0,5", "year_unreadable", 5),
        (f"{GOOD},12024,5", "year_unreadable", 5),
    ],
)
def test_one_bad_row_beside_a_good_one(room, refused, adds_up, row, reason, loans):
    reading = room.read(room.plain(f"{GOOD},2024,7", row))
    assert refused(reading) == {reason: (1, loans)}
    assert room.counts(reading) == [(9789510112441, None, 2024, None, None, 7)]
    assert reading.totals.loans_read == 7 + loans
    assert adds_up(reading)


@pytest.mark.parametrize(
    ("row", "reason", "loans"),
    [
        (f"{GOOD},2024,1,papyrus,,5,0,", "medium_unknown", 5),
        (f"{GOOD},2024,1,,novel,5,0,", "class_unknown", 5),
        (f"{GOOD},2024,1,,,5,-1,", "loans_negative", 0),
        (f"{GOOD},2024,1,,,5,0.5,", "loans_fraction", 0),
        (f"{GOOD},2024,1,,,5,none,", "loans_unreadable", 0),
    ],
)
def test_words_and_renewals(room, refused, adds_up, row, reason, loans):
    reading = room.read(room.plain(row, header=HEADER))
    assert refused(reading) == {reason: (1, loans)}
    assert room.counts(reading) == []
    assert adds_up(reading)


def test_rows_of_another_year_are_refused_when_one_year_is_asked_for(room, refused):
    reading = room.read(room.plain(f"{GOOD},2023,1", f"{GOOD},2024,2", f"{GOOD},2027,4"), year=2024)
    assert refused(reading) == {"year_other": (2, 5)}
    assert reading.years == (2024,)


def test_the_reason_of_a_row_with_two_faults_is_its_isbn(room, refused):
    reading = room.read(room.plain("9789510112442,2024,-5"))
    assert refused(reading) == {"check_digit": (1, 0)}


def test_sums_stay_whole_numbers_beyond_what_a_double_holds(room):
    """999,999,999 × 4 years is exact as an integer; 2 to the power of 53 is no bound."""
    rows = [f"{GOOD},2024,999999999"] * 30_000
    reading = room.read(room.plain(*rows))
    assert reading.totals.loans_accepted == 29_999_999_970_000
    assert isinstance(reading.totals.loans_accepted, int)


def test_refused_rows_are_kept_by_isbn_and_reason(room):
    reading = room.read(
        room.plain("9789510000000,2024,5", "9789510000000,2024,6", f"{GOOD},2024,x")
    )
    assert room.rows(reading.refused_path) == [
        {"isbn": "9789510000000", "reason": "rounded", "rows": 2, "loans": 11},
        {"isbn": GOOD, "reason": "loans_unreadable", "rows": 1, "loans": 0},
    ]
