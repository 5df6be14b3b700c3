"""A file of claims, read and checked row by row. Source: contract, `portal catalogue import`."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from portal.kernel import isbn
from portal.kernel.catalogue import CLASSES, HEADS_MAX, HEADS_MIN, MEDIA, ROLES
from portal.services.base import tables
from portal.services.base.tables import Row

NEEDED = ("person_id", "isbn", "role", "heads", "title", "medium", "added")
OPTIONAL = ("class", "translation", "separate", "withdrawn")
TITLE_MAX = 500


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim as a file says it; None or "" where it says nothing.

    `added` None is today; `separate` None keeps what an earlier version said.
    """

    person: str
    isbn: int
    role: str
    heads: int
    title: str = ""
    medium: str = ""
    class_: str = ""
    translation: bool | None = None
    separate: bool | None = None
    added: date | None = None
    withdrawn: date | None = None
    line: int = 0


def read(path: Path, people: Container[str]) -> list[ClaimRow]:
    """The rows of a file in their order; raises TableRefused or RowRefused for the whole file."""
    says_separate = path.stat().st_size > 0 and "separate" in tables.columns_of(path)
    return [_claim(row, people, says_separate) for row in tables.rows(path, NEEDED, OPTIONAL)]


def _claim(row: Row, people: Container[str], says_separate: bool) -> ClaimRow:
    if row["person_id"] not in people:
        raise row.refused("person_id", "person_unknown" if row["person_id"] else "missing")
    added, withdrawn = row.day("added"), row.day("withdrawn")
    if added and withdrawn and withdrawn < added:
        raise row.refused("withdrawn", "before_added")
    separate = row.yes_or_no("separate")
    return ClaimRow(
        person=row["person_id"],
        isbn=_isbn(row),
        role=row.one_of("role", ROLES),
        heads=row.number("heads", HEADS_MIN, HEADS_MAX),
        title=row.text("title", TITLE_MAX),
        medium=row.one_of("medium", ("", *MEDIA)),
        class_=row.one_of("class", ("", *CLASSES)),
        translation=row.yes_or_no("translation"),
        separate=bool(separate) if says_separate else None,
        added=added,
        withdrawn=withdrawn,
        line=row.line,
    )


def _isbn(row: Row) -> int:
    verdict = _judged(row["isbn"])
    if verdict.isbn is None:
        raise row.refused("isbn", f"isbn_{verdict.reason}")
    return verdict.isbn


_judged = lru_cache(maxsize=500_000)(isbn.judge)
