"""The worked cases of lending agree with the second way of computing, to the cent."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from tests.oracle.lending import settle

CASES = sorted((Path(__file__).parent / "lending").glob("*.toml"))
COLUMNS = ("gross", "tax", "net", "waiting", "disputed")


def test_there_are_cases() -> None:
    assert len(CASES) >= 70


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_by_the_second_computation(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    people = {outcome["run"]: outcome["people"] for outcome in settle(case)}
    expected = [
        (row["run"], row["person"], column, Decimal(row[column]) * 100)
        for row in case["expect"]
        for column in COLUMNS
        if column in row
    ]
    assert expected
    found = [(run, who, column, people[run][who][column]) for run, who, column, _ in expected]
    assert found == expected
