"""Matching of counts to claims, and which library systems have reported. Exact ISBNs only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import TEXT_ROLES
from portal.kernel.names import folded
from portal.services.counts.counts_files import active_counts
from portal.services.usage import coverage as every
from portal.store.catalogue import Claim, Edition
from portal.store.people import Party, PartyName
from portal.store.usage import UsageCoverage, UsageImport
from portal.usage import counts as usage_counts


@dataclass(frozen=True)
class YearMatch:
    """One loan year: titles and loans counted, those with a claimed ISBN, and those without."""

    loan_year: int
    titles: int
    loans: int
    matched_titles: int
    matched_loans: int

    @property
    def unmatched_loans(self) -> int:
        """Loans of titles that nobody claims."""
        return self.loans - self.matched_loans

    @property
    def unmatched_titles(self) -> int:
        """Titles that nobody claims."""
        return self.titles - self.matched_titles


@dataclass(frozen=True)
class LibraryReport:
    """What one library system reported of a year."""

    library: str
    source: str
    rows: int
    loans: int


@dataclass(frozen=True)
class Suggestion:
    """A lent title that may be a person's: the person's code, ISBN, title as read, loans."""

    person: str
    isbn: int
    title: str
    loans: int


def counted_years(session: Session) -> tuple[int, ...]:
    """The loan years of which any import that counts says something."""
    years = (
        select(UsageCoverage.loan_year)
        .join(UsageImport, UsageImport.id == UsageCoverage.import_id)
        .where(UsageImport.superseded_by_id.is_(None))
        .distinct()
        .order_by(UsageCoverage.loan_year)
    )
    return tuple(session.scalars(years))


def match_year(session: Session, data_dir: Path, loan_year: int) -> YearMatch:
    """How much of a year's loans meets a claim of a writer or translator."""
    totals = usage_counts.year_totals(
        data_dir, active_counts(session), loan_year, claimed_isbns(session)
    )
    return YearMatch(
        loan_year, totals.titles, totals.loans, totals.matched_titles, totals.matched_loans
    )


def suggestions(session: Session, data_dir: Path, loan_year: int) -> tuple[Suggestion, ...]:
    """Lent titles that nobody claims, by somebody of a registered name; no money moves on them.

    A library writes "Surname, First name, what he did"; the words of both names must be the same.
    """
    titles_paths = session.scalars(
        select(UsageImport.titles_path)
        .where(UsageImport.superseded_by_id.is_(None))
        .order_by(UsageImport.id)
    ).all()
    found = usage_counts.unclaimed(
        data_dir, active_counts(session), titles_paths, loan_year, claimed_isbns(session)
    )
    names = _names(session)
    return tuple(
        Suggestion(code, one.isbn, one.title, one.loans)
        for one in found
        for code in sorted(names.get(_library_name(one.author), ()))
    )


def _names(session: Session) -> dict[frozenset[str], set[str]]:
    """The words of every name and other name, and who has it."""
    own = session.execute(select(Party.code, Party.name))
    other = session.execute(
        select(Party.code, PartyName.name)
        .join(PartyName, PartyName.party_id == Party.id)
        .where(PartyName.state == "confirmed")
    )
    found: dict[frozenset[str], set[str]] = defaultdict(set)
    for code, name in (*own, *other):
        found[frozenset(folded(name).split())].add(code)
    return found


def _library_name(author: str) -> frozenset[str]:
    surname, _, rest = author.partition(",")
    return frozenset(folded(f"{surname} {rest.partition(',')[0]}").split())


def claimed_isbns(session: Session) -> pa.Table:
    """Every ISBN with a claim on its text that was not withdrawn."""
    isbns = session.scalars(
        select(Edition.isbn)
        .join(Claim, Claim.edition_id == Edition.id)
        .where(Edition.isbn.is_not(None), Claim.withdrawn_on.is_(None), Claim.role.in_(TEXT_ROLES))
        .distinct()
    )
    return pa.table({"isbn": pa.array(isbns.all(), pa.int64())})


def coverage(session: Session, loan_year: int) -> tuple[LibraryReport, ...]:
    """The library systems that have reported a year, by name."""
    rows = session.execute(
        select(
            UsageCoverage.library,
            UsageImport.source,
            func.sum(UsageCoverage.rows),
            func.sum(UsageCoverage.loans),
        )
        .join(UsageImport, UsageImport.id == UsageCoverage.import_id)
        .where(UsageImport.superseded_by_id.is_(None), UsageCoverage.loan_year == loan_year)
        .group_by(UsageCoverage.library, UsageImport.source)
        .order_by(UsageCoverage.library, UsageImport.source)
    )
    return tuple(LibraryReport(name, source, int(r), int(n)) for name, source, r, n in rows)


def absent(session: Session, loan_year: int) -> tuple[str, ...]:
    """Library systems that reported the year before but not this one."""
    return every.coverage(session).absent(loan_year)
