"""Politeness: turns that every process shares, by a clock of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.clients.errors import SourceBusy
from portal.clients.turns import Turns
from portal.kernel.bibliographies import Source

ONE = Source("Fennica", "sru", "https://sru.example.org/")
OTHER = Source("Finna", "finna", "https://api.example.org/")


class Clock:
    """A clock that moves only when somebody waits."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def turns(tmp_path: Path, clock: Clock) -> Turns:
    return Turns(tmp_path / "turns", clock, clock.wait)


def test_only_so_many_a_minute(turns: Turns, clock: Clock) -> None:
    for _ in range(3):
        with turns.turn(ONE, 3, clock.now + 5):
            clock.now += 1
    with pytest.raises(SourceBusy), turns.turn(ONE, 3, clock.now + 5):
        pass
    assert clock.waits == []
    with turns.turn(OTHER, 3, clock.now):
        pass


def test_who_has_time_waits_until_the_minute_is_over(turns: Turns, clock: Clock) -> None:
    begun = clock.now
    for _ in range(3):
        with turns.turn(ONE, 2, clock.now + 600):
            pass
    assert (clock.now - begun, clock.waits) == (60.0, [60.0])


def test_one_at_a_time(turns: Turns, clock: Clock) -> None:
    with turns.turn(ONE, 30, clock.now + 1):
        begun = clock.now
        with pytest.raises(SourceBusy), turns.turn(ONE, 30, clock.now + 1):
            pass
        assert clock.now - begun == pytest.approx(1, abs=0.05)
    with turns.turn(ONE, 30, clock.now):
        pass


@pytest.mark.parametrize("kept", [b"", b"\xff\x00", b"nonsense 12", b"9e99 -5", b"nan inf"])
def test_a_damaged_file_of_turns_is_begun_anew(kept: bytes, turns: Turns, clock: Clock) -> None:
    with turns.turn(ONE, 1, clock.now):
        pass
    [path] = turns.folder.iterdir()
    path.write_bytes(kept)
    with turns.turn(ONE, 1, clock.now):
        pass
    assert path.read_text() == f"{clock.now:.3f}"


def test_a_clock_that_was_set_back_does_not_stop_the_asking(turns: Turns, clock: Clock) -> None:
    with turns.turn(ONE, 1, clock.now):
        pass
    clock.now -= 86_400
    with turns.turn(ONE, 1, clock.now):
        pass
