"""Figures of many payments, and which of them may be published without telling of one person.

Amounts are integer cents before tax. Source: docs/decisions/0006.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.kernel.money import PPM, divide_half_up
from portal.rules.parameters import Book, Parameter, ParameterNotSet, number

SMALLEST_GROUP = "statistics.smallest_group"
LARGEST_PART = "statistics.largest_part"
STEP = "statistics.step"
PARAMETERS = (
    Parameter(SMALLEST_GROUP, "people", "run_day"),
    Parameter(LARGEST_PART, "percent", "run_day"),
    Parameter(STEP, "EUR", "run_day"),
)
TENTHS = 10
HALVES = 2


@dataclass(frozen=True)
class Limits:
    """`smallest_group` people, `largest_part` in parts per million, `step` in cents."""

    smallest_group: int
    largest_part: int
    step: int


@dataclass(frozen=True)
class Spread:
    """What is known of one group of payments before anything is left out.

    `people` were paid, `nothing` had something counted and were paid nothing. `cut_twice` are twice
    the nine sums that cut the ordered payments in tenths (empty without people): an even number
    of payments has its middle between two of them.
    """

    people: int
    nothing: int
    total: int
    largest: int
    cut_twice: tuple[int, ...]


@dataclass(frozen=True)
class Figures:
    """What is published of one group; None where it is left out.

    `mean` is rounded half-up to a cent; `median` and `deciles` (nine) half-up to the step.
    """

    people: int | None
    total: int | None
    mean: int | None
    median: int | None
    deciles: tuple[int, ...] | None
    nothing: int | None

    @property
    def shown(self) -> bool:
        """Whether people and sum are published."""
        return self.people is not None


LEFT_OUT = Figures(None, None, None, None, None, None)


def limits(book: Book, day: date) -> Limits:
    """The limits in force on a day; raises ParameterNotSet."""
    found = {}
    for name in (SMALLEST_GROUP, LARGEST_PART, STEP):
        value = book.on(name, day)
        if value is None:
            raise ParameterNotSet(name=name, reason="day", day=day)
        found[name] = number(value)
    return Limits(found[SMALLEST_GROUP], found[LARGEST_PART], max(found[STEP], 1))


def spread(amounts: Iterable[int]) -> Spread:
    """The spread of payments in cents, zero for who got nothing."""
    every = list(amounts)
    paid = sorted(amount for amount in every if amount > 0)
    cuts = tuple(_cut_twice(paid, tenth) for tenth in range(1, TENTHS)) if paid else ()
    return Spread(
        people=len(paid),
        nothing=len(every) - len(paid),
        total=sum(paid),
        largest=max(paid, default=0),
        cut_twice=cuts,
    )


def _cut_twice(ordered: Sequence[int], tenth: int) -> int:
    """Twice the sum below which `tenth` tenths lie: between two payments, or one of them twice."""
    place, rest = divmod(len(ordered) * tenth, TENTHS)
    return 2 * ordered[place] if rest else ordered[place - 1] + ordered[place]


def published(found: Spread, allowed: Limits) -> Figures:
    """What may be said of one group by itself."""
    nothing = found.nothing if _tellable(found.nothing, allowed) else None
    if not found.people:
        return Figures(0, 0, None, None, None, nothing)
    one_sided = found.largest * PPM > found.total * allowed.largest_part
    if found.people < allowed.smallest_group or one_sided:
        return Figures(None, None, None, None, None, nothing)
    cuts = tuple(_rounded(cut, allowed.step) for cut in found.cut_twice)
    return Figures(
        people=found.people,
        total=found.total,
        mean=divide_half_up(found.total, found.people),
        median=cuts[TENTHS // 2 - 1] if _parts_tellable(found, HALVES, allowed) else None,
        deciles=cuts if _parts_tellable(found, TENTHS, allowed) else None,
        nothing=nothing,
    )


def published_whole(found: Spread, parts: Sequence[Spread], allowed: Limits) -> Figures:
    """What may be said of a whole (a year) beside what is said of its parts (its payments).

    Nothing when a difference between it and its parts would tell of fewer people than a group.
    """
    shown = [published(part, allowed) for part in parts]
    whole = published(found, allowed)
    some_hidden = any(one.shown for one in shown) and not all(one.shown for one in shown)
    if not whole.shown or some_hidden:
        return LEFT_OUT
    if not all(one.shown for one in shown):
        return Figures(whole.people, whole.total, whole.mean, whole.median, whole.deciles, None)
    counts = [part.people for part in parts]
    apart = [found.people - people for people in counts] + [sum(counts) - found.people]
    if not all(_tellable(abs(difference), allowed) for difference in apart):
        return LEFT_OUT
    return whole if _nothing_tellable(found, parts, allowed) else _without_nothing(whole)


def _nothing_tellable(found: Spread, parts: Sequence[Spread], allowed: Limits) -> bool:
    """Whether the number of those without a payment tells nothing beside that of the parts."""
    differences = [
        abs(difference)
        for part in parts
        for difference in (
            found.nothing - part.nothing,
            found.nothing + found.people - part.nothing - part.people,
        )
    ]
    return all(_tellable(difference, allowed) for difference in differences)


def _without_nothing(of: Figures) -> Figures:
    return Figures(of.people, of.total, of.mean, of.median, of.deciles, None)


def _tellable(people: int, allowed: Limits) -> bool:
    """Nobody, or a whole group."""
    return people == 0 or people >= allowed.smallest_group


def _parts_tellable(found: Spread, parts: int, allowed: Limits) -> bool:
    """Whether each part that a cut makes has as many people as a group."""
    return found.people // parts >= allowed.smallest_group


def _rounded(twice: int, step: int) -> int:
    return divide_half_up(twice, 2 * step) * step
