"""The loans of a party's works: by year, medium and library system, as the libraries reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.services.titles.title_facts import Counted, counted_titles
from portal.services.titles.works_list import ListedEdition, ListedWork, claims_of
from portal.services.usage import library_counts
from portal.services.usage.coverage import Coverage, coverage
from portal.usage import libraries

Members = tuple[int, ...]


@dataclass(frozen=True)
class LibraryLoans:
    """Loans of one title in one loan year and medium that one library system reported."""

    members: Members
    loan_year: int
    library: str
    medium: str
    loans: int


@dataclass(frozen=True)
class Loans:
    """Counts of some titles, each once. `waiting` are years not yet counted by library system."""

    counted: tuple[Counted, ...]
    coverage: Coverage
    by_library: tuple[LibraryLoans, ...] = ()
    waiting: frozenset[int] = frozenset()

    @cached_property
    def by_year(self) -> dict[int, int]:
        """Loans of every year that some library system has reported."""
        sums = dict.fromkeys(self.coverage.years, 0)
        for row in self.counted:
            sums[row.loan_year] = sums.get(row.loan_year, 0) + row.loans
        return dict(sorted(sums.items()))

    @property
    def years(self) -> tuple[int, ...]:
        """The loan years, newest first."""
        return tuple(sorted(self.by_year, reverse=True))

    @property
    def total(self) -> int:
        """Loans of all years."""
        return sum(row.loans for row in self.counted)

    def of(self, isbns: Iterable[int]) -> Loans:
        """The loans of the titles that have one of these ISBNs."""
        wanted = set(isbns)
        rows = tuple(row for row in self.counted if not wanted.isdisjoint(row.members))
        return Loans(rows, self.coverage, self.by_library, self.waiting)

    def rows_of(self, year: int) -> tuple[Counted, ...]:
        """The counts of a year, by medium and class."""
        return tuple(row for row in self.counted if row.loan_year == year)

    def libraries_of(self, year: int) -> tuple[tuple[str, str, int], ...]:
        """Library system, medium and loans of a year, most loans first."""
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for row in self.by_library:
            if row.loan_year == year:
                sums[row.library, row.medium] += row.loans
        rows = ((library, medium, sums[library, medium]) for library, medium in sums)
        return tuple(sorted(rows, key=lambda row: (-row[2], row[0], row[1])))

    def together_with(self, isbns: Iterable[int]) -> tuple[int, ...]:
        """Other ISBNs that stand in the same records."""
        own = set(isbns)
        return tuple(sorted({isbn for row in self.counted for isbn in row.members} - own))


@dataclass(frozen=True)
class WorkLoans:
    """A work's loans; a record of several works of the party is counted with the first alone."""

    work: ListedWork
    loans: Loans


@dataclass(frozen=True)
class EditionLoans:
    """An edition's loans."""

    work: ListedWork
    edition: ListedEdition
    isbn: int
    loans: Loans


@dataclass(frozen=True)
class Overview:
    """Loans of all works of a party that stand; works by their loans of the latest year."""

    loans: Loans
    works: tuple[WorkLoans, ...]


def overview(session: Session, data_dir: Path, party_id: int) -> Overview:
    """The loans of all works of which an entry stands, without library systems."""
    works = [work for work in claims_of(session, party_id) if work.stands]
    isbns = [isbns_of(work) for work in works]
    counted = counted_titles(session, data_dir, sorted({isbn for one in isbns for isbn in one}))
    covered = coverage(session)
    shared = _by_work(counted, isbns)
    found = [
        WorkLoans(work, Loans(rows, covered)) for work, rows in zip(works, shared, strict=True)
    ]
    latest = covered.latest or 0
    found.sort(key=lambda one: (-one.loans.by_year.get(latest, 0), -one.loans.total))
    return Overview(Loans(counted, covered), tuple(found))


def work_loans(session: Session, data_dir: Path, party_id: int, work_id: int) -> WorkLoans:
    """The loans of a work on which the party has entries; raises NotFound for any other."""
    for work in claims_of(session, party_id):
        if work.work_id == work_id:
            return WorkLoans(work, _loans(session, data_dir, isbns_of(work)))
    raise NotFound


def edition_loans(session: Session, data_dir: Path, party_id: int, isbn: int) -> EditionLoans:
    """The loans of an edition that the party has claimed; raises NotFound for any other."""
    for work in claims_of(session, party_id):
        for edition in work.editions:
            if edition.isbn == isbn:
                loans = _loans(session, data_dir, [isbn])
                return EditionLoans(work, edition, isbn, loans)
    raise NotFound(what="edition", name=str(isbn))


def isbns_of(work: ListedWork) -> list[int]:
    """The ISBNs of a work's editions, ascending."""
    return sorted(edition.isbn for edition in work.editions if edition.isbn is not None)


def _loans(session: Session, data_dir: Path, isbns: list[int]) -> Loans:
    counted = counted_titles(session, data_dir, isbns)
    files = library_counts.files(session)
    found = libraries.for_isbns(data_dir, files.paths, isbns)
    # Where the library's row says no medium, the counts say which one it is taken for.
    taken = {(row.members, row.loan_year): row.medium for row in counted if not row.said_medium}
    by_library = tuple(
        LibraryLoans(
            one.members, one.loan_year, one.library,
            one.medium or taken[one.members, one.loan_year], one.loans,
        )
        for one in found
    )  # fmt: skip
    return Loans(counted, coverage(session), by_library, files.waiting)


def _by_work(
    counted: Sequence[Counted], isbns: Sequence[Sequence[int]]
) -> list[tuple[Counted, ...]]:
    """The counts of each work; those of a record of several works with the first of them."""
    place: dict[int, int] = {}
    for number, own in enumerate(isbns):
        for isbn in own:
            place.setdefault(isbn, number)
    found: list[list[Counted]] = [[] for _ in isbns]
    for row in counted:
        found[min(place[isbn] for isbn in row.members if isbn in place)].append(row)
    return [tuple(rows) for rows in found]
