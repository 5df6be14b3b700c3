"""Loans by library system are the accepted rows of each, and together exactly the counts."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.isbn import judge
from portal.usage import libraries
from portal.usage.reading import read
from tests.properties.usage.test_reading import expected, tables, whole, written


def by_library(table, year):
    """The accepted rows by members, year, medium and library system, one row after the other."""
    sums: Counter[tuple] = Counter()
    for row in table:
        counts, _totals = expected([row], year)
        for members, loan_year, medium, _class in counts:
            loans, renewals = whole(row[4]), whole(row[5]) if row[5] else 0
            sums[members, loan_year, medium, row[6] or "S"] += loans + renewals
    return dict(sums)


@settings(max_examples=10)
@given(st.lists(tables, min_size=1, max_size=3), st.sampled_from([None, 2024]))
def test_the_rows_of_each_library_system(many, year):
    with TemporaryDirectory() as name:
        paths = []
        for number, table in enumerate(many):
            folder = Path(name) / str(number)
            folder.mkdir()
            paths.append(written(folder, table, csv.QUOTE_MINIMAL))
            with paths[-1].open("a", encoding="utf-8") as file:  # no two files are the same
                file.write(f"9789510000000,2024,,,{number},,\n")
        data_dir = Path(name) / "data"
        reading = read(
            paths, data_dir=data_dir, source="S", year=year, format=None,
            today=date(2026, 10, 15), known_digests={}, class_table={},
        )  # fmt: skip
        path = libraries.count(data_dir, reading.refused_path)
        assert libraries.differing(data_dir, reading.counts_path, path) == 0
        rows = [row for table in many for row in table]
        isbns = {v.isbn for row in rows for part in re.split("[;|]", row[0]) if (v := judge(part))}
        found = libraries.for_isbns(data_dir, [path], [isbn for isbn in isbns if isbn])
    assert {
        (one.members, one.loan_year, one.medium, one.library): one.loans for one in found
    } == by_library(rows, year)
