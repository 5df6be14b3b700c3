"""The ISBN check in SQL says what portal.kernel.isbn says, with the same reason."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.isbn import check_digit_10, check_digit_13, judge
from portal.usage.engine_duckdb import statements

CASES = Path(__file__).with_name("isbn-cases.csv")


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    for macro in statements("judging.sql").values():
        connection.execute(macro)
    yield connection
    connection.close()


def in_sql(engine, texts):
    """(ISBN, reason) of each text."""
    return engine.execute(
        "SELECT isbn_of(code), fault_of(code) FROM "
        "(SELECT position, code_of(written) AS code FROM "
        "(SELECT unnest($texts) AS written, unnest(range(len($texts))) AS position)) "
        "ORDER BY position",
        {"texts": texts},
    ).fetchall()


def in_python(texts):
    return [(verdict.isbn, verdict.reason) for verdict in map(judge, texts)]


digits = st.text("0123456789", min_size=12, max_size=12)
thirteen = st.one_of(
    digits,
    st.builds("978{}".format, st.text("0123456789", min_size=9, max_size=9)),
    st.builds("979{}".format, st.text("0123456789", min_size=9, max_size=9)),
    st.builds("977{}".format, st.text("0123456789", min_size=9, max_size=9)),
    st.builds("978{}0000000".format, st.text("0123456789", min_size=2, max_size=2)),
)
valid = st.one_of(
    thirteen.map(lambda first: first + check_digit_13(first)),
    st.text("0123456789", min_size=9, max_size=9).map(lambda first: first + check_digit_10(first)),
)
separators = st.sampled_from(" -\u00ad\u2010\u2013\u2212\u00a0\u2009\u3000\t\n\x0b\x0c\x1c\x85")
anything = st.one_of(
    valid,
    thirteen.flatmap(lambda first: st.sampled_from("0123456789Xx").map(lambda last: first + last)),
    st.text("0123456789Xx- ", max_size=18),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=15),
)


@given(st.lists(anything, min_size=1, max_size=40))
def test_the_same_verdict_and_reason(engine, texts):
    assert in_sql(engine, texts) == in_python(texts)


@given(st.lists(st.tuples(valid, st.integers(0, 13), separators), min_size=1, max_size=20))
def test_separators_count_for_nothing(engine, written):
    texts = [text[:place] + sign + text[place:] for text, place, sign in written]
    assert in_sql(engine, texts) == in_python(texts)


def test_the_values_of_other_test_suites(engine):
    with CASES.open(encoding="utf-8", newline="") as text:
        texts = [row["input"] for row in csv.DictReader(text)]
    assert len(texts) > 50
    assert in_sql(engine, texts) == in_python(texts)
