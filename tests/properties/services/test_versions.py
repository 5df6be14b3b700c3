"""Versions of claims: a file read twice says nothing new, whatever it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.services.catalogue.catalogue_versions import Said, Version, compared

TODAY = date(2026, 10, 15)
DAYS = st.sampled_from([TODAY - timedelta(days=number) for number in range(1, 5)])
SAID = st.builds(
    Said,
    heads=st.integers(1, 3),
    separate=st.sampled_from([None, False, True]),
    translation=st.sampled_from([None, True]),
    added=st.none() | DAYS,
)
DATED = st.builds(Said, heads=st.integers(1, 3), separate=st.booleans(), added=DAYS)
UNDATED = st.builds(Said, heads=st.integers(1, 3), separate=st.booleans())


def of_one_day(heads: int) -> Said:
    """Said of one and the same day."""
    return Said(heads=heads, separate=False, added=TODAY - timedelta(days=1))


def written(stored: list[Version], said: list[Said], today: date) -> list[Version]:
    """What the database holds after saying it."""
    outcome = compared(stored, said, today)
    kept = [replace(v, withdrawn=outcome.withdrawn.get(v.id or 0, v.withdrawn)) for v in stored]
    new = [outcome.new[place] for place in sorted(outcome.new)]
    numbered = [replace(v, id=len(kept) + n) for n, v in enumerate(new, start=1)]
    return sorted([*kept, *numbered], key=lambda version: (version.added, version.id or 0))


@settings(max_examples=300)
@given(st.lists(DATED | UNDATED, max_size=6))
@example([of_one_day(1), of_one_day(1), of_one_day(2)])
def test_the_same_again_is_nothing_new(said: list[Said]) -> None:
    stored = written([], said, TODAY)
    again = compared(stored, said, TODAY + timedelta(days=30))
    assert again.new == {}
    assert again.withdrawn == {}


@settings(max_examples=300)
@given(st.lists(SAID, min_size=1, max_size=6))
@example([of_one_day(2), Said(heads=2), of_one_day(1)])
def test_nothing_is_lost_and_the_last_word_of_today_stands(said: list[Said]) -> None:
    stored = written([], said, TODAY)
    for one in said:
        assert any(one.says(version) for version in stored)
    undated = [one for one in said if one.added is None]
    if undated:
        assert undated[-1].says(stored[-1])


@given(st.lists(DATED, max_size=4), st.lists(DATED, max_size=4))
def test_what_was_stored_stays_as_it_was(first: list[Said], second: list[Said]) -> None:
    before = written([], first, TODAY)
    after = written(before, second, TODAY)
    assert [version for version in after if version in before] == before
