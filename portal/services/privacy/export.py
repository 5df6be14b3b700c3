"""Everything that the portal keeps of a party, to take away: own rows, lines of runs, documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.identity import Identity
from portal.services.audit import audit
from portal.services.money import run_lines
from portal.services.money.run_lines import RunLine
from portal.services.privacy.export_tables import NAMED, NOT_OWN, OWN, WITHHELD, own_rows
from portal.store import document_files
from portal.store.documents import Document
from portal.store.people import Party
from portal.store.settlement import Run, RunPayee

__all__ = ["NOT_OWN", "WITHHELD"]
LINES, _AUDIT = "run_line", "audit_event"
LINE_COLUMNS = (
    "run", "number", "isbn", "title", "role", "loan_year", "medium", "class", "loans",
    "rate_microcents", "class_ppm", "role_denominator", "heads", "amount_microcents",
    "largest_microcents",
)  # fmt: skip


@dataclass(frozen=True)
class ExportTable:
    """Rows of one table; values are texts, integers, booleans, days, moments or None."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class ExportFile:
    """A document: under which name it is handed out, and where its bytes lie."""

    name: str
    path: Path


@dataclass(frozen=True)
class Export:
    """All of it: whose, when, the tables by name, the documents."""

    name: str
    at: datetime
    tables: tuple[ExportTable, ...]
    files: tuple[ExportFile, ...]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(len(table.rows) for table in self.tables)


def export(session: Session, data_dir: Path, identity: Identity) -> Export:
    """Gathers all of a party's data; that it was taken away is written down (and is in it)."""
    if identity.subject_id is None:
        raise NotFound
    party = session.get_one(Party, identity.subject_id)
    names = sorted({*OWN, *NAMED} - {_AUDIT})
    tables = [_table(session, name, party.id) for name in names]
    tables.append(ExportTable(LINES, LINE_COLUMNS, tuple(_lines(session, data_dir, party))))
    counted = sum(len(table.rows) for table in tables)
    event = audit.record(session, identity, "data_exported", rows=counted)
    tables.append(_table(session, _AUDIT, party.id))
    return Export(
        name=party.name,
        at=event.at,
        tables=tuple(sorted((t for t in tables if t.rows), key=lambda t: t.name)),
        files=tuple(_files(session, data_dir, party.id)),
    )


def _table(session: Session, name: str, party_id: int) -> ExportTable:
    result = session.execute(own_rows(name, party_id))
    return ExportTable(name, tuple(result.keys()), tuple(tuple(row) for row in result))


def _lines(session: Session, data_dir: Path, party: Party) -> Iterator[tuple[Any, ...]]:
    """The lines of every run in which the party was counted, as its snapshot froze them."""
    mine = select(RunPayee.run_id).where(RunPayee.party_id == party.id)
    for run in session.scalars(select(Run).where(Run.id.in_(mine)).order_by(Run.id)):
        snapshot = run_lines.frozen(data_dir, run, party.code)
        for line in run_lines.lines_of(session, snapshot, party.id):
            yield (run.code, *_line(line))


def _line(line: RunLine) -> tuple[Any, ...]:
    told = line.factors
    return (
        line.number, line.isbn, line.title, line.role, line.loan_year, line.medium, line.class_,
        told.loans, told.rate, told.class_ppm, told.denominator, told.heads, told.amount,
        line.largest,
    )  # fmt: skip


def _files(session: Session, data_dir: Path, party_id: int) -> Iterator[ExportFile]:
    query = select(Document).where(Document.party_id == party_id).order_by(Document.id)
    for row in session.scalars(query):
        path = document_files.path_of(data_dir, row.sha256)
        if path.is_file():
            yield ExportFile(f"{row.id}-{row.name}", path)
