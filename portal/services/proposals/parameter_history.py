"""Where each value of the rules comes from: shipped, imported from a file, or decided by two.

The audit says how many values each event brought, and their digest: so every row has its event.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.dated import DatedValue
from portal.services.parameters import parameters
from portal.services.proposals import parameter_proposals
from portal.services.proposals.shadow_runs import digest_of
from portal.store.office import ParameterProposal
from portal.store.people import Staff
from portal.store.records import AuditEvent

_BRINGING = ("parameters_imported", "parameters_approved", "engine_chosen")
_PROPOSING = (
    "parameter_proposed", "shadow_run_made", "parameter_withdrawn", "parameter_refused",
    "parameters_approved",
)  # fmt: skip


@dataclass(frozen=True)
class Origin:
    """How a value came: `way` is shipped, file (imported), proposal or command.

    `by` brought or proposed it, `approved_by` said yes, `number` is the proposal's.
    """

    way: str
    at: datetime | None = None
    by: str = ""
    approved_by: str = ""
    number: str = ""


@dataclass(frozen=True)
class Kept:
    """A value and its origin; `replaced` by a later one of the same key."""

    value: DatedValue
    origin: Origin
    replaced: bool


def history(session: Session, name: str) -> tuple[Kept, ...]:
    """Every value of a name, replaced ones too: by loan year and day, the newest first."""
    mine = [(value, Origin("shipped")) for value in parameters.shipped() if value.name == name]
    mine += [(v, _origin(session, event)) for v, event in _brought(session) if v.name == name]
    latest = {value.key: place for place, (value, _) in enumerate(mine)}
    kept = [Kept(v, origin, latest[v.key] != place) for place, (v, origin) in enumerate(mine)]
    kept.reverse()
    return tuple(sorted(kept, key=lambda one: _order(one.value), reverse=True))


def broken_values(session: Session) -> tuple[int, list[str]]:
    """The society's own values and proposals that are not what the audit recorded, by name."""
    own = parameters.own(session)
    place, problems = 0, []
    for event in _events(session, _BRINGING):
        said = json.loads(event.details)
        number = int(said.get("changed", 1))
        values, place = own[place : place + number], place + number
        if "values" in said and parameters.digest(values) != said["values"]:
            problems.append(f"values of event {event.id}: not those that were recorded")
    problems += [f"{value.name}: without its event" for value in own[place:]]
    if place > len(own):
        problems.append(f"{place - len(own)} values: recorded, but not there")
    rows = session.scalars(select(ParameterProposal).order_by(ParameterProposal.id)).all()
    return len(own) + len(rows), [*problems, *_broken_proposals(session, rows)]


def _broken_proposals(session: Session, rows: Sequence[ParameterProposal]) -> Iterator[str]:
    said: dict[str, str] = {}
    for event in _events(session, _PROPOSING):
        details = json.loads(event.details)
        said[details["proposal"]] = details["sha256"]
    for row in rows:
        if said.pop(row.number, None) != parameter_proposals.digest(row):
            yield f"proposal {row.number}: not as it was recorded"
        elif row.shadow_sha256 and digest_of(row.shadow) != row.shadow_sha256:
            yield f"proposal {row.number}: another shadow run"
    for number in said:
        yield f"proposal {number}: recorded, but not there"


def _brought(session: Session) -> Iterator[tuple[DatedValue, AuditEvent | None]]:
    own = iter(parameters.own(session))
    for event in _events(session, _BRINGING):
        for _ in range(int(json.loads(event.details).get("changed", 1))):
            value = next(own, None)
            if value is None:
                return
            yield value, event
    for value in own:
        yield value, None


def _events(session: Session, names: tuple[str, ...]) -> list[AuditEvent]:
    query = select(AuditEvent).where(AuditEvent.event.in_(names)).order_by(AuditEvent.id)
    return list(session.scalars(query))


def _origin(session: Session, event: AuditEvent | None) -> Origin:
    if event is None:
        return Origin("file")
    if event.event == "parameters_imported":
        return Origin("file", event.at, event.actor)
    if event.event == "engine_chosen":
        return Origin("command", event.at, event.actor)
    number = json.loads(event.details)["proposal"]
    by = session.scalar(
        select(Staff.name)
        .join(ParameterProposal, ParameterProposal.staff_id == Staff.id)
        .where(ParameterProposal.number == number)
    )
    return Origin("proposal", event.at, by or "", event.actor, number)


def _order(value: DatedValue) -> tuple[int, date]:
    return value.loan_year or 0, value.valid_from
