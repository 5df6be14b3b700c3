"""Versions of a claim: what a file or a person says now, against what was said before.

Nothing is edited: what differs becomes a new version. Source: contract, "Claims".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True)
class Version:
    """A version of one party's claim on one edition in one role; `id` None while not stored."""

    heads: int
    separate: bool
    translation: bool | None
    added: date
    withdrawn: date | None = None
    id: int | None = None


@dataclass(frozen=True)
class Said:
    """What is said of it now. `added` None is today; None elsewhere keeps what was said before."""

    heads: int
    separate: bool | None = None
    translation: bool | None = None
    added: date | None = None
    withdrawn: date | None = None

    def says(self, version: Version) -> bool:
        """Whether the version says the same, days aside."""
        return (
            self.heads == version.heads
            and self.separate in (None, version.separate)
            and self.translation in (None, version.translation)
        )


@dataclass(frozen=True)
class Outcome:
    """What is to be written: new versions by the position of what said them, and withdrawals."""

    new: dict[int, Version]
    withdrawn: dict[int, date]


def compared(stored: Sequence[Version], said: Sequence[Said], today: date) -> Outcome:
    """What of `said` is not there yet; `stored` in the order of versions.

    What is said of an earlier day comes first, of one day in the order given. A dated one is there
    when a version of its day says the same, and each version stands for one; those without a day
    are there when, taken together, they are the latest that was said.
    """
    if not stored and len(said) == 1:
        return Outcome({0: _version(said[0], (), today)}, {})
    history = list(stored)
    waiting = list(stored)
    spoken: dict[date, Version] = {}
    repeated: bool | None = None
    new: dict[int, Version] = {}
    withdrawn: dict[int, date] = {}
    for position in sorted(range(len(said)), key=lambda place: said[place].added or today):
        one = said[position]
        if one.added is None:
            if repeated is None:
                repeated = _are_the_latest([u for u in said if u.added is None], history, today)
            there = _last_saying(one, history) if repeated else _same_as_latest(one, history)
        else:
            last = spoken.get(one.added)
            there = last if last and one.says(last) else _taken(one, waiting)
        if there is None:
            there = new[position] = _version(one, history, today)
            _place(history, there)
        elif one.withdrawn not in (None, there.withdrawn):
            there = _withdraw(there, one.withdrawn, history, new, withdrawn)
        spoken[there.added] = there
    return Outcome(new, withdrawn)


def _are_the_latest(undated: Sequence[Said], history: Sequence[Version], today: date) -> bool:
    different = [one for place, one in enumerate(undated) if not place or one != undated[place - 1]]
    past = [version for version in history if version.added <= today]
    tail = past[max(0, len(past) - len(different)) :]
    if not different or len(tail) < len(different):
        return False
    return all(one.says(version) for one, version in zip(different, tail, strict=True))


def _last_saying(one: Said, history: Sequence[Version]) -> Version | None:
    return next((version for version in reversed(history) if one.says(version)), None)


def _same_as_latest(one: Said, history: Sequence[Version]) -> Version | None:
    return history[-1] if history and one.says(history[-1]) else None


def _taken(one: Said, waiting: list[Version]) -> Version | None:
    """The first stored version of the same day and words that no earlier row has stood for."""
    for version in waiting:
        if version.added == one.added and one.says(version):
            waiting.remove(version)
            return version
    return None


def _version(one: Said, history: Sequence[Version], today: date) -> Version:
    before = history[-1] if history else None
    separate = before.separate if one.separate is None and before else bool(one.separate)
    translation = before.translation if one.translation is None and before else one.translation
    return Version(one.heads, separate, translation, one.added or today, one.withdrawn)


def _place(history: list[Version], version: Version) -> None:
    """Puts a new version behind all of its day and before."""
    place = len(history)
    while place and history[place - 1].added > version.added:
        place -= 1
    history.insert(place, version)


def _withdraw(
    there: Version,
    day: date | None,
    history: list[Version],
    new: dict[int, Version],
    withdrawn: dict[int, date],
) -> Version:
    changed = replace(there, withdrawn=day)
    history[history.index(there)] = changed
    if there.id is not None and day is not None:
        withdrawn[there.id] = day
        return changed
    position = next(position for position, version in new.items() if version is there)
    new[position] = changed
    return changed
