"""Which library systems have reported which loan years, by the imports that count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.services.counts.reports import reports


@dataclass(frozen=True)
class Reported:
    """What one library system reported of a year: loans and renewals of all its titles."""

    library: str
    loans: int


@dataclass(frozen=True)
class Stopped:
    """A library system that has reported nothing for longer: the last year that it reported."""

    library: str
    last_year: int


@dataclass(frozen=True)
class Coverage:
    """Loan year → the library systems that have reported it, by name."""

    by_year: dict[int, tuple[Reported, ...]]

    @property
    def years(self) -> tuple[int, ...]:
        """The loan years that somebody has reported, ascending."""
        return tuple(sorted(self.by_year))

    @property
    def latest(self) -> int | None:
        """The latest loan year that somebody has reported."""
        return max(self.by_year, default=None)

    def reported(self, year: int) -> tuple[Reported, ...]:
        """The library systems that have reported a year."""
        return self.by_year.get(year, ())

    def absent(self, year: int) -> tuple[str, ...]:
        """Library systems that reported the year before but not this one."""
        return tuple(sorted(self._names(year - 1) - self._names(year)))

    def joined(self, year: int) -> tuple[str, ...]:
        """Library systems that report this year and not the year before, which others reported."""
        before = self._names(year - 1)
        return tuple(sorted(self._names(year) - before)) if before else ()

    def stopped(self, year: int) -> tuple[Stopped, ...]:
        """Library systems that reported an earlier year, but not this one or the one before."""
        recent = self._names(year) | self._names(year - 1)
        last: dict[str, int] = {}
        for earlier in self.years:
            if earlier < year:
                last.update(dict.fromkeys(self._names(earlier) - recent, earlier))
        return tuple(Stopped(name, last[name]) for name in sorted(last))

    def before(self, year: int, loans: dict[int, int]) -> int | None:
        """The loans of the year before; None where nobody has reported that year."""
        return loans.get(year - 1, 0) if year - 1 in self.by_year else None

    def _names(self, year: int) -> set[str]:
        return {one.library for one in self.reported(year)}


def coverage(session: Session) -> Coverage:
    """All years and library systems."""
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for one in reports(session):
        sums[one.loan_year, one.library] += one.loans
    years: dict[int, tuple[Reported, ...]] = {}
    for year, library in sorted(sums):
        years[year] = (*years.get(year, ()), Reported(library, sums[year, library]))
    return Coverage(years)
