"""Broken and hostile files of records: a sentence or an honest result, and never a long wait."""

from __future__ import annotations

from io import BytesIO
from time import process_time

import pytest

from portal.bibliography import reading
from portal.kernel.errors import Refusal
from portal.wording import sentence
from tests.hostile.bibliography import CASES, Case

SECONDS = 2


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_hostile_file_is_refused_or_read(case: Case) -> None:
    begun = process_time()
    outcome = _outcome(case)
    assert process_time() - begun < SECONDS
    if isinstance(case.comes_to, int):
        assert outcome == case.comes_to
    else:
        assert str(outcome).startswith(case.comes_to)


def _outcome(case: Case) -> str | int:
    titled = 0
    try:
        for record in reading.read(BytesIO(case.data), "records"):
            record.as_data()
            "".join([record.title, *(one.name for one in record.contributors)]).encode("utf-8")
            assert "\0" not in record.title
            titled += bool(record.title)
    except Refusal as refusal:
        return refusal.code if sentence(refusal) else "no sentence"
    return titled
