"""Guessing is slowed, over processes and for each target alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from portal.services.access import guessing
from portal.store.session import engine_for, transaction

START = datetime(2026, 10, 15, 12, tzinfo=UTC)
WAITS = [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_each_wait_is_twice_the_last_and_never_longer_than_a_quarter_of_an_hour() -> None:
    assert [guessing.wait_after(tries).total_seconds() for tries in range(14)] == WAITS


def test_a_key_names_nobody() -> None:
    made = guessing.key("email_ask", "kaisa@example.org")
    assert made.startswith("email_ask:")
    assert "kaisa" not in made
    assert len(made) <= 120


def test_guesses_are_slowed_in_the_database_until_one_is_right(database_url: str) -> None:
    engine = engine_for(database_url)

    def tries(what: str = "code:1") -> int:
        with transaction(engine) as session:  # a process of its own would see the same
            return guessing.attempt(session, what)

    with time_machine.travel(START, tick=False) as clock:
        assert [tries() for _ in range(3)] == [1, 2, 3]
        with pytest.raises(guessing.TooManyTries) as refused:
            tries()
        assert refused.value.arguments == {"seconds": 2}
        assert tries("code:2") == 1
        clock.shift(timedelta(seconds=1, microseconds=999_999))
        with pytest.raises(guessing.TooManyTries):
            tries()
        clock.shift(timedelta(microseconds=1))
        assert tries() == 4
        with pytest.raises(guessing.TooManyTries) as refused:
            tries()
        assert refused.value.arguments == {"seconds": 4}
        with transaction(engine) as session:
            guessing.succeeded(session, "code:1")
        assert tries() == 1
        clock.shift(timedelta(hours=24))
        assert tries("code:2") == 1
        with transaction(engine) as session:
            assert guessing.forget(session) == 1
    engine.dispose()
