"""Narrators who declare different heads, by hand. Source: contract, "Claims": they never enter
disputes; each is paid by the largest count, and only by the narrators' own rate."""

from __future__ import annotations

import pytest

from portal.kernel.catalogue import CLASSES, EAUDIOBOOK, MEDIA
from portal.kernel.columns import column
from portal.rules.schemes.lending import NO_CAP, Terms, YearTerms
from portal.rules.settlement import entitlement
from portal.rules.settlement.entitlement import Lines
from portal.rules.settlement.facts import (
    AUTHOR_CODE,
    LIVING,
    NARRATOR_CODE,
    Claims,
    Counts,
    Titles,
)
from portal.rules.settlement.stakes import stakes

BOOK = 9789510123454
YEAR = 2022
LOANS = 900
RATE, NARRATOR_RATE = 31_000_000, 12_000_000  # 0.31 and 0.12 euro a loan


def lines(*said: tuple[int, int], narrator_rate: int | None = NARRATOR_RATE) -> Lines:
    """The lines of 900 loans of an e-audiobook; claims are (role, heads) of payees 0, 1, 2 …"""
    people = len(said)
    claims = Claims(
        payee=column(range(people)), isbn=column([BOOK] * people),
        role=column([role for role, _ in said]), heads=column([heads for _, heads in said]),
        separate=column([0] * people), added=column([16_000] * people),
        order=column(range(people)),
    )  # fmt: skip
    titles = Titles(column([BOOK]), column([0]), column([BOOK]))
    counts = Counts(
        title=column([0]), loan_year=column([YEAR]), medium=column([MEDIA.index(EAUDIOBOOK)]),
        class_=column([0]), loans=column([LOANS]),
    )  # fmt: skip
    year = YearTerms(
        loan_year=YEAR, rate={"physical": RATE, "e": RATE}, narrator_rate=narrator_rate,
        cap_cents={"physical": NO_CAP, "e": NO_CAP}, class_ppm=(1_000_000,) * len(CLASSES),
        term_years=70, translation_denominator=2,
    )  # fmt: skip
    terms = Terms(threshold_cents=10_00, e_loans_from=2022, years={YEAR: year})
    found = stakes(claims, titles, column([LIVING] * people))
    return entitlement.lines(counts, found, terms, (YEAR,))


@pytest.mark.parametrize(
    ("heads", "each"),
    [
        ((2, 2), 54_00),  # 900 × 0.12 ÷ 2
        ((2, 3), 36_00),  # ÷ 3, for both of them
        ((3, 2), 36_00),
        ((1, 4), 27_00),
        ((2, 2, 2), 36_00),  # three claim, so at least three read
    ],
)
def test_each_is_paid_by_the_largest_count(heads: tuple[int, ...], each: int) -> None:
    found = lines(*((NARRATOR_CODE, number) for number in heads))
    assert found.amount.tolist() == [each * 1_000_000] * len(heads)


def test_different_heads_are_no_dispute() -> None:
    found = lines((NARRATOR_CODE, 2), (NARRATOR_CODE, 3))
    assert found.largest.tolist() == found.amount.tolist() == [36_00_000_000] * 2
    assert found.heads.tolist() == found.largest_heads.tolist() == [3, 3]


def test_narrators_and_writers_leave_each_other_alone() -> None:
    found = lines((AUTHOR_CODE, 1), (NARRATOR_CODE, 2), (NARRATOR_CODE, 3))
    # the writer has 900 × 0.31 = 279.00 alone
    assert found.amount.tolist() == [279_00_000_000, 36_00_000_000, 36_00_000_000]
    assert found.largest.tolist() == found.amount.tolist()


def test_without_their_rate_narrators_have_no_line() -> None:
    found = lines((AUTHOR_CODE, 1), (NARRATOR_CODE, 2), narrator_rate=None)
    assert found.role.tolist() == [AUTHOR_CODE]
