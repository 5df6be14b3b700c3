"""The loans of one edition of a party, by year, and which libraries have reported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.services import kept
from portal.services.title_facts import Counted, counted_titles
from portal.store.catalogue import Claim, Edition
from portal.store.usage import UsageCoverage, UsageImport


@dataclass(frozen=True)
class Reported:
    """What one library system reported of a year: loans and renewals of all its titles."""

    library: str
    loans: int


@dataclass(frozen=True)
class YearLoans:
    """The counts of one loan year, and the libraries that have reported it."""

    loan_year: int
    loans: int
    rows: tuple[Counted, ...]
    reported: tuple[Reported, ...]


@dataclass(frozen=True)
class EditionLoans:
    """Loans of one ISBN, newest year first; `together` are other ISBNs of the same records."""

    isbn: int
    title: str
    work_id: int
    together: tuple[int, ...]
    years: tuple[YearLoans, ...]


@kept.for_party
def edition_loans(session: Session, data_dir: Path, party_id: int, isbn: int) -> EditionLoans:
    """The loans of an edition that the party has claimed; raises NotFound for any other."""
    edition = session.scalar(
        select(Edition)
        .join(Claim, Claim.edition_id == Edition.id)
        .where(Edition.isbn == isbn, Claim.party_id == party_id)
        .limit(1)
    )
    if edition is None:
        raise NotFound(what="edition", name=str(isbn))
    counted = counted_titles(session, data_dir, [isbn])
    reported = _reported(session)
    years = sorted({row.loan_year for row in counted} | set(reported), reverse=True)
    return EditionLoans(
        isbn=isbn,
        title=edition.title,
        work_id=edition.work_id,
        together=tuple(sorted({one for row in counted for one in row.members} - {isbn})),
        years=tuple(_year(year, counted, reported.get(year, ())) for year in years),
    )


def _year(year: int, counted: tuple[Counted, ...], reported: tuple[Reported, ...]) -> YearLoans:
    rows = tuple(row for row in counted if row.loan_year == year)
    return YearLoans(year, sum(row.loans for row in rows), rows, reported)


@kept.for_all
def _reported(session: Session) -> dict[int, tuple[Reported, ...]]:
    """Loan year → libraries that have reported it, by the imports that count."""
    rows = session.execute(
        select(UsageCoverage.loan_year, UsageCoverage.library, func.sum(UsageCoverage.loans))
        .join(UsageImport, UsageImport.id == UsageCoverage.import_id)
        .where(UsageImport.superseded_by_id.is_(None))
        .group_by(UsageCoverage.loan_year, UsageCoverage.library)
        .order_by(UsageCoverage.loan_year, UsageCoverage.library)
    )
    years: dict[int, tuple[Reported, ...]] = {}
    for year, library, loans in rows:
        years[year] = (*years.get(year, ()), Reported(library, int(loans)))
    return years
