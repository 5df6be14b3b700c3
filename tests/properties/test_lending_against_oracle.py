"""The portal's rules and the second way of computing agree on random cases, to the cent."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.oracle import entitlement, lending
from tests.properties import lending_portal
from tests.properties.strategies import lending_cases

Case = dict[str, Any]

WORKED = sorted((Path(__file__).parents[1] / "cases" / "lending").glob("*.toml"))
FEW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
KINDS = ("physical", "e")


def outcomes(settled: list[Case]) -> list[Case]:
    """What both ways of computing say."""
    return [
        {name: outcome[name] for name in ("run", "unset_rates", "people")} for outcome in settled
    ]


@pytest.mark.parametrize("path", WORKED, ids=lambda path: path.stem)
def test_worked_case_by_the_rules_alone(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    people = {outcome["run"]: outcome["people"] for outcome in lending_portal.settle(case)}
    for row in case["expect"]:
        for name in ("gross", "tax", "net", "waiting", "disputed"):
            if name in row:
                assert people[row["run"]][row["person"]][name] == Decimal(row[name]) * 100


@FEW
@given(lending_cases())
def test_both_ways_of_computing_agree(case: Case) -> None:
    expected = lending.settle(case)
    for outcome in expected:
        event("refused" if outcome["unset_rates"] else "settled")
    assert outcomes(lending_portal.settle(case)) == outcomes(expected)


@FEW
@given(lending_cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(case: Case, chance: Any) -> None:
    shuffled = dict(case)
    for table in ("person", "edition", "claim", "loans"):
        shuffled[table] = chance.sample(case[table], len(case[table]))
    assert outcomes(lending_portal.settle(shuffled)) == outcomes(lending_portal.settle(case))


@FEW
@given(lending_cases())
def test_a_second_run_pays_nothing_more(case: Case) -> None:
    settled = lending_portal.settle(lending_portal.again(case))
    for first, second in zip(settled[::2], settled[1::2], strict=True):
        assert first["unset_rates"] == second["unset_rates"]
        for who, row in second["people"].items():
            assert row["gross"] == 0
            assert row["waiting"] == first["people"][who]["waiting"]
            assert row["disputed"] == first["people"][who]["disputed"]


@FEW
@given(lending_cases())
def test_money_has_its_bounds(case: Case) -> None:
    for outcome in lending_portal.settle(case):
        for row in outcome["people"].values():
            assert min(row.values()) >= 0
            assert row["tax"] <= row["gross"]
            assert row["net"] == row["gross"] - row["tax"]
            assert row["gross"] == 0 or row["gross"] >= 10_00
            assert row["waiting"] < 10_00
            assert row["gross"] == 0 or row["waiting"] == 0


@FEW
@given(lending_cases())
def test_nobody_is_paid_above_the_cap(case: Case) -> None:
    for outcome in lending_portal.settle(case):
        totals: dict[tuple[int, int], int] = {}
        for (payee, year, kind, additional), (paid, _, _) in outcome.get("moved", {}).items():
            assert paid >= 0
            if additional:
                totals[payee, year] = totals.get((payee, year), 0) + paid
                continue
            totals[payee, year] = totals.get((payee, year), 0) + paid
            limit = entitlement.cap(year, KINDS[kind])
            assert limit is None or paid <= limit
        for (_, year), paid in totals.items():
            limits = [entitlement.cap(year, kind) for kind in KINDS]
            assert None in limits or paid <= sum(limit for limit in limits if limit is not None)


@FEW
@given(lending_cases())
def test_parts_of_a_title_never_pass_the_whole(case: Case) -> None:
    for run in case["run"]:
        snapshot = lending_portal.snapshot(case, run, {})
        whole: dict[tuple[int, ...], Fraction] = {}
        for line in lending_portal.lines(snapshot):
            key = (line["title"], line["loan_year"], line["medium"], line["class_"])
            part = Fraction(0)
            if line["denominator"]:
                part = Fraction(1, line["denominator"] * line["heads"])
            whole[key] = whole.get(key, Fraction(0)) + part
        assert all(part <= 1 for part in whole.values())
