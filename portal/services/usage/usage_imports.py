"""What was imported of loans: each call with its files, what was refused, and what it replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.kernel.errors import NotFound
from portal.services.usage import refused_rows
from portal.store.usage import UsageCoverage, UsageFile, UsageImport, UsageRefusal

A_PAGE = 50


@dataclass(frozen=True)
class ImportListed:
    """One import: who sent it, the loan years it is of, how much of it counts.

    `replaced_by` is the number of the import that took its place, None while it counts.
    """

    number: int
    source: str
    format: str
    at: datetime
    by: str
    years: tuple[int, ...]
    rows_read: int
    loans_read: int
    rows_accepted: int
    loans_accepted: int
    rows_refused: int
    loans_refused: int
    rows_left_out: int
    loans_left_out: int
    replaced_by: int | None
    by_library: bool


@dataclass(frozen=True)
class Sum:
    """Rows and loans under one word: a reason, or a library system and its year."""

    word: str
    rows: int
    loans: int
    year: int | None = None


@dataclass(frozen=True)
class ImportShown:
    """An import with its files, reasons and library systems, most loans first."""

    listed: ImportListed
    files: tuple[UsedFile, ...]
    refused: tuple[Sum, ...]
    left_out: tuple[Sum, ...]
    libraries: tuple[Sum, ...]
    replaces: tuple[int, ...]


@dataclass(frozen=True)
class UsedFile:
    """A file that was read: its name, uncompressed bytes, rows and digest."""

    name: str
    size: int
    rows: int
    sha256: str


def listed(
    session: Session, text: str = "", *, page: int = 1
) -> tuple[tuple[ImportListed, ...], int]:
    """A page of imports, the newest first, and how many there are.

    `text` is a part of the source or of a file's name, or a loan year.
    """
    found = _sought(select(UsageImport), text)
    total = session.scalar(_sought(select(func.count(UsageImport.id)), text)) or 0
    first = (page - 1) * A_PAGE
    rows = session.scalars(found.order_by(UsageImport.id.desc()).limit(A_PAGE).offset(first)).all()
    years = _years(session, [row.id for row in rows])
    return tuple(_listed(row, years[row.id]) for row in rows), total


def shown(session: Session, number: int) -> ImportShown:
    """One import; raises NotFound."""
    row = session.get(UsageImport, number)
    if row is None:
        raise NotFound(what="import", name=str(number))
    replaces = session.scalars(
        select(UsageImport.id)
        .where(UsageImport.superseded_by_id == number)
        .order_by(UsageImport.id)
    )
    refusals = session.scalars(select(UsageRefusal).where(UsageRefusal.import_id == number)).all()
    covered = session.scalars(select(UsageCoverage).where(UsageCoverage.import_id == number)).all()
    files = session.scalars(
        select(UsageFile).where(UsageFile.import_id == number).order_by(UsageFile.id)
    )
    return ImportShown(
        listed=_listed(row, sorted({one.loan_year for one in covered})),
        files=tuple(UsedFile(one.name, one.size, one.rows, one.sha256) for one in files),
        refused=_most(Sum(r.reason, r.rows, r.loans) for r in refusals if not r.left_out),
        left_out=_most(Sum(r.reason, r.rows, r.loans) for r in refusals if r.left_out),
        libraries=_most(Sum(c.library, c.rows, c.loans, c.loan_year) for c in covered),
        replaces=tuple(replaces),
    )


def refused_csv(session: Session, data_dir: Path, number: int, out: Path) -> int:
    """Writes every refused row of an import as CSV, read anew out of the archive; how many.

    Raises NotFound, ArchiveMissing, CountsMissing.
    """
    return refused_rows.write_refused(session, data_dir, number, out)


def _sought(query: Select[Any], text: str) -> Select[Any]:
    words = text.strip()
    if not words:
        return query
    file, cover = aliased(UsageFile), aliased(UsageCoverage)
    wanted = [
        UsageImport.source.icontains(words, autoescape=True),
        UsageImport.id.in_(
            select(file.import_id).where(file.name.icontains(words, autoescape=True))
        ),
    ]
    if words.isascii() and words.isdigit() and len(words) == 4:
        wanted.append(
            UsageImport.id.in_(select(cover.import_id).where(cover.loan_year == int(words)))
        )
    return query.where(or_(*wanted))


def _years(session: Session, numbers: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = session.execute(
        select(UsageCoverage.import_id, UsageCoverage.loan_year)
        .where(UsageCoverage.import_id.in_(numbers))
        .distinct()
        .order_by(UsageCoverage.loan_year)
    )
    for number, year in rows:
        found[number].append(year)
    return found


def _listed(row: UsageImport, years: Iterable[int]) -> ImportListed:
    return ImportListed(
        number=row.id,
        source=row.source,
        format=row.format,
        at=row.imported_at,
        by=row.imported_by,
        years=tuple(years),
        rows_read=row.rows_read,
        loans_read=row.loans_read,
        rows_accepted=row.rows_accepted,
        loans_accepted=row.loans_accepted,
        rows_refused=row.rows_refused,
        loans_refused=row.loans_refused,
        rows_left_out=row.rows_left_out,
        loans_left_out=row.loans_left_out,
        replaced_by=row.superseded_by_id,
        by_library=row.libraries_path is not None,
    )


def _most(sums: Iterable[Sum]) -> tuple[Sum, ...]:
    return tuple(sorted(sums, key=lambda one: (-one.rows, one.word, one.year or 0)))
