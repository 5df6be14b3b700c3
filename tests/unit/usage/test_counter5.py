"""COUNTER's own samples, in each release and kind of file, and reports built by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portal.usage import errors
from portal.usage.shapes import Report

FOLDER = Path(__file__).parents[2] / "data/counter5"
TABLE_HEAD = (
    "Report_Name\tBook Requests\nReport_ID\tTR_B1\nRelease\t5.1\nInstitution_Name\tKunta\n"
    "Exceptions\t{exceptions}\nReporting_Period\tBegin_Date=2024-01-01; End_Date=2024-12-31\n\n"
)
COLUMNS = "Title\tPlatform\tISBN\tData_Type\tMetric_Type\tReporting_Period_Total"


def table(room, *rows, months=("Jan-2024", "Feb-2024"), exceptions="", name="trb1.tsv"):
    head = TABLE_HEAD.format(exceptions=exceptions)
    lines = "".join("\t".join(map(str, row)) + "\n" for row in rows)
    return room.file(name, head + "\t".join((COLUMNS, *months)) + "\n" + lines)


def row(*numbers, total=None, isbn="9789510112441", kind="Book", metric="Total_Item_Requests"):
    said = sum(numbers) if total is None else total
    return ("Nimi", "Alusta", isbn, kind, metric, said, *numbers)


@pytest.mark.parametrize("name", ["TRB1_sample_r51", "TRB3_sample_r51"])
def test_a_report_says_the_same_as_table_and_as_json(room, name):
    totals = [room.read(FOLDER / f"{name}.{end}").totals for end in ("tsv", "json")]
    assert totals[0] == totals[1]


def test_requests_of_books_count_in_the_sample_of_release_5_1(room, adds_up, refused):
    """By hand from the sample: four rows, of which one has requests of a book."""
    reading = room.read(FOLDER / "TRB1_sample_r51.tsv")
    assert reading.format == "counter5"
    assert reading.totals.rows_read == 4
    assert reading.left_out["metric_other"].loans == 6141 + 2757
    assert refused(reading)["not_a_book"] == (1, 9314)
    assert reading.totals.loans_accepted + refused(reading).get("check_digit", (0, 0))[1] == 9825
    assert [(one.library, one.loan_year, one.months) for one in reading.coverage] == [
        ("Sample Institution", 2022, 0xFFF)
    ]
    assert adds_up(reading)


@pytest.mark.parametrize("end", ["tsv", "csv", "json"])
def test_release_5_0_counts_the_same_in_each_form(room, adds_up, end):
    """By hand from the sample: Book 1715 has five requests in March 2016, and January to March
    are reported."""
    reading = room.read(FOLDER / f"50-Sample-TR.{end}")
    assert room.counts(reading) == [(9780300944266, None, 2016, "ebook", None, 5)]
    assert [(one.library, one.months) for one in reading.coverage] == [("Client Demo Site", 0b111)]
    assert adds_up(reading)


def test_months_are_summed_by_loan_year(room):
    table(room, row(1, 2, 4), months=("Dec-2023", "Jan-2024", "Feb-2024"))
    counts = {year: loans for _, _, year, _, _, loans in room.counts(room.read())}
    assert counts == {2023: 1, 2024: 6}


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row("x", 2, total=2), "loans_unreadable"),
        (row("-1", 2, total=1), "loans_negative"),
        (row("1.5", 2, total=3), "loans_fraction"),
        (row("1e400", 2, total=3), "loans_unreadable"),
        (row(1, 2, total=4), "total_differs"),
        (row(1, 2, kind="Reference_Work"), "not_a_book"),
        (row(1, 2, isbn=""), "empty"),
        (row(1, 2, isbn="9789510112442"), "check_digit"),
    ],
)
def test_a_row_that_cannot_be_counted_is_refused_with_its_reason(room, adds_up, bad, reason):
    table(room, bad, row(5, 6))
    reading = room.read()
    assert [*reading.refused] == [reason]
    assert reading.totals.loans_accepted == 11
    assert adds_up(reading)


def test_the_society_chooses_metric_and_data_types(room):
    table(room, row(1, 2), row(3, 4, metric="Unique_Title_Requests", kind="Reference_Work"))
    counter = {"metric": ["Unique_Title_Requests"], "data_type": ["Book", "Reference_Work"]}
    reading = room.read(counter=counter)
    assert reading.totals.loans_accepted == 7
    assert reading.left_out["metric_other"].loans == 3


def test_several_isbns_of_an_item_are_one_title(room):
    table(room, row(1, 2, isbn="9789510112441; 9789510228937"))
    counts = room.counts(room.read())
    assert counts == [(9789510112441, "9789510112441 9789510228937", 2024, "ebook", None, 3)]


@pytest.mark.parametrize(
    "exceptions", ["3031: Usage Not Ready", "3040: Partial Data", "1000: Down"]
)
def test_a_report_that_says_it_is_not_complete_is_refused(room, exceptions):
    table(room, row(1, 2), exceptions=exceptions)
    with pytest.raises(errors.CounterIncomplete):
        room.read()


def test_a_second_kind_of_report_of_a_platform_and_year_is_refused(room):
    one, two = FOLDER / "TRB1_sample_r51.tsv", FOLDER / "TRB3_sample_r51.json"
    with pytest.raises(errors.SecondReport):
        room.read(one, two)
    known = {Report("Sample Institution", "Platform 1", 2022, "TR_B1"): "earlier"}
    with pytest.raises(errors.SecondReport) as caught:
        room.read(two, known_reports=known)
    assert caught.value.arguments["before"] == "earlier"
    assert room.left_behind() == []


def test_another_library_may_send_another_kind(room):
    known = {Report("Other", "Platform 1", 2022, "TR_B1"): "earlier"}
    assert room.read(FOLDER / "TRB3_sample_r51.json", known_reports=known).totals.rows_read == 12


@pytest.mark.parametrize("report", ["TR_B2", "TR_J1", "DR", ""])
def test_other_reports_are_refused_by_name(room, report):
    header = {"Report_ID": report, "Release": "5.1"}
    room.file("report.json", json.dumps({"Report_Header": header, "Report_Items": []}))
    with pytest.raises(errors.CounterReport):
        room.read()
