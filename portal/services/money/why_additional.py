"""Why an additional distribution paid what it paid: one payee's part, exact, with its lines."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.rules.settlement.explain_additional import (
    AdditionalPart,
    KindPart,
    everybody,
    explained,
    share_loans,
)
from portal.services.base import kept
from portal.services.money.earlier_payments import Earlier, earlier_payments
from portal.services.money.run_lines import RunLine, numbered
from portal.services.money.statements import (
    PeriodStatement,
    Statement,
    payment,
    run_of,
    snapshot_of,
)
from portal.services.settlement.freezing import thaw
from portal.store.people import Party
from portal.store.settlement import Run

__all__ = ["KindPart", "SharedLine", "WhyAdditional", "all_additional", "why_additional"]


@dataclass(frozen=True)
class SharedLine:
    """One line and its share loans: loans × class × part."""

    line: RunLine
    share_loans: Fraction


@dataclass(frozen=True)
class WhyAdditional:
    """The additional money of one loan year in one payment, in full."""

    run: str
    pays_on: date
    name: str
    """Whose money it is."""
    period: PeriodStatement
    part: AdditionalPart
    lines: tuple[SharedLine, ...]
    earlier: tuple[Earlier, ...]


@kept.for_party
def why_additional(
    session: Session,
    data_dir: Path,
    party_id: int,
    run_code: str,
    loan_year: int,
    *,
    drafts: bool = False,
) -> WhyAdditional:
    """The additional distribution of a loan year in a payment of the party, of a calculated one
    too with `drafts`; raises NotFound.
    """
    statement = payment(session, data_dir, party_id, run_code, drafts=drafts)
    found = [p for p in statement.periods if p.distributed and p.loan_year == loan_year]
    if not found:
        raise NotFound(what="additional distribution", name=str(loan_year))
    return _explained(session, data_dir, party_id, statement, found[0])


@kept.for_party
def all_additional(
    session: Session, data_dir: Path, party_id: int, statement: Statement
) -> tuple[WhyAdditional, ...]:
    """Every additional distribution of a payment."""
    return tuple(
        _explained(session, data_dir, party_id, statement, period)
        for period in statement.periods
        if period.distributed
    )


def _explained(
    session: Session, data_dir: Path, party_id: int, statement: Statement, period: PeriodStatement
) -> WhyAdditional:
    run, _ = run_of(session, party_id, statement.run, drafts=True)
    snapshot = snapshot_of(session, data_dir, run, party_id)
    facts = thaw(data_dir, run.snapshot_path)
    year = period.loan_year
    [money] = [one for one in facts.undistributed if one.loan_year == year]
    total = _everybody(data_dir, run.snapshot_path, year)
    part = explained(facts, snapshot.place, money, total)
    return WhyAdditional(
        run=run.code,
        pays_on=run.pays_on,
        name=session.get_one(Party, party_id).name,
        period=period,
        part=part,
        lines=_lines(session, data_dir, run, party_id, part),
        earlier=earlier_payments(session, party_id, run, year, period.kind, additional=True),
    )


@lru_cache(maxsize=64)
def _everybody(data_dir: Path, snapshot_path: str, loan_year: int) -> Fraction:
    """Everybody's share loans; kept, because a written snapshot is never touched again."""
    facts = thaw(data_dir, snapshot_path)
    [money] = [one for one in facts.undistributed if one.loan_year == loan_year]
    return everybody(facts, money)


def _lines(
    session: Session, data_dir: Path, run: Run, party_id: int, part: AdditionalPart
) -> tuple[SharedLine, ...]:
    snapshot = snapshot_of(session, data_dir, run, party_id)
    columns = {field.name: getattr(part.lines, field.name) for field in fields(part.lines)}
    lists = (values.tolist() for values in columns.values())
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*lists, strict=True)]
    members = snapshot.members(sorted({row["title"] for row in rows}))
    for row in rows:
        row["isbn"] = min(members[row["title"]])
    return tuple(
        SharedLine(line, share_loans(of.loans, of.class_ppm, of.denominator, of.heads))
        for line in numbered(session, snapshot, party_id, rows)
        for of in (line.factors,)
    )
