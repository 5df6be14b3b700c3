"""Two calculations of one run side by side: what changes for whom, and for which loan year; cents.

The second differs from the first by parameters alone: a run in the shadow of a proposed value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from portal.kernel.catalogue import KINDS
from portal.kernel.columns import column
from portal.rules.settlement.entitlement import KIND_OF_MEDIUM
from portal.rules.settlement.facts import Counts, Snapshot
from portal.rules.settlement.run import Result


class Sums(NamedTuple):
    """What a run comes to, for one payee or for all; cents. `owed` is what stays overpaid."""

    gross: int = 0
    tax: int = 0
    net: int = 0
    waiting: int = 0
    disputed: int = 0
    owed: int = 0


class Changed(NamedTuple):
    """One payee for whom something changes."""

    code: str
    before: Sums
    after: Sums

    @property
    def difference(self) -> int:
        """What the payee has more: paid, or where that stays the same, waiting less owed; cents."""
        paid = self.after.net - self.before.net
        return paid or _worth(self.after) - _worth(self.before)

    @property
    def to_zero(self) -> bool:
        """Whether a payment falls away whole."""
        return self.before.net > 0 and self.after.net == 0


@dataclass(frozen=True)
class Comparison:
    """Both totals with the number paid, the payees that change by code, and loan years.

    `years` holds (loan year, gross before, gross after), oldest first.
    """

    before: Sums
    after: Sums
    paid_before: int
    paid_after: int
    changed: tuple[Changed, ...]
    years: tuple[tuple[int, int, int], ...]


def compared(
    facts: Snapshot, result: Result, other_facts: Snapshot, other_result: Result
) -> Comparison:
    """Compares by the payees' codes; a payee that one of them does not know has zeros there."""
    before, after = dict(_payees(facts, result)), dict(_payees(other_facts, other_result))
    nothing = Sums()
    pairs = [
        Changed(code, before.get(code, nothing), after.get(code, nothing))
        for code in sorted(before.keys() | after.keys())
    ]
    years, other_years = _years(result), _years(other_result)
    return Comparison(
        before=_total(before.values()),
        after=_total(after.values()),
        paid_before=sum(1 for sums in before.values() if sums.gross),
        paid_after=sum(1 for sums in after.values() if sums.gross),
        changed=tuple(pair for pair in pairs if pair.before != pair.after),
        years=tuple(
            (year, years[year], other_years[year])
            for year in sorted(years.keys() | other_years.keys())
        ),
    )


def without_undecided(facts: Snapshot) -> tuple[Snapshot, tuple[tuple[int, str], ...]]:
    """The facts without the loans whose rate nobody has decided, and which they are.

    Such a run is never paid; the comparison needs it, because a proposal may be that very rate.
    """
    counts, missing = facts.counts, []
    kept = np.ones(counts.loan_year.size, dtype=np.bool_)
    for year in facts.open_years:
        terms = facts.terms.years[year]
        for place, kind in enumerate(KINDS):
            if terms.rate[kind] is not None or not facts.terms.pays(year, kind):
                continue
            rows = (counts.loan_year == year) & (KIND_OF_MEDIUM[counts.medium] == place)
            if rows.any():
                kept &= ~rows
                missing.append((year, kind))
    rows_kept = column(np.flatnonzero(kept))
    left = Counts(*(getattr(counts, name)[rows_kept] for name in counts.__dataclass_fields__))
    return replace(facts, counts=left), tuple(missing)


def _payees(facts: Snapshot, result: Result) -> Iterator[tuple[str, Sums]]:
    for payee in result.payees:
        owed = sum(outcome.debt_after for outcome in payee.outcomes)
        yield (
            facts.payees.code[payee.payee],
            Sums(payee.gross, payee.tax, payee.net, payee.waiting, payee.disputed, owed),
        )


def _total(all_sums: Iterable[Sums]) -> Sums:
    return Sums(*(sum(part) for part in zip(*all_sums, strict=True)))


def _years(result: Result) -> Counter[int]:
    sums: Counter[int] = Counter()
    for payee in result.payees:
        for period, outcome in zip(payee.periods, payee.outcomes, strict=True):
            sums[period.loan_year] += outcome.moved
    return sums


def _worth(sums: Sums) -> int:
    return sums.gross + sums.waiting - sums.owed
