"""A run in the shadow of a proposed value: what the next run would pay with it and without.

Nothing of it is a run: no snapshot is kept and no row of one, only what changes for whom.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.dated import DatedValue
from portal.kernel.periods import SPRING
from portal.rules.parameters import Book
from portal.rules.schemes import lending
from portal.rules.schemes import parameters as known_parameters
from portal.rules.settlement.comparison import Changed, Comparison, compared, without_undecided
from portal.rules.settlement.facts import Snapshot, Undistributed
from portal.rules.settlement.run import calculate
from portal.rules.tax import withholding
from portal.services.money.estimating import next_run
from portal.services.parameters import parameters
from portal.services.settlement import engines, run_rows
from portal.services.settlement.collecting import Order, snapshot
from portal.store.records import AuditEvent
from portal.store.settlement import RunUndistributed

FACTS = (
    "usage_imported", "unmatched_decided", "unmatched_undone", "catalogue_imported",
    "people_imported", "parameters_imported", "parameters_approved", "run_approved",
)  # fmt: skip
"""Events after which a shadow run is old: what the office brings in, and what was paid.

Entries that authors make day by day are not among them: a shadow would never be of today.
"""
_CHANGED = ("code", "gross", "gross_after", "net", "net_after", "waiting", "waiting_after",
            "owed", "owed_after", "difference")  # fmt: skip


_Terms: TypeAlias = tuple[lending.Terms, withholding.Defaults]


@dataclass(frozen=True)
class Shadow:
    """A comparison, the run that it is of, and how far the value reaches.

    `reach`: now (the next run already goes by it), later (it holds only from a later day or year:
    this shows it as if it held for the next run), none (no run goes by it). `undecided` are loan
    years and kinds that have loans but no rate, without the value and with it. `basis` is the last
    event of the audit that it knows of.
    """

    order: Order
    reach: str
    comparison: Comparison
    undecided: tuple[tuple[tuple[int, str], ...], tuple[tuple[int, str], ...]]
    basis: int

    def said(self, value: DatedValue) -> dict[str, Any]:
        """Everything as plain values, for the text that an approval is bound to."""
        c = self.comparison
        return {
            "value": {**vars(value), "valid_from": value.valid_from.isoformat()},
            "run": {
                "kind": self.order.kind,
                "pays_on": self.order.pays_on.isoformat(),
                "cutoff": self.order.cutoff.isoformat(),
            },
            "reach": self.reach,
            "basis": self.basis,
            "undecided": [[list(one) for one in side] for side in self.undecided],
            "before": {**c.before._asdict(), "people": c.paid_before},
            "after": {**c.after._asdict(), "people": c.paid_after},
            "years": [list(year) for year in c.years],
            "to_zero": sum(one.to_zero for one in c.changed),
            "columns": list(_CHANGED),
            "changed": [_row(one) for one in c.changed],
        }


def calculated(session: Session, data_dir: Path, value: DatedValue, today: date) -> Shadow:
    """Calculates the next run twice on the facts of now; raises what calculating a run raises."""
    basis = session.scalar(select(func.max(AuditEvent.id))) or 0
    book = parameters.book(session)
    order = order_of_next(session, book, today)
    with engines.opened(session, data_dir) as engine:
        facts, _ids = snapshot(session, data_dir, order, engine.counted)
        reach, changed = _reach(book, value, facts)
        if changed is None:
            other = with_value(book, value)
            trial, _ids = snapshot(session, data_dir, order, engine.counted, other)
        else:
            terms, defaults = changed
            trial = replace(facts, terms=terms, withholding=defaults)
    plain, before = without_undecided(facts)
    shadowed, after = without_undecided(trial)
    comparison = compared(plain, calculate(plain), shadowed, calculate(shadowed))
    return Shadow(order, reach, comparison, (before, after), basis)


def order_of_next(session: Session, book: Book, today: date) -> Order:
    """The run that pays next: the days of its latest draft, else the end of its half-year."""
    upcoming = next_run(session, book, today)
    mine = (upcoming.year, upcoming.kind)
    known = [run for run in run_rows.runs(session) if (run.pays_on.year, run.kind) == mine]
    drafts = [run for run in known if run.state != run_rows.APPROVED]
    if not drafts:
        half = (6, 30) if upcoming.kind == SPRING else (12, 31)
        pays_on = date(upcoming.year, *half)
        return Order(upcoming.kind, pays_on, min(today, pays_on))
    draft = drafts[-1]
    stated = session.execute(
        select(RunUndistributed.period_start, RunUndistributed.stated_cents)
        .where(RunUndistributed.run_id == draft.id)
        .order_by(RunUndistributed.period_start)
    )
    money = tuple(Undistributed(start.year, cents) for start, cents in stated)
    return Order(draft.kind, draft.pays_on, draft.cutoff, money)


def with_value(book: Book, *values: DatedValue) -> Book:
    """The book as it would be with these values too."""
    every = [value for name in book.names() for value in book.all(name)]
    return Book([*every, *values])


def text_of(shadow: Shadow, value: DatedValue) -> str:
    """Canonical JSON: the same shadow of the same value gives the same text."""
    return json.dumps(shadow.said(value), sort_keys=True, ensure_ascii=False,
                      separators=(",", ":"))  # fmt: skip


def digest_of(text: str) -> str:
    """What an approval names: the SHA-256 of the shadow's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def news_since(session: Session, basis: int) -> tuple[str, ...]:
    """The events since the shadow that made it old, each once; none when it still stands."""
    found = select(AuditEvent.event).where(AuditEvent.id > basis, AuditEvent.event.in_(FACTS))
    return tuple(sorted(set(session.scalars(found))))


def _reach(book: Book, value: DatedValue, facts: Snapshot) -> tuple[str, _Terms | None]:
    """How far the value reaches, and what holds by it; None where the open years change too."""
    changed = with_value(book, value)
    if lending.years_open(changed, facts.pays_on) != lending.years_open(book, facts.pays_on):
        return "now", None
    now = _terms(changed, facts)
    if now != (facts.terms, facts.withholding):
        return "now", now
    later = _terms(with_value(book, *_as_if(value, facts)), facts)
    return ("none" if later == now else "later"), later


def _terms(book: Book, facts: Snapshot) -> _Terms:
    years = tuple(facts.terms.years)
    return lending.terms(book, facts.pays_on, years), withholding.defaults(book, facts.pays_on)


def _as_if(value: DatedValue, facts: Snapshot) -> Iterable[DatedValue]:
    """The value as if it held on the run's day, for each loan year where it is one of a year."""
    of_years = {p.name for p in known_parameters() if p.basis == "loan_year_start"}
    if value.name in of_years and value.loan_year is None:
        for year in facts.open_years:
            yield replace(value, loan_year=year, valid_from=facts.pays_on)
    else:
        yield replace(value, valid_from=facts.pays_on)


def _row(one: Changed) -> list[Any]:
    pairs = ("gross", "net", "waiting", "owed")
    sums = [getattr(side, name) for name in pairs for side in (one.before, one.after)]
    return [one.code, *sums, one.difference]
