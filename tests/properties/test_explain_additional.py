"""What a page says of additional money is what the run paid, for anybody in any case."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings

from portal.rules.settlement.entitlement import RateNotDecided
from portal.rules.settlement.explain_additional import everybody, explained, share_loans
from portal.rules.settlement.payable import ADDITIONAL
from portal.rules.settlement.run import calculate
from tests.properties import lending_portal
from tests.properties.strategies import lending_cases

Case = dict[str, Any]
WORKED = sorted((Path(__file__).parents[1] / "cases" / "lending").glob("*.toml"))
FEW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(case: Case) -> int:
    """Explains every payee's additional money in every run; returns how many had some."""
    moved: lending_portal.Moved = {}
    had = 0
    for run in case["run"]:
        facts = lending_portal.snapshot(case, run, moved)
        try:
            result = calculate(facts)
        except RateNotDecided:
            continue
        moved = lending_portal.approve(result, moved)
        due = {
            (payee.payee, period.loan_year): period.capped
            for payee in result.payees
            for period in payee.periods
            if period.additional == ADDITIONAL
        }
        for money in facts.undistributed:
            total = everybody(facts, money)
            for payee in range(len(facts.payees.code)):
                part = explained(facts, payee, money, total)
                cents = due.get((payee, money.loan_year), 0)
                assert part.cents == cents
                check_lines(part)
                had += cents > 0
    return had


def check_lines(part: Any) -> None:
    """The lines listed are all of the key, and the sum follows from them alone."""
    of = part.lines
    columns = (of.kind, of.loans, of.class_ppm, of.denominator, of.heads)
    keys: dict[int, Fraction] = {}
    for kind, *factors in zip(*(values.tolist() for values in columns), strict=True):
        keys[kind] = keys.get(kind, Fraction(0)) + share_loans(*factors)
    assert keys == {kind.kind: kind.share_loans for kind in part.kinds}
    exact = Fraction(0)
    for kind in part.kinds:
        if kind.room_cents != 0 and part.everybody:
            whole = part.money.cents * kind.share_loans / part.everybody
            exact += whole if kind.room_cents is None else min(whole, Fraction(kind.room_cents))
    assert part.cents == floor(exact)


@FEW
@given(lending_cases())
def test_the_explanation_is_what_the_run_says(case: Case) -> None:
    event("somebody has additional money" if check(case) else "nobody has")


@pytest.mark.parametrize(
    "path", [p for p in WORKED if "undistributed" in p.read_text(encoding="utf-8")],
    ids=lambda path: path.stem,
)  # fmt: skip
def test_worked_cases_are_explained(path: Path) -> None:
    assert check(tomllib.loads(path.read_text(encoding="utf-8")))
