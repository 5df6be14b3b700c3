"""What the home page says: what comes and when, what was paid, what to do, and the year's loans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.catalogue import ILLUSTRATOR
from portal.services.base import kept
from portal.services.loans.loans import Loans
from portal.services.money import estimating, stages
from portal.services.money.estimates import NextPayment, payment_of
from portal.services.money.estimating import Worked
from portal.services.money.stages import Stage
from portal.services.settlement import run_rows
from portal.services.suggestions.missing import Missing, missing
from portal.services.usage.coverage import coverage
from portal.services.works.works_limits import Limits, limits_of
from portal.services.works.works_overview import WorkRow, work_rows

MOST_LENT = 3


@dataclass(frozen=True)
class Paid:
    """What was paid to the party in a calendar year before tax, and the days; cents."""

    year: int
    cents: int
    days: tuple[date, ...]


@dataclass(frozen=True)
class Home:
    """Everything of a party's home page. `loans` are those of all works that stand, by year."""

    coming: NextPayment
    stages: tuple[Stage, ...]
    paid: Paid
    missing: Missing
    works: int
    most_lent: tuple[WorkRow, ...]
    loans: Loans
    only_pictures: bool
    """Whether the list has works, and every entry in it is an illustrator's."""
    limits: Limits


@kept.for_party
def home(session: Session, data_dir: Path, party_id: int, today: date) -> Home:
    """The home page of a party as of today; raises ParameterNotSet."""
    known = estimating.worked(session, data_dir, party_id, today)
    works = work_rows(session, data_dir, party_id, today)
    coming = payment_of(known, today)
    return Home(
        coming=coming,
        stages=stages.of_next(session, coming.run, today),
        paid=_paid(session, party_id, today),
        missing=missing(session, data_dir, party_id, today),
        works=len(works),
        most_lent=tuple(row for row in works[:MOST_LENT] if row.loans),
        loans=loans_of(session, known, works),
        only_pictures=_only_pictures(works),
        limits=limits_of(known, today),
    )


def _paid(session: Session, party_id: int, today: date) -> Paid:
    runs = {
        run.id: run.pays_on
        for run in run_rows.approved(session)
        if run.pays_on.year == today.year and run.pays_on <= today
    }
    own = [row for row in run_rows.payees_of(session, party_id) if row.run_id in runs]
    paid = [row for row in own if row.gross_cents]
    days = tuple(sorted(runs[row.run_id] for row in paid))
    return Paid(today.year, sum(row.gross_cents for row in paid), days)


def loans_of(session: Session, known: Worked, works: Sequence[WorkRow]) -> Loans:
    """The loans of the works of a list, out of what was looked up already."""
    isbns = {edition.isbn for row in works for edition, _ in row.editions if edition.isbn}
    return Loans(known.facts.counted, coverage(session)).of(isbns)


def _only_pictures(works: tuple[WorkRow, ...]) -> bool:
    roles = {e.role for row in works for edition, _ in row.editions for e in edition.standing}
    return roles == {ILLUSTRATOR}
