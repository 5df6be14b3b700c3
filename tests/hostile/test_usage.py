"""Every hostile file of loans ends in a sentence or an honest count, and soon."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from portal.kernel.errors import Refusal
from portal.usage.reading import read
from portal.wording import sentence
from tests.hostile import usage, usage_counter
from tests.hostile.usage import Fixture

LONGEST_SECONDS = 2.0
COUNTER = {"metric": ["Total_Item_Requests"], "data_type": ["Book"]}


def outcome(path: Path, data_dir: Path) -> str | int:
    try:
        reading = read(
            [path], data_dir=data_dir, source="Testilä", year=None, format=None,
            today=date(2026, 10, 15), known_digests={}, class_table={}, counter=COUNTER,
        )  # fmt: skip
    except Refusal as refusal:
        behind = [one for one in data_dir.rglob("*") if one.is_file()]
        return refusal.code if sentence(refusal) and not behind else f"{refusal.code}, {behind}"
    totals = reading.totals
    counted = totals.loans_accepted + totals.loans_refused + totals.loans_left_out
    assert counted == totals.loans_read
    return totals.loans_accepted


@pytest.mark.parametrize(
    "fixture", [*usage.FIXTURES, *usage_counter.FIXTURES], ids=lambda one: f"{one.kind}: {one.name}"
)
def test_a_hostile_file_of_loans(fixture: Fixture, tmp_path: Path) -> None:
    path = tmp_path / "loans"
    path.write_bytes(fixture.build())
    began = time.process_time()
    found = outcome(path, tmp_path / "data")
    assert time.process_time() - began < LONGEST_SECONDS
    assert found == fixture.answer
