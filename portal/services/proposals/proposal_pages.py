"""Proposed values as the office reads them: who, why, and what the run in the shadow says."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased, defer

from portal.kernel.cells import harmless
from portal.kernel.dated import DatedValue
from portal.kernel.errors import NotFound
from portal.kernel.identity import Actor
from portal.services.proposals import parameter_days, shadow_runs
from portal.services.proposals.parameter_proposals import APPROVERS, OPEN, value_of
from portal.store.office import ParameterProposal, WorkOrder
from portal.store.people import Party, Staff

A_PAGE = 50
MOST_NAMED = 50


@dataclass(frozen=True)
class Changed:
    """A person for whom something changes; cents. `difference` is below zero for a loss."""

    code: str
    name: str
    net: int
    net_after: int
    waiting: int
    waiting_after: int
    owed: int
    owed_after: int
    difference: int


@dataclass(frozen=True)
class ShadowSeen:
    """A shadow run; sums are those of `kernel` cents by name, and `people` who are paid.

    `gains` and `losses` are the largest of each; `news` are events that made it old.
    """

    kind: str
    pays_on: date
    cutoff: date
    reach: str
    undecided: tuple[tuple[tuple[int, str], ...], tuple[tuple[int, str], ...]]
    before: dict[str, int]
    after: dict[str, int]
    years: tuple[tuple[int, int, int], ...]
    gaining: int
    losing: int
    to_zero: int
    gains: tuple[Changed, ...]
    losses: tuple[Changed, ...]
    news: tuple[str, ...]


@dataclass(frozen=True)
class ProposalSeen:
    """A proposal; `before` is what holds now in its place, `order` the number of its shadow run."""

    number: str
    value: DatedValue
    before: DatedValue | None
    reason: str
    state: str
    proposer: str
    proposer_id: int
    proposed_at: datetime
    decider: str
    decided_at: datetime | None
    decision: str
    sha256: str
    order: str
    order_state: str
    shadow: ShadowSeen | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for anything."""
        return self.state in OPEN

    @property
    def can_be_approved(self) -> bool:
        """Whether its shadow is there and still of today's facts."""
        return self.state == "proposed" and self.shadow is not None and not self.shadow.news


def value(session: Session, number: str) -> DatedValue:
    """The value of a proposal; raises NotFound."""
    return value_of(_row(session, number))


def seen(session: Session, number: str) -> ProposalSeen:
    """One proposal with its shadow; raises NotFound."""
    found = session.execute(_joined().where(ParameterProposal.number == number)).first()
    if found is None:
        raise NotFound(what="proposal", name=number)
    shadow = _shadow(session, found[0]) if found[0].shadow_sha256 else None
    return _seen(session, found, shadow)


def listed(
    session: Session, page: int = 1, *, name: str | None = None, open_only: bool = False
) -> tuple[tuple[ProposalSeen, ...], int]:
    """A page of proposals without their shadows, the newest first, and how many there are."""
    wanted = []
    if name is not None:
        wanted.append(ParameterProposal.name == name)
    if open_only:
        wanted.append(ParameterProposal.state.in_(OPEN))
    total = session.scalar(select(func.count()).select_from(ParameterProposal).where(*wanted)) or 0
    query = _joined().options(defer(ParameterProposal.shadow)).where(*wanted)
    rows = session.execute(
        query.order_by(ParameterProposal.id.desc()).limit(A_PAGE).offset((page - 1) * A_PAGE)
    )
    return tuple(_seen(session, row, None) for row in rows), total


def waiting(session: Session, actor: Actor) -> tuple[int, datetime | None]:
    """How many proposals wait for this approver, none for another role; and since when."""
    if actor.staff_role not in APPROVERS:
        return 0, None
    mine = select(func.count(), func.min(ParameterProposal.proposed_at)).where(
        ParameterProposal.state == "proposed", ParameterProposal.staff_id != actor.staff_id
    )
    number, oldest = session.execute(mine).one()
    return int(number), oldest


def everybody_csv(session: Session, number: str) -> str:
    """Everybody for whom the shadow run changes something, as a table; raises NotFound."""
    row = _row(session, number)
    if not row.shadow_sha256:
        raise NotFound(what="shadow", name=number)
    said = json.loads(row.shadow)
    text = io.StringIO()
    writer = csv.writer(text)
    columns = ["person_id", *(f"{name}_cents" for name in said["columns"][1:])]
    writer.writerow(columns)
    writer.writerows([harmless(one[0]), *one[1:]] for one in said["changed"])
    return text.getvalue()


def _row(session: Session, number: str) -> ParameterProposal:
    row = session.scalar(select(ParameterProposal).where(ParameterProposal.number == number))
    if row is None:
        raise NotFound(what="proposal", name=number)
    return row


def _joined() -> Select[ParameterProposal, str, str, str, str]:
    proposer, decider = aliased(Staff), aliased(Staff)
    return (
        select(ParameterProposal, proposer.name, decider.name, WorkOrder.number, WorkOrder.state)
        .join(proposer, proposer.id == ParameterProposal.staff_id)
        .outerjoin(decider, decider.id == ParameterProposal.decided_by_id)
        .outerjoin(WorkOrder, WorkOrder.id == ParameterProposal.order_id)
    )


def _seen(session: Session, found: Any, shadow: ShadowSeen | None) -> ProposalSeen:
    row, proposer, decider, order, order_state = found
    proposed = value_of(row)
    return ProposalSeen(
        number=row.number,
        value=proposed,
        before=parameter_days.held(session, proposed),
        reason=row.reason,
        state=row.state,
        proposer=proposer,
        proposer_id=row.staff_id,
        proposed_at=row.proposed_at,
        decider=decider or "",
        decided_at=row.decided_at,
        decision=row.decision,
        sha256=row.shadow_sha256,
        order=order or "",
        order_state=order_state or "",
        shadow=shadow,
    )


def _shadow(session: Session, row: ParameterProposal) -> ShadowSeen:
    said = json.loads(row.shadow)
    gains = sorted((one for one in said["changed"] if one[-1] > 0), key=lambda one: -one[-1])
    losses = sorted((one for one in said["changed"] if one[-1] < 0), key=lambda one: one[-1])
    named = [*gains[:MOST_NAMED], *losses[:MOST_NAMED]]
    wanted = select(Party.code, Party.name).where(Party.code.in_([one[0] for one in named]))
    names = {row.code: row.name for row in session.execute(wanted)}
    run, (before, after) = said["run"], said["undecided"]
    old = shadow_runs.news_since(session, said["basis"]) if row.state == "proposed" else ()
    return ShadowSeen(
        kind=run["kind"],
        pays_on=date.fromisoformat(run["pays_on"]),
        cutoff=date.fromisoformat(run["cutoff"]),
        reach=said["reach"],
        undecided=(tuple(map(tuple, before)), tuple(map(tuple, after))),
        before=said["before"],
        after=said["after"],
        years=tuple(map(tuple, said["years"])),
        gaining=len(gains),
        losing=len(losses),
        to_zero=said["to_zero"],
        gains=tuple(_changed(one, names) for one in gains[:MOST_NAMED]),
        losses=tuple(_changed(one, names) for one in losses[:MOST_NAMED]),
        news=old,
    )


def _changed(row: list[Any], names: dict[str, str]) -> Changed:
    code, _gross, _gross_after, *sums = row
    return Changed(code, names.get(code, ""), *sums)
