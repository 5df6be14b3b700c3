"""A run beside the one of the same kind a year before: who gains, who loses, and where from.

Sums are cents, shares of the work micro-cents. Everything is counted by SQL or read as columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Subquery, func, select, union_all
from sqlalchemy.orm import Session

from portal.kernel.catalogue import KINDS
from portal.services.runs.run_check_facts import header_of
from portal.services.settlement import run_line_sums
from portal.services.settlement.summary import RunSummary, run_by_code, summary_of
from portal.store.people import Party
from portal.store.settlement import Run, RunPayee, RunPeriod

BIGGEST = 20


@dataclass(frozen=True)
class Changed:
    """One person's money before tax in the run and in the one before."""

    code: str
    name: str
    before_cents: int
    now_cents: int

    @property
    def by_cents(self) -> int:
        """What the person gets more, below zero less."""
        return self.now_cents - self.before_cents


@dataclass(frozen=True)
class Side:
    """One row of a comparison by something: amounts are in the table's unit, None for no such row.

    `year` is the loan year of the newer run, 0 where the row is of no year.
    """

    word: str
    now: int | None
    before: int | None
    year: int = 0


@dataclass(frozen=True)
class Rate:
    """The rate of the newest loan year by kind, micro-cents a loan; None while not decided."""

    kind: str
    now: int | None
    before: int | None


