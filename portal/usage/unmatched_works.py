"""Unmatched works of all imports: the most lent, those of a name, those of some keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.usage.counts import asked, existing
from portal.usage.engine_duckdb import opened, statements


@dataclass(frozen=True)
class Row:
    """An unmatched work with its loans by loan year, ascending."""

    key: str
    title: str
    author: str
    medium: str
    rows: int
    loans: tuple[tuple[int, int], ...]


def by_loans(
    data_dir: Path, paths: Sequence[str], decided: Sequence[str], *, limit: int, offset: int
) -> list[Row]:
    """The most lent, without those of the keys `decided`; raises CountsMissing."""
    if not paths:
        return []
    sql = statements("looking_up.sql")["unmatched_most"]
    parameters = {
        "paths": existing(data_dir, paths),
        "decided": list(decided),
        "limit": limit,
        "offset": offset,
    }
    with opened(data_dir) as connection:
        keys = [key for (key,) in connection.execute(sql, parameters).fetchall()]
    return under_keys(data_dir, paths, keys)


@dataclass(frozen=True)
class Asked:
    """What is sought: words that a key has all, a loan year and a library system; None for any."""

    words: tuple[str, ...] = ()
    year: int | None = None
    library: str | None = None


def sought(
    data_dir: Path,
    paths: Sequence[str],
    decided: Sequence[str],
    what: Asked,
    *,
    limit: int,
    offset: int,
) -> tuple[list[Row], int]:
    """A page of those sought, most lent first, and how many there are; raises CountsMissing."""
    if not paths:
        return [], 0
    parameters = {
        "paths": existing(data_dir, paths),
        "decided": list(decided),
        "words": list(what.words),
        "year": what.year,
        "library": what.library,
        "limit": limit,
        "offset": offset,
    }
    found = asked("unmatched_sought", parameters)
    keys = [key for key, _ in found]
    return under_keys(data_dir, paths, keys), found[0][1] if found else 0


def naming(
    data_dir: Path, paths: Sequence[str], decided: Sequence[str], author_keys: Sequence[str]
) -> list[Row]:
    """Those whose author has one of the keys; raises CountsMissing."""
    if not paths or not author_keys:
        return []
    parameters = {
        "paths": existing(data_dir, paths),
        "decided": list(decided),
        "wanted": list(author_keys),
    }
    return under_keys(data_dir, paths, [key for (key,) in asked("unmatched_naming", parameters)])


def under_keys(data_dir: Path, paths: Sequence[str], keys: Sequence[str]) -> list[Row]:
    """Those of the keys; raises CountsMissing."""
    if not paths or not keys:
        return []
    parameters = {"paths": existing(data_dir, paths), "keys": list(keys)}
    return [
        Row(key, title, author, medium, rows, tuple(zip(years, loans, strict=True)))
        for key, title, author, medium, rows, years, loans in asked("unmatched_works", parameters)
    ]
