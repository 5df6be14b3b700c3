"""COUNTER reports that are not what they seem, as tables and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.hostile.usage import MEGABYTE, Fixture, of


def report(items: object, header: object = None) -> bytes:
    head = {"Report_ID": "TR_B1", "Release": "5.1", "Institution_Name": "Kunta"}
    return json.dumps({"Report_Header": header or head, "Report_Items": items}).encode()


def item(months: object, isbn: object = "9789510112441", data_type: object = "Book") -> object:
    performance = {"Total_Item_Requests": months}
    part = {"Data_Type": data_type, "Performance": performance}
    return {
        "Title": "Nimi", "Platform": "P", "Item_ID": {"ISBN": isbn},
        "Attribute_Performance": [part],
    }  # fmt: skip


def counted(number: str) -> Callable[[], bytes]:
    """A report whose only number is written so."""
    return lambda: report([item({"2024-01": "#"})]).replace(b'"#"', number.encode())


def deep(opening: str, closing: str, depth: int = 10_000) -> Callable[[], bytes]:
    return lambda: ('{"Report_Header":' + opening * depth + "1" + closing * depth + "}").encode()


def table(row: str, head: str = "Report_ID\tTR_B1\nRelease\t5\n", columns: str = "") -> bytes:
    columns = columns or "Title\tPlatform\tISBN\tMetric_Type\tReporting_Period_Total\tJan-2024"
    return f"Report_Name\tX\n{head}\n{columns}\n{row}".encode()


FIXTURES = [
    Fixture("JSON depth", "arrays", deep("[", "]"), "usage_counter_shape"),
    Fixture("JSON depth", "objects", deep('{"a":', "}"), "usage_counter_shape"),
    Fixture("JSON depth", "never closed", of(b"[" * 100_000), "usage_counter_shape"),
    Fixture("JSON shape", "a list", of(b"[1, 2]"), "usage_counter_shape"),
    Fixture("JSON shape", "an empty object", of(b"{}"), "usage_counter_shape"),
    Fixture(
        "JSON shape", "a header that is a text", lambda: report([], "TR_B1"), "usage_counter_shape"
    ),
    Fixture(
        "JSON shape", "items that are an object", lambda: report({"a": 1}), "usage_counter_shape"
    ),
    Fixture(
        "JSON shape",
        "months that are a list",
        lambda: report([item([1, 2])]),
        "usage_counter_shape",
    ),
    Fixture(
        "JSON shape",
        "a thirteenth month",
        lambda: report([item({"2024-13": 1})]),
        "usage_counter_shape",
    ),
    Fixture(
        "JSON shape",
        "an exception instead",
        of(b'{"Code": 3030, "Message": "No Usage"}'),
        "usage_counter_incomplete",
    ),
    Fixture("JSON text", "cut off", lambda: report([item({"2024-01": 7})])[:-20], "usage_cut_off"),
    Fixture("JSON text", "a comma too many", of(b'{"Report_Header": {},}'), "usage_counter_json"),
    Fixture(
        "JSON text",
        "a name twice",
        of(b'{"Report_Header": {}, "Report_Header": {}}'),
        "usage_counter_shape",
    ),
    Fixture(
        "JSON text",
        "half a letter",
        of(b'{"Report_Header": {"Report_ID": "\\ud800"}}'),
        "usage_counter_report",
    ),
    Fixture("JSON numbers", "text", counted('"7"'), 7),
    Fixture("JSON numbers", "negative", counted("-7"), 0),
    Fixture("JSON numbers", "past every double", counted("1e400"), 0),
    Fixture("JSON numbers", "no number", counted("NaN"), 0),
    Fixture("JSON numbers", "nothing", counted("null"), 0),
    Fixture("JSON numbers", "true", counted("true"), 0),
    Fixture("JSON numbers", "five thousand digits", counted("7" * 5_000), 0),
    Fixture("JSON numbers", "an object", counted('{"a": 7}'), 0),
    Fixture("JSON ISBN", "a number", lambda: report([item({"2024-01": 7}, isbn=9789510112441)]), 7),
    Fixture(
        "JSON ISBN", "a list", lambda: report([item({"2024-01": 7}, isbn=["9789510112441"])]), 0
    ),
    Fixture("JSON ISBN", "a sentence", lambda: report([item({"2024-01": 7}, isbn="x" * 9_999)]), 0),
    Fixture(
        "COUNTER table", "no table", of(b"Report_Name\tX\nReport_ID\tTR_B1\n"), "usage_cut_off"
    ),
    Fixture(
        "COUNTER table",
        "another release",
        lambda: table("", "Report_ID\tTR_B1\nRelease\t4\n"),
        "usage_counter_release",
    ),
    Fixture(
        "COUNTER table",
        "another report",
        lambda: table("", "Report_ID\tJR1\nRelease\t5\n"),
        "usage_counter_report",
    ),
    Fixture(
        "COUNTER table",
        "a column missing",
        lambda: table("", columns="Title\tMetric_Type"),
        "usage_missing_columns",
    ),
    Fixture(
        "COUNTER table",
        "months that a spreadsheet changed",
        lambda: table(
            "", columns="Title\tPlatform\tISBN\tMetric_Type\tReporting_Period_Total\t24-Jan"
        ),
        "usage_unknown_columns",
    ),
    Fixture(
        "COUNTER table",
        "fields too few",
        lambda: table("Nimi\tP\t9789510112441\n"),
        "usage_field_count",
    ),
    Fixture(
        "COUNTER table",
        "a line of two megabytes",
        lambda: table("x" * (2 * MEGABYTE)),
        "usage_unparsable",
    ),
    Fixture(
        "COUNTER table",
        "quotes within a title",
        lambda: table('"A" and "B\tP\t9789510112441\tTotal_Item_Requests\t7\t7\n'),
        7,
    ),
    Fixture(
        "COUNTER table",
        "one number and no year",
        lambda: table(
            "N\tP\t9789510112441\tTotal_Item_Requests\t7\n",
            columns="Title\tPlatform\tISBN\tMetric_Type\tReporting_Period_Total",
        ),
        "usage_counter_period",
    ),
]
