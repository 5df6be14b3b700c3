"""What the frozen lines of a run add up to; kept, because a written snapshot is never touched."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from portal.kernel.catalogue import MEDIA, NARRATOR, ROLES
from portal.kernel.columns import Column, column
from portal.kernel.money import line_microcents
from portal.rules.settlement.entitlement import Lines, entitlements
from portal.store import snapshots

_NAMES = tuple(one.name for one in fields(Lines))
_KEYS = ("title", "loan_year", "medium", "class_")


@dataclass(frozen=True)
class LineSums:
    """`entitled_cents` of all payees, years and kinds; titles whose parts are more than whole;
    micro-cents by role and by medium; lines that pay something.
    """

    entitled_cents: int
    too_many_parts: int
    by_role: tuple[tuple[str, int], ...]
    by_medium: tuple[tuple[str, int], ...]
    paying: int


@lru_cache(maxsize=32)
def of_run(data_dir: Path, snapshot_path: str) -> LineSums:
    """The sums of a run's lines."""
    lines = _lines(data_dir, snapshot_path)
    sums = entitlements(lines)
    return LineSums(
        entitled_cents=int(sums.cents.sum()),
        too_many_parts=_more_than_whole(lines),
        by_role=_by(lines, lines.role, ROLES),
        by_medium=_by(lines, lines.medium, MEDIA),
        paying=int((lines.denominator > 0).sum()),
    )


def payees_of(data_dir: Path, snapshot_path: str, isbn: int) -> tuple[str, ...]:
    """The codes of the payees who have a line of an ISBN, whichever of its record's it is."""
    members = snapshots.table(data_dir, snapshot_path, "members", where=[("isbn", "=", isbn)])
    titles = members["title"].to_pylist()
    if not titles:
        return ()
    rows = snapshots.table(
        data_dir, snapshot_path, "lines", columns=["payee"], where=[("title", "in", titles)]
    )
    codes = snapshots.table(data_dir, snapshot_path, "payees", columns=["code"])["code"]
    return tuple(sorted({codes[place].as_py() for place in rows["payee"].to_pylist()}))


def _lines(data_dir: Path, path: str) -> Lines:
    table = snapshots.table(data_dir, path, "lines", columns=list(_NAMES))
    return Lines(*(column(np.asarray(table[name])) for name in _NAMES))


def _by(lines: Lines, codes: Column, words: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    amounts = {word: int(lines.amount[codes == code].sum()) for code, word in enumerate(words)}
    return tuple((word, amount) for word, amount in amounts.items() if amount)


def _more_than_whole(lines: Lines) -> int:
    """Titles of a year, medium and class whose parts of the text are together more than 1.

    Each part was rounded half-up once, so the sum may pass the whole by half a micro-cent a part.
    """
    text = lines.take(column(np.flatnonzero(lines.role != ROLES.index(NARRATOR))))
    if not text.amount.size:
        return 0
    keys: Any = np.stack([getattr(text, name) for name in _KEYS], axis=1)
    _, first, place = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    place = column(place.reshape(-1))
    one = np.ones(first.size, dtype=np.int64)
    loans, rate, ppm = text.loans[first], np.maximum(text.rate[first], 0), text.class_ppm[first]
    whole = line_microcents(column(loans), column(rate), column(ppm), column(one))
    parts = np.zeros(first.size, dtype=np.int64)
    np.add.at(parts, place, text.amount)
    number = np.bincount(place, minlength=first.size)
    return int((2 * parts > 2 * whole + number).sum())
