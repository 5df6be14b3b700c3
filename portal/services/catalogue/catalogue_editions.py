"""Editions and works that a file of claims makes or changes. Works are grouped for people only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Table, select, update
from sqlalchemy.orm import Session

from portal.kernel.catalogue import PHYSICAL_MEDIUM
from portal.kernel.names import folded_title
from portal.services.catalogue.catalogue_reading import ClaimRow
from portal.store import bulk
from portal.store.catalogue import Claim, Edition, Work

_MANY = 5_000
_CHUNK = 900
_folded = lru_cache(maxsize=500_000)(folded_title)


@dataclass
class Shape:
    """An edition as it will be; `id` 0 and `work` None while it is new."""

    title: str
    medium: str
    class_: str | None
    id: int = 0
    work: int | None = None
    by: str = "alone"
    """Why a new one is in its work."""


@dataclass(frozen=True)
class Saved:
    """Edition ids by ISBN-13, and how many editions were made and changed."""

    ids: dict[int, int]
    added: int
    changed: int


def save(
    session: Session,
    rows: Sequence[ClaimRow],
    parties: Mapping[str, int],
    source: str,
    stored: Mapping[int, Shape] | None = None,
) -> Saved:
    """Makes the editions that are new and changes those of which the rows say something else.

    `stored` are the editions of the rows' ISBNs that exist, where the caller has asked already.
    """
    if stored is None:
        stored = stored_editions(session, {row.isbn for row in rows})
    shapes = _shapes(rows, stored)
    new = [isbn for isbn, shape in shapes.items() if not shape.id]
    if new:
        _group(session, rows, parties, shapes)
        _insert(session, shapes, new, source)
    changed = _change(session, shapes, stored, source)
    return Saved({isbn: shape.id for isbn, shape in shapes.items()}, len(new), changed)


def stored_editions(session: Session, isbns: Iterable[int]) -> dict[int, Shape]:
    """The editions of these ISBNs that exist."""
    edition = Edition.__table__.c
    query = select(
        edition.isbn, edition.title, edition.medium, edition["class"], edition.id, edition.work_id
    )
    found = selected(session, query, edition.isbn, isbns)
    return {row.isbn: Shape(*row[1:]) for row in found}


def selected(session: Session, query: Any, column: Any, keys: Iterable[int]) -> list[Any]:
    """The rows whose column is one of the keys: few by asking for them, many by reading all."""
    wanted = sorted(set(keys))
    if len(wanted) > _MANY:
        known = set(wanted)
        place = [chosen.key for chosen in query.selected_columns].index(column.key)
        return [row for row in session.execute(query) if row[place] in known]
    found: list[Any] = []
    for start in range(0, len(wanted), _CHUNK):
        among: ColumnElement[bool] = column.in_(wanted[start : start + _CHUNK])
        found.extend(session.execute(query.where(among)))
    return found


def _shapes(rows: Sequence[ClaimRow], stored: Mapping[int, Shape]) -> dict[int, Shape]:
    """Each edition as the last row says it; what no row says stays."""
    shapes: dict[int, Shape] = {}
    for row in rows:
        shape = shapes.get(row.isbn)
        if shape is None:
            before = stored.get(row.isbn) or Shape("", PHYSICAL_MEDIUM, None)
            shape = shapes[row.isbn] = Shape(**vars(before))
        shape.title = row.title or shape.title
        shape.medium = row.medium or shape.medium
        shape.class_ = row.class_ or shape.class_
    return shapes


def _group(
    session: Session,
    rows: Sequence[ClaimRow],
    parties: Mapping[str, int],
    shapes: Mapping[int, Shape],
) -> None:
    """Gives new editions their work: that of the same claimant's edition of the same title."""
    known = _works_by_title(session, {parties[row.person] for row in rows})
    alone: list[Shape] = []
    for row in rows:
        shape = shapes[row.isbn]
        title = _folded(shape.title)
        key = (parties[row.person], title)
        if shape.work is None and title and key in known:
            shape.work, shape.by = known[key], "file"
        if shape.work is None:
            alone.append(shape)
            shape.work = -len(alone)
        known.setdefault(key, shape.work)
    table: Table = Work.__table__  # type: ignore[assignment]
    ids = bulk.reserve(session, table, len(alone))
    works = [(number, shape.title) for number, shape in zip(ids, alone, strict=True)]
    bulk.insert_rows(session, table, ("id", "title"), works)
    for shape in shapes.values():
        if shape.work is not None and shape.work < 0:
            shape.work = ids[-shape.work - 1]


def _works_by_title(session: Session, parties: set[int]) -> dict[tuple[int, str], int]:
    claim, edition = Claim.__table__.c, Edition.__table__.c
    query = select(claim.party_id, edition.title, edition.work_id).join_from(
        Claim.__table__, Edition.__table__, edition.id == claim.edition_id
    )
    found = selected(session, query, claim.party_id, parties)
    return {(row.party_id, _folded(row.title)): row.work_id for row in found}


def _insert(session: Session, shapes: Mapping[int, Shape], new: list[int], source: str) -> None:
    table: Table = Edition.__table__  # type: ignore[assignment]
    columns = ("id", "work_id", "isbn", "title", "medium", "class", "title_source", "grouped_by")
    for number, isbn in zip(bulk.reserve(session, table, len(new)), new, strict=True):
        shapes[isbn].id = number
    said = f"import of {source}"[:200]
    rows = [
        (shape.id, shape.work, isbn, shape.title, shape.medium, shape.class_, said, shape.by)
        for isbn, shape in ((isbn, shapes[isbn]) for isbn in new)
    ]
    bulk.insert_rows(session, table, columns, rows)


def _change(
    session: Session, shapes: Mapping[int, Shape], stored: Mapping[int, Shape], source: str
) -> int:
    different = [shapes[isbn] for isbn, before in stored.items() if shapes[isbn] != before]
    said = f"import of {source}"[:200]
    changes = [
        {"id": shape.id, "title": shape.title, "medium": shape.medium, "class_": shape.class_,
         "title_source": said}
        for shape in different
    ]  # fmt: skip
    if changes:
        session.execute(update(Edition), changes)
        _rename(session, shapes, stored)
    return len(changes)


def _rename(session: Session, shapes: Mapping[int, Shape], stored: Mapping[int, Shape]) -> None:
    """A work that bore the old title of its edition bears the new one."""
    for isbn, before in stored.items():
        if shapes[isbn].title != before.title:
            named = (Work.id == before.work) & (Work.title == before.title)
            session.execute(update(Work).where(named).values(title=shapes[isbn].title))
