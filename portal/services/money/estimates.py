"""Estimates for pages: what each edition brings, and what the next payment would be today.

Calculated by the rules of a run on the claims as they stand. Where a year's rate is not decided the
latest decided one is taken, and `about` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.catalogue import KINDS
from portal.kernel.periods import open_years
from portal.services.base import kept
from portal.services.money import estimate_range
from portal.services.money.edition_figures import EditionFigures, Part, figures
from portal.services.money.estimate_range import Range
from portal.services.money.estimating import NextRun, Worked, worked
from portal.services.settlement.run_rows import approved

__all__ = [
    "EditionFigures", "NextPayment", "NextRun", "Part", "Range", "next_payment", "payment_of",
    "works_figures",
]  # fmt: skip


@dataclass(frozen=True)
class NextPayment:
    """What the next run would pay on today's facts; cents before tax, and tax and net.

    `about` when a rate is assumed; `assumed_years` and `assumed_rate` (micro-cents) say which.
    """

    run: NextRun
    gross_cents: int
    tax_cents: int
    net_cents: int
    waiting_cents: int
    disputed_cents: int
    taken_back_cents: int
    """What of the money due is taken for an earlier overpayment; not in the gross."""
    threshold_cents: int
    assumed_years: tuple[int, ...]
    assumed_rate: dict[str, int]
    tax_ppm: int
    tax_basis: str
    """What would be withheld: by the `card`, or by the parameter of this name."""
    range: Range

    @property
    def about(self) -> bool:
        """Whether a rate is not decided yet."""
        return bool(self.assumed_years)


@kept.for_party
def works_figures(
    session: Session, data_dir: Path, party_id: int, today: date
) -> dict[int, EditionFigures]:
    """Figures of every edition that the party has claimed, by edition id."""
    known = worked(session, data_dir, party_id, today)
    return figures(known, _last_cutoff(session, known.latest_year))


@kept.for_party
def next_payment(session: Session, data_dir: Path, party_id: int, today: date) -> NextPayment:
    """The next payment as it would be with today's claims, counts and rates."""
    return payment_of(worked(session, data_dir, party_id, today), today)


def payment_of(known: Worked, today: date) -> NextPayment:
    """The next payment out of what was worked out for the party today."""
    due = known.result
    kinds = {
        (int(year), KINDS[kind])
        for year, kind in zip(known.lines.loan_year, known.lines.kind, strict=True)
        if int(year) in known.next_run.open_years
    }
    return NextPayment(
        run=known.next_run,
        gross_cents=due.gross if due else 0,
        tax_cents=due.tax if due else 0,
        net_cents=due.net if due else 0,
        waiting_cents=due.waiting if due else 0,
        disputed_cents=due.disputed if due else 0,
        taken_back_cents=-sum(min(one.moved, 0) for one in due.outcomes) if due else 0,
        threshold_cents=known.terms.threshold_cents,
        assumed_years=tuple(sorted({year for year, _ in kinds & known.assumed})),
        assumed_rate=known.assumed_rate,
        tax_ppm=known.tax.ppm,
        tax_basis=known.tax.basis,
        range=estimate_range.of_payment(known, today),
    )


def _last_cutoff(session: Session, loan_year: int | None) -> date | None:
    """The latest cutoff of an approved run that paid this loan year or a later one."""
    if loan_year is None:
        return None
    newest = {run: open_years(run.kind, run.pays_on.year)[-1] for run in approved(session)}
    return max((run.cutoff for run, year in newest.items() if year >= loan_year), default=None)
