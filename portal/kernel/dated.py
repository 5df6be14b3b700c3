"""Dated values: each number of the rules with the day it holds from, its unit and its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DatedValue:
    """One value of one parameter; `value` is text as decided, `kind` physical, e or both."""

    name: str
    valid_from: date
    value: str
    unit: str
    source: str
    loan_year: int | None = None
    kind: str = "both"
    status: str = "decided"

    @property
    def key(self) -> tuple[str, int, str, date]:
        """What identifies the value: a later one with the same key replaces it."""
        return self.name, self.loan_year or 0, self.kind, self.valid_from


def in_force(values: Iterable[DatedValue], day: date) -> DatedValue | None:
    """The latest value not after the day; of two from the same day, the one given later."""
    found: DatedValue | None = None
    for value in values:
        if value.valid_from <= day and (found is None or value.valid_from >= found.valid_from):
            found = value
    return found
