"""The ISBNs of other projects' test suites (column `source` of data/isbn-cases.csv)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from portal.kernel.isbn import judge

with (Path(__file__).parent / "data" / "isbn-cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = {row["input"]: row["expected"] for row in csv.DictReader(file)}

# Where the portal decides otherwise than the suite, and why.
OTHERWISE = {
    # Spaces and hyphens go, wherever they stand (contract, "Loan files").
    "1 930110 99 5--": 9781930110991,
    "068-556-98-45": 9780685569849,
    # An SBN of nine digits lacks the leading zero, and nothing is guessed into an ISBN.
    "85152-629-2": None,
}


def test_the_file_is_whole() -> None:
    assert len(CASES) > 55
    assert {expected.split("-")[0] for expected in CASES.values()} == {"valid", "invalid"}
    assert set(OTHERWISE) <= set(CASES)


@pytest.mark.parametrize("text", sorted(set(CASES) - set(OTHERWISE)))
def test_the_verdict_is_the_suite_s(text: str) -> None:
    verdict = judge(text)
    assert (verdict.isbn is not None) == (CASES[text] == "valid")
    assert (verdict.reason is None) == (CASES[text] == "valid")


@pytest.mark.parametrize("text", sorted(OTHERWISE))
def test_where_the_portal_decides_otherwise(text: str) -> None:
    assert judge(text).isbn == OTHERWISE[text]
