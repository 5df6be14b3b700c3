"""Every publisher's file and every list ends in a sentence or an honest number, and soon."""

from __future__ import annotations

import io
import resource

import pytest

from portal.bibliography import lists, own_catalogue, reading
from portal.kernel.errors import Refusal
from portal.wording import sentence
from tests.hostile import onix_and_lists, own_lists, spreadsheets
from tests.hostile.onix_and_lists import Fixture

LONGEST_SECONDS = 2.0
FIXTURES = [*onix_and_lists.FIXTURES, *own_lists.FIXTURES, *spreadsheets.FIXTURES]


def processor_seconds() -> float:
    """What this process and the ended ones that it started have used: no matter who else works."""
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def outcome(data: bytes) -> str | int:
    """How many ISBNs are read as the page of lists reads a file, or why it is refused."""
    try:
        own = own_catalogue.read(data, "file")
        if own is not None:
            return sum(1 for _ in own.editions)
        if lists.is_list(data):
            return len(lists.read_list(io.BytesIO(data), "file").editions)
        records = list(reading.read(io.BytesIO(data), "file"))
    except Refusal as refusal:
        said = (refusal.code, refusal.arguments.get("reason"))
        return " ".join(filter(None, said)) if sentence(refusal) else "no sentence"
    return sum(len(record.isbns) for record in records)


@pytest.mark.parametrize("fixture", FIXTURES, ids=str)
def test_a_file_that_wants_to_do_harm(fixture: Fixture) -> None:
    data = fixture.data
    began = processor_seconds()
    assert outcome(data) == fixture.comes_to
    assert processor_seconds() - began < LONGEST_SECONDS
