"""Every photograph that is none ends in a sentence or an honest number, and soon."""

from __future__ import annotations

import time

import pytest

from portal.pictures import barcodes
from portal.pictures.errors import PictureUnusable
from portal.wording import sentence
from tests.hostile.pictures import DAMAGED, FIXTURES, ISBN, Fixture

LONGEST_SECONDS = 2.0


def outcome(fixture: Fixture) -> str | int:
    """The number of ISBNs, or why it was refused; its sentence is there."""
    data = fixture.build()
    began = time.process_time()
    try:
        found = barcodes.read(data, "kuva.jpg")
    except PictureUnusable as refusal:
        reason = str(refusal.arguments["reason"])
        return reason if "kuva.jpg" in sentence(refusal) else f"{reason} of no file"
    finally:
        assert time.process_time() - began < LONGEST_SECONDS
    assert set(found.isbns) <= {ISBN}
    return len(found.isbns)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda one: f"{one.kind}: {one.name}")
def test_a_photograph_that_is_none(fixture: Fixture) -> None:
    assert outcome(fixture) == fixture.answer


@pytest.mark.parametrize("fixture", DAMAGED, ids=lambda one: f"{one.kind}: {one.name}")
def test_changed_bits_are_refused_or_read_rightly(fixture: Fixture) -> None:
    assert outcome(fixture) in ("damaged", "no_picture", 0, 1)


def test_bar_codes_of_other_things_are_named() -> None:
    music = next(one for one in FIXTURES if one.name == "printed music")
    assert barcodes.read(music.build(), "x").others == ("9790260000438",)
