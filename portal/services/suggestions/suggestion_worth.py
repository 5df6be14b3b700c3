"""About what an edition that a party has not claimed would bring, by the rules of a run.

Micro-cents before tax, of the loan years that the next payment can pay; the cap is not counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.catalogue import (
    AUTHOR,
    CLASSES,
    ORIGINAL_AUTHOR,
    OTHER,
    PHYSICAL_MEDIUM,
    TRANSLATOR,
    kind_of,
)
from portal.kernel.money import line_microcents
from portal.services.counts.counts_files import active_counts
from portal.services.money.estimating import Worked
from portal.usage import counts as usage_counts

_OF_TRANSLATIONS = (ORIGINAL_AUTHOR, TRANSLATOR)


@dataclass(frozen=True)
class Supposed:
    """A part as it would be: of a translation's half or of the whole, shared by `heads`; None
    where nothing of it is paid here. The edition's medium and class count where no row says any.
    """

    heads: int | None
    translation: bool = False
    medium: str | None = None
    class_: str | None = None


@dataclass(frozen=True)
class Worth:
    """Loans of the open years, and what they would bring; None where no part is paid here."""

    loans: int = 0
    microcents: int | None = None


def supposed(
    role: str | None, heads: int | None, medium: str | None = None, class_: str | None = None
) -> Supposed:
    """The part of a role and a number of heads; nothing is guessed where nobody said a role."""
    paid = role == AUTHOR or role in _OF_TRANSLATIONS
    return Supposed((heads or 1) if paid else None, role in _OF_TRANSLATIONS, medium, class_)


def worths(
    session: Session, data_dir: Path, known: Worked, editions: Mapping[int, Supposed]
) -> dict[int, Worth]:
    """What each ISBN would bring. A record's loans count once, and not where it is claimed."""
    facts = known.facts
    mine = set(facts.claims.isbn[facts.claims.payee == facts.me].tolist())
    asked = sorted(editions.keys() - mine)
    loans: dict[int, int] = dict.fromkeys(editions, 0)
    sums: dict[int, int] = dict.fromkeys(editions, 0)
    for row in usage_counts.for_isbns(data_dir, active_counts(session), asked):
        if row.loan_year not in known.next_run.open_years or mine & set(row.members):
            continue
        isbn = next(one for one in row.members if one in editions)
        part = editions[isbn]
        loans[isbn] += row.loans
        said = replace(part, medium=row.medium or part.medium, class_=row.class_ or part.class_)
        sums[isbn] += _microcents(known, row.loan_year, row.loans, said)
    return {
        isbn: Worth(loans[isbn], None if one.heads is None else sums[isbn])
        for isbn, one in editions.items()
    }


def of_loans(known: Worked, loans: Mapping[int, int], part: Supposed) -> Worth:
    """What loans by year would bring, of the years that the next payment can pay."""
    open_ = {year: n for year, n in loans.items() if year in known.next_run.open_years}
    sums = (_microcents(known, year, n, part) for year, n in open_.items())
    return Worth(sum(open_.values()), None if part.heads is None else sum(sums))


def _microcents(known: Worked, year: int, loans: int, part: Supposed) -> int:
    """Loans of a year by the terms of that year; nothing when the term is over."""
    terms, kind = known.terms.years[year], kind_of(part.medium or PHYSICAL_MEDIUM)
    died = int(known.facts.payees.died[known.facts.me])
    if not known.terms.pays(year, kind) or year > died + terms.term_years:
        return 0
    ppm = terms.class_ppm[CLASSES.index(part.class_ or OTHER)]
    of_what = terms.translation_denominator if part.translation else 1
    return line_microcents(loans, terms.rate[kind] or 0, ppm, of_what * (part.heads or 1))
