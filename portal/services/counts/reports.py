"""The imports that count and what each library system reported in them, asked once for a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.services.base import kept
from portal.store.matching import AssignedCounts
from portal.store.usage import UsageCoverage, UsageImport


@dataclass(frozen=True)
class Report:
    """What one library system reported of a loan year in one import: loans and renewals."""

    library: str
    loan_year: int
    loans: int
    imported_at: datetime


@dataclass(frozen=True)
class Import:
    """An import that no later one replaced; the paths are relative to the data folder."""

    import_id: int
    imported_at: datetime
    counts_path: str
    titles_path: str
    assigned_path: str | None
    reports: tuple[Report, ...]

    @property
    def all_counts(self) -> tuple[str, ...]:
        """The import's own counts, and those that decisions gave to editions."""
        return (self.counts_path, *([self.assigned_path] if self.assigned_path else ()))


@kept.for_all
def imports(session: Session) -> tuple[Import, ...]:
    """The imports that count, in their order."""
    first, cover = UsageImport.__table__.c, UsageCoverage.__table__.c
    assigned = AssignedCounts.__table__.c
    rows = session.execute(
        select(
            first.id, first.imported_at, first.counts_path, first.titles_path,
            assigned.counts_path.label("assigned_path"),
            cover.library, cover.loan_year, cover.loans,
        )
        .select_from(UsageImport.__table__)
        .outerjoin(UsageCoverage.__table__, cover.import_id == first.id)
        .outerjoin(AssignedCounts.__table__, assigned.import_id == first.id)
        .where(first.superseded_by_id.is_(None))
        .order_by(first.id, cover.loan_year, cover.library)
    ).all()  # fmt: skip
    said: dict[int, list[Report]] = {row.id: [] for row in rows}
    for row in rows:
        if row.library is not None:
            said[row.id].append(Report(row.library, row.loan_year, row.loans, row.imported_at))
    named = {
        row.id: (row.imported_at, row.counts_path, row.titles_path, row.assigned_path)
        for row in rows
    }
    return tuple(Import(key, *named[key], tuple(reports)) for key, reports in said.items())


def reports(session: Session) -> tuple[Report, ...]:
    """What was reported in the imports that count."""
    return tuple(report for one in imports(session) for report in one.reports)
