"""A run's lines in parts, joined in any order, are those of the whole; and so is its refusal."""

from __future__ import annotations

import random
from dataclasses import fields
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.kernel.errors import Refusal
from portal.rules.settlement import parts
from portal.rules.settlement.digest import digest
from portal.rules.settlement.entitlement import Lines
from portal.rules.settlement.facts import Snapshot
from portal.rules.settlement.run import calculate, with_lines
from portal.services.settlement.parts import LINES, Work, table
from portal.services.settlement.parts import lines as lines_back
from tests.properties import lending_portal
from tests.properties.strategies import lending_cases

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def whole(facts: Snapshot) -> str:
    try:
        return digest(facts, calculate(facts))
    except Refusal as refusal:
        return str(refusal)


def by_parts(facts: Snapshot, number: int, order: random.Random) -> str:
    several = [parts.lines_of(part, facts.terms) for part in parts.parts(facts, number)]
    order.shuffle(several)
    try:
        return digest(facts, with_lines(facts, parts.joined(several, facts.open_years)))
    except Refusal as refusal:
        return str(refusal)


def by_arrow(facts: Snapshot, number: int) -> Lines:
    """The way to the executors and back, without them."""
    sent = table(facts, number)
    batches = list(Work(facts.terms)(sent.to_batches(max_chunksize=1)))
    return lines_back(LINES.empty_table().from_batches(batches, LINES), facts)


@FEW
@given(lending_cases(), st.integers(1, 9), st.randoms(use_true_random=False))
def test_parts_are_the_whole(case: dict[str, Any], number: int, order: random.Random) -> None:
    facts = lending_portal.snapshot(case, case["run"][0], {})
    found = whole(facts)
    assert by_parts(facts, number, order) == found
    if len(found) == 64:
        lines = parts.joined([by_arrow(facts, number)], facts.open_years)
        again = [parts.lines_of(part, facts.terms) for part in parts.parts(facts, 1)]
        one = parts.joined(again, facts.open_years)
        same = [np.array_equal(getattr(lines, f.name), getattr(one, f.name)) for f in fields(Lines)]
        assert all(same)
