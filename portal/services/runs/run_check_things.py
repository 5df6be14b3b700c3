"""What a check of a run is about when it is not people: libraries, and values of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.services.runs.run_check_facts import changed_since, header_of, stopped
from portal.services.settlement.summary import run_by_code
from portal.services.usage.coverage import coverage
from portal.store.parameters import ParameterValue


@dataclass(frozen=True)
class Silent:
    """A library system that reported `year`, and not the year after: its loans then."""

    library: str
    year: int
    loans: int


@dataclass(frozen=True)
class Value:
    """A value of the rules that was set since the last run."""

    name: str
    loan_year: int | None
    kind: str
    value: str
    unit: str
    valid_from: date
    set_at: datetime


def silent_libraries(session: Session, data_dir: Path, code: str) -> tuple[Silent, ...]:
    """The library systems that no longer reported the run's newest loan year, most loans first."""
    header = header_of(data_dir, run_by_code(session, code))
    if header is None:
        return ()
    year = max(header["open_years"]) - 1
    gone = set(stopped(session, header))
    found = [Silent(o.library, year, o.loans) for o in coverage(session).reported(year)]
    return tuple(sorted((o for o in found if o.library in gone), key=lambda o: -o.loans))


def values(session: Session, code: str) -> tuple[Value, ...]:
    """The values that were set since the last approved run before this one, the newest first."""
    rows = session.scalars(
        select(ParameterValue)
        .where(changed_since(run_by_code(session, code)))
        .order_by(ParameterValue.id.desc())
        .limit(500)
    )
    return tuple(
        Value(r.name, r.loan_year, r.kind, r.value, r.unit, r.valid_from, r.imported_at)
        for r in rows
    )
