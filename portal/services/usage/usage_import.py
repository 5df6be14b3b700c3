"""Import usage files: all files of a call or none; what was read, refused and left out is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.base.texts import checked_name
from portal.services.counts.counts_files import file_digest
from portal.services.messages import notices
from portal.services.orders.work_orders import Report
from portal.services.parameters import parameters
from portal.services.usage import assigned_counts
from portal.store.usage import UsageCoverage, UsageFile, UsageImport, UsageRefusal
from portal.usage import reading, remembered
from portal.usage.remembered import COUNTER
from portal.usage.shapes import Reading, RowsAndLoans
from portal.usage.shapes import Report as UseReport

_TOTALS = (
    "rows_read", "loans_read", "rows_accepted", "loans_accepted", "rows_refused",
    "loans_refused", "rows_left_out", "loans_left_out",
)  # fmt: skip


class NothingToReplace(Refusal):
    """--replace, but nothing of this source and these years was imported; `source`, `years`."""

    code = "nothing_to_replace"


class ReplaceWouldLoseYears(Refusal):
    """The import to be replaced holds years that the new files lack; `source`, `years`."""

    code = "replace_would_lose_years"


class ImportOvertaken(Refusal):
    """Other loans, or other rules, came in while the files were read: they are to be read anew."""

    code = "import_overtaken"


@dataclass(frozen=True)
class ImportOrder:
    """What to read: files or folders, the year they are of, who sent them, how to read them."""

    paths: tuple[Path, ...]
    source: str
    year: int | None = None
    format: str | None = None
    replace: bool = False


@dataclass(frozen=True)
class Asked:
    """An order, and all that its reading depends on besides the files."""

    order: ImportOrder
    today: date
    known_digests: Mapping[str, str]
    class_table: Mapping[str, str]
    counter: Mapping[str, Sequence[str]]
    known_reports: Mapping[UseReport, str]


@dataclass(frozen=True)
class Imported:
    """An import's number and what it read."""

    import_id: int
    reading: Reading
    replaced: tuple[int, ...]

    def printed(self) -> dict[str, Any]:
        """Rows and loans read, accepted, refused by reason, left out."""
        totals = {name: getattr(self.reading.totals, name) for name in _TOTALS}
        refused = {
            reason: {"rows": sums.rows, "loans": sums.loans}
            for reason, sums in sorted(self.reading.refused.items())
        }
        return {**totals, "refused": refused}


def import_usage(
    session: Session, data_dir: Path, order: ImportOrder, *, today: date, actor: Actor
) -> Imported:
    """Reads the files and makes their counts count. Raises usage file faults, NothingToReplace,
    ReplaceWouldLoseYears, TextUnusable; then nothing has changed.
    """
    locks.usage(session)
    asked = ask(session, data_dir, order, today)
    return keep(session, data_dir, asked, read(data_dir, asked), actor)


def ask(session: Session, data_dir: Path, order: ImportOrder, today: date) -> Asked:
    """What reading needs to know of what was imported before; raises TextUnusable."""
    order = replace(order, source=checked_name("source", order.source))
    return Asked(
        order,
        today,
        known_digests=_known(session, order.replace),
        class_table=parameters.library_classes(session),
        counter=parameters.counter_words(session, today),
        known_reports=_reports(session, data_dir, order),
    )


def read(data_dir: Path, asked: Asked, report: Report | None = None) -> Reading:
    """Reads the files without a transaction; raises usage file faults, and then leaves nothing."""
    return reading.read(
        asked.order.paths,
        data_dir=data_dir,
        source=asked.order.source,
        year=asked.order.year,
        format=asked.order.format,
        today=asked.today,
        known_digests=asked.known_digests,
        class_table=asked.class_table,
        counter=asked.counter,
        known_reports=asked.known_reports,
        report=report,
    )


