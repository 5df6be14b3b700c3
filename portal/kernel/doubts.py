"""Doubts about what a library system reported of a year."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Doubt:
    """Why a system's figures are doubted: gone, fell, rose, months or one_title.

    `percent` is the fall or the title's part, `times` the rise, `months` those without a row.
    """

    code: str
    library: str
    loans: int
    before: int = 0
    percent: int = 0
    times: int = 0
    months: tuple[int, ...] = ()
    isbn: int | None = None