@dataclass(frozen=True)
class Headline:
    """The change in a few values."""

    before: RunSummary
    new: int
    gone: int

    def ppm(self, now: RunSummary) -> int | None:
        """How much more is paid before tax, parts per million; None where nothing was."""
        if not self.before.gross_cents:
            return None
        more = now.gross_cents - self.before.gross_cents
        sign = -1 if more < 0 else 1
        return sign * (abs(more) * 1_000_000 // self.before.gross_cents)


@dataclass(frozen=True)
class Comparison:
    """Everything that the page of the comparison shows."""

    headline: Headline
    ups: tuple[Changed, ...]
    downs: tuple[Changed, ...]
    rates: tuple[Rate, ...]
    by_year: tuple[Side, ...]
    by_kind: tuple[Side, ...]
    by_role: tuple[Side, ...]
    by_medium: tuple[Side, ...]


def headline(session: Session, code: str) -> Headline | None:
    """What changed since the run of the same kind a year before; None without one."""
    return headline_of(session, run_by_code(session, code))


def headline_of(session: Session, run: Run) -> Headline | None:
    """The same of a row."""
    before = _year_before(session, run)
    if before is None:
        return None
    now, then = (_paid(one) for one in (run, before))
    new = (
        select(func.count()).select_from(now).where(now.c.party_id.not_in(select(then.c.party_id)))
    )
    gone = (
        select(func.count()).select_from(then).where(then.c.party_id.not_in(select(now.c.party_id)))
    )
    row = session.execute(select(new.scalar_subquery(), gone.scalar_subquery())).one()
    return Headline(summary_of(before), row[0], row[1])


def comparison(session: Session, data_dir: Path, code: str) -> Comparison | None:
    """The whole comparison; None without a run a year before."""
    found = headline(session, code)
    if found is None:
        return None
    run, before = run_by_code(session, code), run_by_code(session, found.before.run)
    headers = header_of(data_dir, run), header_of(data_dir, before)
    lines = [
        run_line_sums.of_run(data_dir, one.snapshot_path) if header else None
        for one, header in zip((run, before), headers, strict=True)
    ]
    return Comparison(
        headline=found,
        ups=_biggest(session, run, before, up=True),
        downs=_biggest(session, run, before, up=False),
        rates=_rates(*headers),
        by_year=_by_year(session, run, before),
        by_kind=_by_kind(session, run, before),
        by_role=_sides(*(dict(one.by_role) if one else {} for one in lines)),
        by_medium=_sides(*(dict(one.by_medium) if one else {} for one in lines)),
    )


def _year_before(session: Session, run: Run) -> Run | None:
    """The approved run of the same scheme and kind in the calendar year before, the first one."""
    first, last = date(run.pays_on.year - 1, 1, 1), date(run.pays_on.year - 1, 12, 31)
    query = select(Run).where(
        Run.scheme == run.scheme, Run.kind == run.kind, Run.state == "approved",
        Run.pays_on.between(first, last),
    )  # fmt: skip
    return session.scalar(query.order_by(Run.gross_cents.desc(), Run.id).limit(1))


def _paid(run: Run) -> Subquery:
    """Whoever is paid in a run, and how much."""
    query = select(RunPayee.party_id, RunPayee.gross_cents)
    return query.where(RunPayee.run_id == run.id, RunPayee.gross_cents > 0).subquery()


def _biggest(session: Session, run: Run, before: Run, *, up: bool) -> tuple[Changed, ...]:
    both = union_all(
        select(RunPayee.party_id, RunPayee.gross_cents.label("now"), (RunPayee.id * 0).label("was"))
        .where(RunPayee.run_id == run.id),
        select(RunPayee.party_id, (RunPayee.id * 0).label("now"), RunPayee.gross_cents.label("was"))
        .where(RunPayee.run_id == before.id),
    ).subquery()  # fmt: skip
    by = func.sum(both.c.now) - func.sum(both.c.was)
    rows = session.execute(
        select(Party.code, Party.name, func.sum(both.c.was), func.sum(both.c.now))
        .join(both, both.c.party_id == Party.id)
        .group_by(Party.code, Party.name)
        .having(by > 0 if up else by < 0)
        .order_by(by.desc() if up else by, Party.code)
        .limit(BIGGEST)
    )
    return tuple(Changed(code, name, int(was), int(now)) for code, name, was, now in rows)


def _rates(now: Mapping[str, Any] | None, before: Mapping[str, Any] | None) -> tuple[Rate, ...]:
    return tuple(Rate(kind, _rate(now, kind), _rate(before, kind)) for kind in KINDS)


def _rate(header: Mapping[str, Any] | None, kind: str) -> int | None:
    if header is None:
        return None
    found: int | None = header["years"][str(max(header["open_years"]))]["rate"][kind]
    return found


def _by_year(session: Session, run: Run, before: Run) -> tuple[Side, ...]:
    """What each loan year brings, beside the year that was as old in the run before."""
    sums = _moved(session, run, before, RunPeriod.period_start, RunPeriod.additional)
    shift = run.pays_on.year - before.pays_on.year
    now = {(s.year, bool(a)): c for (r, s, a), c in sums.items() if r == run.id}
    was = {(s.year + shift, bool(a)): c for (r, s, a), c in sums.items() if r == before.id}
    return tuple(
        Side("additional" if extra else "", now.get((year, extra)), was.get((year, extra)), year)
        for year, extra in sorted(now.keys() | was.keys(), key=lambda one: (-one[0], one[1]))
    )


def _by_kind(session: Session, run: Run, before: Run) -> tuple[Side, ...]:
    sums = _moved(session, run, before, RunPeriod.kind)
    now = {kind: cents for (of, kind), cents in sums.items() if of == run.id}
    was = {kind: cents for (of, kind), cents in sums.items() if of == before.id}
    return _sides(now, was)


def _moved(session: Session, run: Run, before: Run, *by: Any) -> dict[tuple[Any, ...], int]:
    rows = session.execute(
        select(RunPeriod.run_id, *by, func.sum(RunPeriod.moved_cents))
        .where(RunPeriod.run_id.in_((run.id, before.id)))
        .group_by(RunPeriod.run_id, *by)
    )
    return {tuple(row[:-1]): int(row[-1]) for row in rows}


def _sides(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[Side, ...]:
    words = [*now, *(word for word in before if word not in now)]
    return tuple(Side(word, now.get(word), before.get(word)) for word in words)
