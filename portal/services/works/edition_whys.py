"""From an edition to its paid cents: the latest line of each in an approved run of the party."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.periods import open_years
from portal.services.base import kept
from portal.services.money.run_lines import RunLine, frozen, lines_of
from portal.services.settlement.run_rows import approved, periods_of
from portal.store.settlement import Run

RUNS_LOOKED_AT = 6  # autumn and spring of three years: an older line is found from Money


@dataclass(frozen=True)
class LatestWhy:
    """The line that says why an edition brought what it brought: run, number, loan year."""

    run: str
    number: int
    loan_year: int


@dataclass(frozen=True)
class PaymentOfWork:
    """What a payment took for a work's loans of one year; micro-cents before tax.

    `before` is what the payment before it took for the same year, None for the first.
    """

    run: str
    day: date
    loan_year: int
    microcents: int
    before: int | None


def latest_whys(
    session: Session, data_dir: Path, party_id: int, code: str, isbns: Collection[int]
) -> dict[int, LatestWhy]:
    """ISBN → the line of its latest loan year in the latest approved run that has one."""
    found: dict[int, LatestWhy] = {}
    for run, lines in lines_by_run(session, data_dir, party_id, code):
        for line in sorted(lines, key=lambda line: (-line.loan_year, line.number)):
            if line.isbn in isbns:
                found.setdefault(line.isbn, LatestWhy(run.code, line.number, line.loan_year))
    return found


def payments_of_work(
    session: Session, data_dir: Path, party_id: int, code: str, isbns: Collection[int]
) -> tuple[PaymentOfWork, ...]:
    """Where a year's share in these ISBNs was first taken, or taken with another sum; by day.

    The oldest of the payments that are looked at tells only of its newest year: the others were
    there before.
    """
    taken: dict[int, int] = {}
    found: list[PaymentOfWork] = []
    by_run = lines_by_run(session, data_dir, party_id, code)
    for place, (run, lines) in enumerate(reversed(by_run)):
        sums: dict[int, int] = defaultdict(int)
        for line in lines:
            if line.isbn in isbns:
                sums[line.loan_year] += line.factors.amount
        newest = open_years(run.kind, run.pays_on.year)[-1]
        for year, microcents in sorted(sums.items()):
            known = taken.get(year)
            if microcents != known and (place or year == newest):
                found.append(PaymentOfWork(run.code, run.pays_on, year, microcents, known))
        taken.update(sums)
    return tuple(found)


@kept.for_party
def lines_by_run(
    session: Session, data_dir: Path, party_id: int, code: str
) -> tuple[tuple[Run, tuple[RunLine, ...]], ...]:  # fmt: skip
    """The latest approved runs that have the party, newest first, with its lines.

    `code` is what snapshots call the party; whoever asks knows it.
    """
    own = {period.run_id for period in periods_of(session, party_id)}
    runs = [run for run in approved(session) if run.id in own]
    runs.sort(key=lambda run: (run.pays_on, run.id), reverse=True)
    return tuple(
        (run, lines_of(session, frozen(data_dir, run, code), party_id))
        for run in runs[:RUNS_LOOKED_AT]
    )
