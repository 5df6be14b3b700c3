"""Statistics of approved runs, for everybody: by payment and by calendar year."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from portal.kernel.money import text_from_cents
from portal.rules import statistics
from portal.rules.statistics import Figures, Limits, Spread
from portal.services.parameters import parameters
from portal.store.settlement import Run, RunPayee

__all__ = ["Figures", "Limits", "Statistics", "StatisticsRow", "runs_csv", "statistics_of_runs",
           "years_csv"]  # fmt: skip

_COLUMNS = (
    "people", "sum_euro", "mean_euro", "median_euro",
    *(f"decile_{tenth}_euro" for tenth in range(1, statistics.TENTHS)), "paid_nothing",
)  # fmt: skip
_MOST_KEPT = 500


@dataclass(frozen=True)
class StatisticsRow:
    """One payment or one calendar year; `run`, `kind` and `pays_on` are empty for a year."""

    year: int
    figures: Figures
    run: str = ""
    kind: str = ""
    pays_on: date | None = None


@dataclass(frozen=True)
class Statistics:
    """All approved payments and their calendar years, newest first, and the limits of both."""

    runs: tuple[StatisticsRow, ...]
    years: tuple[StatisticsRow, ...]
    limits: Limits


@dataclass(frozen=True)
class _YearSpreads:
    """The spreads of the runs of one year, in their order, and of the year as a whole."""

    runs: tuple[Spread, ...]
    whole: Spread


_kept: dict[tuple[str, ...], _YearSpreads] = {}
"""By the digests of a year's approved runs: equal digests are equal payments, for ever."""


def statistics_of_runs(session: Session, today: date) -> Statistics:
    """The figures that may be published; raises ParameterNotSet."""
    limits = statistics.limits(parameters.book(session), today)
    by_year = _approved(session)
    spreads = _spreads(session, by_year)
    runs, years = [], []
    for year in sorted(by_year, reverse=True):
        found = spreads[year]
        whole = statistics.published_whole(found.whole, found.runs, limits)
        years.append(StatisticsRow(year, whole))
        for run, one in reversed(list(zip(by_year[year], found.runs, strict=True))):
            figures = statistics.published(one, limits)
            runs.append(StatisticsRow(year, figures, run.code, run.kind, run.pays_on))
    return Statistics(tuple(runs), tuple(years), limits)


def runs_csv(found: Statistics) -> str:
    """The payments as CSV; a cell of what is left out is empty."""
    rows = [(row.run, row.kind, row.pays_on, *_cells(row.figures)) for row in found.runs]
    return _csv(("run", "kind", "pays_on", *_COLUMNS), rows)


def years_csv(found: Statistics) -> str:
    """The calendar years as CSV; a cell of what is left out is empty."""
    rows = [(row.year, *_cells(row.figures)) for row in found.years]
    return _csv(("year", *_COLUMNS), rows)


def _approved(session: Session) -> dict[int, list[Row[str, str, str, date, int]]]:
    columns = (Run.code, Run.digest, Run.kind, Run.pays_on, Run.id)
    rows = session.execute(
        select(*columns).where(Run.state == "approved").order_by(Run.pays_on, Run.id)
    )
    by_year: dict[int, list[Row[str, str, str, date, int]]] = defaultdict(list)
    for row in rows:
        by_year[row.pays_on.year].append(row)
    return by_year


def _spreads(
    session: Session, by_year: dict[int, list[Row[str, str, str, date, int]]]
) -> dict[int, _YearSpreads]:
    """Each year's spreads; payments are read once for each set of approved runs."""
    keys = {year: tuple(run.digest for run in runs) for year, runs in by_year.items()}
    known = {year: _kept[key] for year, key in keys.items() if key in _kept}
    wanted = {run.id: year for year, runs in by_year.items() if year not in known for run in runs}
    paid = _paid(session, list(wanted)) if wanted else {}
    if len(_kept) > _MOST_KEPT:
        _kept.clear()
    for year in set(wanted.values()):
        of_runs = [paid.get(run.id, {}) for run in by_year[year]]
        known[year] = _kept[keys[year]] = _year(of_runs)
    return known


def _paid(session: Session, run_ids: list[int]) -> dict[int, dict[int, int]]:
    """Run → party → cents before tax, zero for who got nothing."""
    columns = (RunPayee.run_id, RunPayee.party_id, RunPayee.gross_cents)
    paid: dict[int, dict[int, int]] = defaultdict(dict)
    for run_id, party_id, cents in session.execute(
        select(*columns).where(RunPayee.run_id.in_(run_ids))
    ):
        paid[run_id][party_id] = cents
    return paid


def _year(of_runs: list[dict[int, int]]) -> _YearSpreads:
    together: dict[int, int] = defaultdict(int)
    for paid in of_runs:
        for party, cents in paid.items():
            together[party] += cents
    runs = tuple(statistics.spread(paid.values()) for paid in of_runs)
    return _YearSpreads(runs, statistics.spread(together.values()))


def _cells(figures: Figures) -> list[object]:
    deciles = figures.deciles or (None,) * (statistics.TENTHS - 1)
    sums = (figures.total, figures.mean, figures.median, *deciles)
    return [figures.people, *(None if one is None else text_from_cents(one) for one in sums),
            figures.nothing]  # fmt: skip


def _csv(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()