def keep(session: Session, data_dir: Path, asked: Asked, read: Reading, actor: Actor) -> Imported:
    """Makes what was read count; raises ImportOvertaken, NothingToReplace, ReplaceWouldLoseYears.

    What was read in vain is then to be dropped.
    """
    locks.usage(session)
    order = asked.order
    if ask(session, data_dir, order, asked.today) != asked:
        raise ImportOvertaken
    row = _row(order, read, actor, file_digest(data_dir / read.counts_path))
    row.unmatched_path = read.unmatched_path
    if read.unmatched_path is not None:
        row.unmatched_sha256 = file_digest(data_dir / read.unmatched_path)
    session.add(row)
    session.flush()
    replaced = _supersede(session, order, read, row) if order.replace else ()
    if read.unmatched_path is not None:
        assigned_counts.rebuild_import(session, data_dir, row.id, read.unmatched_path)
    audit.record(
        session,
        actor,
        "usage_imported",
        **{"import": row.id},
        source=order.source,
        files=len(read.files),
        replaces=list(replaced),
    )
    notices.loans_arrived(session, read.years, asked.today)
    return Imported(row.id, read, replaced)


def drop(data_dir: Path, read: Reading) -> None:
    """Removes the counts of a reading that nothing refers to."""
    paths = (read.counts_path, read.refused_path, read.titles_path, read.unmatched_path)
    for path in paths:
        if path is not None:
            (data_dir / path).unlink(missing_ok=True)


def _known(session: Session, replaces: bool) -> dict[str, str]:
    """Digests of the files imported before, with when and as what they came.

    Only `--replace` may bring back the bytes of an import that another one replaced.
    """
    statement = (
        select(UsageFile.sha256, UsageFile.name, UsageImport.source, UsageImport.imported_at)
        .join(UsageImport, UsageImport.id == UsageFile.import_id)
        .order_by(UsageImport.id)
    )
    if replaces:
        statement = statement.where(UsageImport.superseded_by_id.is_(None))
    return {
        sha256: f"{name}, {source}, {at.date().isoformat()}"
        for sha256, name, source, at in session.execute(statement)
    }


def _reports(session: Session, data_dir: Path, order: ImportOrder) -> dict[UseReport, str]:
    """The COUNTER reports that count, and from where; without those that would be replaced."""
    statement = select(UsageImport.source, UsageImport.imported_at, UsageImport.refused_path).where(
        UsageImport.superseded_by_id.is_(None), UsageImport.format == COUNTER
    )
    return {
        one: f"{source}, {at.date().isoformat()}"
        for source, at, path in session.execute(statement.order_by(UsageImport.id))
        for one in remembered.reports(data_dir, path)
        if not (order.replace and source == order.source)
    }


def _supersede(
    session: Session, order: ImportOrder, read: Reading, row: UsageImport
) -> tuple[int, ...]:
    years = {*read.years, *(one.loan_year for one in read.coverage)}
    earlier = session.scalars(
        select(UsageImport).where(
            UsageImport.source == order.source,
            UsageImport.superseded_by_id.is_(None),
            UsageImport.id != row.id,
        )
    )
    replaced = []
    for old in earlier:
        held = {coverage.loan_year for coverage in old.coverage}
        if not held & years:
            continue
        if held - years:
            raise ReplaceWouldLoseYears(source=order.source, years=tuple(sorted(held - years)))
        old.superseded_by_id = row.id
        replaced.append(old.id)
    if not replaced:
        raise NothingToReplace(source=order.source, years=tuple(sorted(years)))
    session.flush()
    return tuple(replaced)


def _row(order: ImportOrder, read: Reading, actor: Actor, counts_sha256: str) -> UsageImport:
    return UsageImport(
        source=order.source,
        format=read.format,
        imported_at=datetime.now(UTC),
        imported_by=actor.label,
        counts_path=read.counts_path,
        counts_sha256=counts_sha256,
        refused_path=read.refused_path,
        titles_path=read.titles_path,
        **{name: getattr(read.totals, name) for name in _TOTALS},
        files=[
            UsageFile(name=f.name[:300], sha256=f.digest, size=f.size, rows=f.rows)
            for f in read.files
        ],
        refusals=[*_refusals(read.refused, False), *_refusals(read.left_out, True)],
        coverage=[
            UsageCoverage(library=c.library, loan_year=c.loan_year, rows=c.rows, loans=c.loans)
            for c in read.coverage
        ],
    )


def _refusals(sums: Any, left_out: bool) -> Sequence[UsageRefusal]:
    items: list[tuple[str, RowsAndLoans]] = sorted(sums.items())
    return [
        UsageRefusal(reason=reason, left_out=left_out, rows=s.rows, loans=s.loans)
        for reason, s in items
    ]
