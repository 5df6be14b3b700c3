"""What is doubtful in the loans that library systems have reported of a year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.doubts import Doubt
from portal.rules import usage as rules
from portal.rules.usage import System
from portal.services.parameters import parameters
from portal.services.usage import library_counts
from portal.services.usage.coverage import coverage
from portal.store.usage import UsageCoverage, UsageImport
from portal.usage import libraries, remembered


@dataclass(frozen=True)
class Doubts:
    """The doubts of a loan year, worst systems first; `systems` have reported it.

    `waiting`: the loans are not all counted by library system yet, so no title was looked at.
    """

    loan_year: int
    systems: int
    found: tuple[Doubt, ...]
    waiting: bool


def doubts(session: Session, data_dir: Path, loan_year: int, today: date) -> Doubts:
    """Compares a year with the one before, system by system; raises CountsMissing."""
    covered = coverage(session)
    now = {one.library: one.loans for one in covered.reported(loan_year)}
    before = {one.library: one.loans for one in covered.reported(loan_year - 1)}
    months = _months(session, data_dir, loan_year)
    files = library_counts.files(session)
    waiting = loan_year in files.waiting
    largest = {} if waiting else libraries.largest(data_dir, files.paths, loan_year)
    limits = rules.thresholds(parameters.book(session), today)
    found: list[Doubt] = []
    for name in sorted(now.keys() | before.keys()):
        isbn, loans = largest.get(name, (None, 0))
        system = System(name, now.get(name), before.get(name), months.get(name), isbn, loans)
        found += rules.doubts(system, limits)
    found.sort(key=lambda one: (-abs(one.loans - one.before), one.library, one.code))
    return Doubts(loan_year, len(now), tuple(found), waiting)


def _months(session: Session, data_dir: Path, loan_year: int) -> dict[str, int | None]:
    """The months of which each system has a row, as bits; None where a file of it says none."""
    statement = (
        select(UsageImport.refused_path, UsageCoverage.library)
        .join(UsageCoverage, UsageCoverage.import_id == UsageImport.id)
        .where(UsageImport.superseded_by_id.is_(None), UsageCoverage.loan_year == loan_year)
        .order_by(UsageImport.id)
    )
    of_file: dict[str, list[str]] = defaultdict(list)
    for path, library in session.execute(statement):
        of_file[path].append(library)
    found: dict[str, int | None] = {}
    for path, names in of_file.items():
        said = remembered.months(data_dir, path)
        for name in names:
            bits, earlier = said.get((name, loan_year)), found.get(name, 0)
            found[name] = None if bits is None or earlier is None else bits | earlier
    return found
