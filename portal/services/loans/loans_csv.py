"""Loans as CSV: a row for each title, year, medium and, where they are counted, library system."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from portal.kernel.cells import harmless
from portal.services.loans.loans import EditionLoans, Loans, Overview, WorkLoans
from portal.services.loans.most_lent import MostLent

ALL = ("title", "isbn", "loan_year", "medium", "loans")
BY_LIBRARY = ("title", "isbn", "loan_year", "medium", "library", "loans")
MOST_LENT = ("place", "title", "author", "isbn", "loans")
Cells = tuple[object, ...]


def overview_csv(seen: Overview) -> str:
    """Every work of the overview; the ISBNs of one record stand in one cell."""
    return _written(ALL, (row for one in seen.works for row in _counted(one.work.title, one.loans)))


def work_csv(seen: WorkLoans) -> str:
    """One work by library system."""
    return _written(BY_LIBRARY, _by_library(seen.work.title, seen.loans))


def edition_csv(seen: EditionLoans) -> str:
    """One edition by library system."""
    return _written(BY_LIBRARY, _by_library(seen.edition.title, seen.loans))


def most_lent_csv(seen: MostLent) -> str:
    """The most lent titles of a year."""
    rows = (
        (one.place, one.title, one.author, _isbns(one.isbns), one.loans)
        for one in seen.titles or ()
    )
    return _written(MOST_LENT, rows)


def _counted(title: str, loans: Loans) -> Iterator[Cells]:
    sums: dict[tuple[int, tuple[int, ...], str], int] = {}
    for row in loans.counted:
        key = (row.loan_year, row.members, row.medium)
        sums[key] = sums.get(key, 0) + row.loans
    for year, members, medium in sorted(sums):
        yield title, _isbns(members), year, medium, sums[year, members, medium]


def _by_library(title: str, loans: Loans) -> Iterator[Cells]:
    """A year that is not counted by library system yet has its loans without one."""
    for _title, isbns, year, medium, number in _counted(title, loans):
        if year in loans.waiting:
            yield title, isbns, year, medium, "", number
    for row in sorted(loans.by_library, key=lambda one: (one.loan_year, one.members, one.library)):
        if row.loan_year not in loans.waiting:
            isbns = _isbns(row.members)
            yield title, isbns, row.loan_year, row.medium, row.library, row.loans


def _isbns(members: Iterable[int]) -> str:
    return " ".join(map(str, members))


def _written(columns: tuple[str, ...], rows: Iterable[Cells]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return text.getvalue()
