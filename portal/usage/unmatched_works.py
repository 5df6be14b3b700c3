"""Unmatched works of all imports: the most lent, those of a name, those of some keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.usage.counts import asked, existing


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
    return _asked(data_dir, paths, "true", decided, limit=limit, offset=offset)


def naming(
    data_dir: Path, paths: Sequence[str], decided: Sequence[str], author_keys: Sequence[str]
) -> list[Row]:
    """Those whose author has one of the keys; raises CountsMissing."""
    if not author_keys:
        return []
    wanted = "list_contains($wanted, author_key)"
    return _asked(data_dir, paths, wanted, decided, wanted=list(author_keys))


def under_keys(data_dir: Path, paths: Sequence[str], keys: Sequence[str]) -> list[Row]:
    """Those of the keys; raises CountsMissing."""
    if not keys:
        return []
    return _asked(data_dir, paths, "list_contains($wanted, key)", (), wanted=list(keys))


def _asked(
    data_dir: Path, paths: Sequence[str], condition: str, decided: Sequence[str], **more: Any
) -> list[Row]:
    if not paths:
        return []
    parameters = {
        "paths": existing(data_dir, paths),
        "decided": list(decided),
        "limit": 2**31,
        "offset": 0,
        **more,
    }
    return [
        Row(key, title, author, medium, rows, tuple(zip(years, loans, strict=True)))
        for key, title, author, medium, rows, years, loans in asked(
            "unmatched_works", parameters, condition=condition
        )
    ]
