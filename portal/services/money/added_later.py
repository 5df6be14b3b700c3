"""What became of the loans of an edition that was added after a run's last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from portal.kernel.catalogue import NARRATOR, PHYSICAL, PHYSICAL_MEDIUM, kind_of
from portal.kernel.periods import expires_on, open_years
from portal.services.money.run_lines import Frozen, RunLine, frozen, lines_of
from portal.services.money.unpaid import COUNTED, PAID, STILL_OPEN, TOO_LATE, Afterwards
from portal.services.parameters import parameters
from portal.store.catalogue import Edition
from portal.store.matching import AssignedCounts
from portal.store.people import Party
from portal.store.settlement import Run, RunPeriod
from portal.store.usage import UsageImport
from portal.usage import counts as usage_counts


@dataclass(frozen=True)
class Later:
    """An edition and the day on which it was added."""

    isbn: int
    added_on: date


@dataclass(frozen=True)
class _NextRun:
    """A later approved run as one party sees it; `paid` are loan years and kinds.

    `back`: how many years back it pays.
    """

    run: Run
    lines: tuple[RunLine, ...]
    paid: frozenset[tuple[int, str]]
    back: int

    def opens(self, year: int) -> bool:
        """Whether the run could pay the loans of a year."""
        return year in open_years(self.run.kind, self.run.pays_on.year, self.back)

    def line(self, isbn: int, year: int) -> RunLine | None:
        """The edition's line of a year, if it has one."""
        found = (line for line in self.lines if line.loan_year == year and isbn in line.members)
        return next((line for line in found if line.role != NARRATOR), None)

    def pays(self, line: RunLine) -> bool:
        """Whether money of the line's year and kind was in the payment."""
        return (line.loan_year, line.kind) in self.paid


def afterwards(
    session: Session, party_id: int, run: Run, snapshot: Frozen, late: list[Later]
) -> dict[int, tuple[Afterwards, ...]]:
    """By ISBN: what became of each open year of which the run knew loans; none without any."""
    if not late:
        return {}
    years = _years_lent(session, run, snapshot, [one.isbn for one in late])
    back = parameters.years_open(session, run.pays_on)
    runs = _runs_after(session, party_id, run, snapshot, min(one.added_on for one in late))
    became = {
        one.isbn: [
            _became(runs, one, year, expires_on(year, back))
            for year in sorted(years.get(one.isbn, ()))
        ]
        for one in late
    }
    return {isbn: tuple(one for one in all_ if one) for isbn, all_ in became.items()}


def _became(
    runs: list[_NextRun], entry: Later, year: int, last_day: date
) -> Afterwards | None:  # fmt: skip
    """What became of one loan year; None where the entry would have brought nothing."""
    counting = [one for one in runs if one.run.cutoff >= entry.added_on]
    opened = [one for one in counting if one.opens(year)]
    lines = [(one, one.line(entry.isbn, year)) for one in opened]
    lined = [(one.run, one.pays(line)) for one, line in lines if line is not None]
    if lined:
        run, paid = next((one for one in lined if one[1]), lined[0])
        return Afterwards(year, PAID if paid else COUNTED, run.pays_on, run.code)
    if opened:
        return None
    over = bool(counting) or last_day < entry.added_on
    return Afterwards(year, TOO_LATE if over else STILL_OPEN, last_day)


def _runs_after(
    session: Session, party_id: int, run: Run, snapshot: Frozen, since: date
) -> list[_NextRun]:
    """The approved runs after this one whose last day was not before `since`, oldest first."""
    runs = session.scalars(
        select(Run)
        .where(Run.state == "approved", Run.after_approvals > run.after_approvals)
        .where(Run.cutoff >= since)
        .order_by(Run.after_approvals)
    ).all()
    code = session.get_one(Party, party_id).code
    return [
        _NextRun(
            one,
            lines_of(session, frozen(snapshot.data_dir, one, code), party_id),
            _paid(session, one, party_id),
            parameters.years_open(session, one.pays_on),
        )
        for one in runs
    ]


def _paid(session: Session, run: Run, party_id: int) -> frozenset[tuple[int, str]]:
    rows = session.scalars(
        select(RunPeriod).where(
            RunPeriod.run_id == run.id,
            RunPeriod.party_id == party_id,
            RunPeriod.additional.is_(False),
            RunPeriod.moved_cents > 0,
        )
    )
    return frozenset((row.period_start.year, row.kind) for row in rows)


def _years_lent(
    session: Session, run: Run, snapshot: Frozen, isbns: list[int]
) -> dict[int, set[int]]:
    """ISBN → open years with loans that are paid, by what had been read when the run was made."""
    newer = aliased(UsageImport)
    rows = session.execute(
        select(UsageImport.counts_path, AssignedCounts.counts_path.label("given"))
        .outerjoin(newer, newer.id == UsageImport.superseded_by_id)
        .outerjoin(
            AssignedCounts,
            and_(
                AssignedCounts.import_id == UsageImport.id,
                AssignedCounts.made_at <= run.calculated_at,
            ),
        )
        .where(UsageImport.imported_at <= run.calculated_at)
        .where(or_(newer.id.is_(None), newer.imported_at > run.calculated_at))
        .order_by(UsageImport.id)
    )
    paths = [path for row in rows for path in row if path is not None]
    columns = (Edition.isbn, Edition.medium)
    rows = session.execute(select(*columns).where(Edition.isbn.in_(isbns)))
    media = {row.isbn: row.medium for row in rows}
    years: dict[int, set[int]] = {isbn: set() for isbn in isbns}
    for title in usage_counts.for_isbns(snapshot.data_dir, paths, isbns):
        said = next((media[isbn] for isbn in title.members if isbn in media), PHYSICAL_MEDIUM)
        physical = kind_of(title.medium or said) == PHYSICAL
        is_paid = physical or title.loan_year >= snapshot.header["e_loans_from"]
        if title.loans and is_paid and title.loan_year in snapshot.open_years:
            for isbn in years.keys() & set(title.members):
                years[isbn].add(title.loan_year)
    return years
