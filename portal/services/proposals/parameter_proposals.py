"""A number of the rules changes by two people: one proposes it with a reason, another approves it.

Between them stands a run in the shadow, which says who gains and who loses. The approval is bound
to that very shadow, and a shadow that later facts made old must be calculated again.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import receipt_numbers
from portal.kernel.dated import DatedValue
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Actor
from portal.services.access.staff_interests import parties_of, same_person
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.base.texts import checked_name
from portal.services.orders import work_orders
from portal.services.parameters import parameters
from portal.services.proposals import parameter_days, shadow_runs
from portal.services.proposals.shadow_runs import Shadow
from portal.store.office import ParameterProposal, WorkOrder
from portal.store.people import Party

PROPOSERS = ("officer", "administrator")
APPROVERS = ("approver",)
LEAST_REASON, LONGEST_REASON = 10, 1000
OPEN = ("shadow", "proposed")
MOST_AT_ONCE = 20
ORDER_KIND = "shadow_run"


class ProposalRefused(Refusal):
    """The value cannot be proposed.

    `reason`: role (`roles`), why (the reason is too short: `least`), long (`longest`), same (it
    holds already), open (a proposal of the same `name` waits: `number`), past (`earliest` day),
    many (`most` values in one file).
    """

    code = "proposal_refused"


class ProposalNotDecided(Refusal):
    """The proposal cannot be decided so.

    `reason`: role (`roles`), own (the proposer), not_own (another withdraws it), interest (money
    of the approver changes), decided (it is closed), shadow (its shadow run has not ended), old
    (facts changed since), other (the shadow or the value is not the one that was seen), why (the
    reason is too short: `least`), long.
    """

    code = "proposal_not_decided"


def propose(
    session: Session, who: Actor, table: Mapping[str, Any], reason: str, today: date
) -> str:
    """Proposes one value, as a `[[parameter]]` table; orders its shadow run; returns the number.

    Raises ProposalRefused, UnknownParameter and ParameterUnreadable.
    """
    return _proposed(session, who, parameters.value_of(dict(table)), reason, today)


def propose_file(
    session: Session, who: Actor, file: str, text: str, reason: str, today: date
) -> tuple[str, ...]:
    """Proposes every value of a TOML file, or none; returns their numbers."""
    values = parameters.parsed(file, text)
    if len(values) > MOST_AT_ONCE:
        raise ProposalRefused(reason="many", most=MOST_AT_ONCE)
    with session.begin_nested():
        return tuple(_proposed(session, who, value, reason, today) for value in values)


def _proposed(session: Session, who: Actor, value: DatedValue, reason: str, today: date) -> str:
    if who.staff_role not in PROPOSERS or who.staff_id is None:
        raise ProposalRefused(reason="role", roles=", ".join(PROPOSERS))
    why = _reason(ProposalRefused, reason)
    locks.audit(session)
    before = parameter_days.held(session, value)
    if before is not None and (before.value, before.status) == (value.value, value.status):
        raise ProposalRefused(reason="same", name=value.name, value=value.value)
    earliest = parameter_days.earliest(session, value, today)
    if value.valid_from < earliest:
        raise ProposalRefused(reason="past", name=value.name, earliest=earliest)
    _check_alone(session, value)
    row = ParameterProposal(
        number=receipt_numbers.number_of(secrets.randbelow(receipt_numbers.POSSIBLE)),
        staff_id=who.staff_id,
        proposed_at=datetime.now(UTC),
        reason=why,
        **vars(value),
    )
    session.add(row)
    session.flush()
    told = {"name": value.name, "from": None if before is None else before.value,
            "to": value.value}  # fmt: skip
    audit.record(session, who, "parameter_proposed", proposal=row.number, **told,
                 sha256=digest(row))  # fmt: skip
    _order_shadow(session, who, row)
    return row.number


def run_again(session: Session, who: Actor, number: str) -> str:
    """Orders the shadow run anew, for one that failed or is old; returns the order's number."""
    if who.staff_role not in (*PROPOSERS, *APPROVERS):
        raise ProposalNotDecided(reason="role", roles=", ".join((*PROPOSERS, *APPROVERS)))
    return _order_shadow(session, who, _open(session, number))


def keep_shadow(session: Session, who: Actor, number: str, shadow: Shadow) -> str:
    """Keeps what a shadow run found, and the proposal waits for its decision; returns its digest.

    A proposal that was closed meanwhile stays as it is.
    """
    row = _open(session, number)
    row.shadow = shadow_runs.text_of(shadow, value_of(row))
    row.shadow_sha256 = shadow_runs.digest_of(row.shadow)
    row.state = "proposed"
    session.flush()
    audit.record(session, who, "shadow_run_made", proposal=number, sha256=digest(row))
    return row.shadow_sha256


def withdraw(session: Session, who: Actor, number: str) -> None:
    """The proposer takes the proposal back."""
    row = _open(session, number)
    if who.staff_id is None or who.staff_id != row.staff_id:
        raise ProposalNotDecided(reason="not_own")
    _close(session, row, who, "withdrawn", "")
    audit.record(session, who, "parameter_withdrawn", proposal=number, sha256=digest(row))


def refuse(session: Session, who: Actor, number: str, reason: str) -> None:
    """Another person says no, with a reason that the proposer reads."""
    row = _open(session, number)
    _check_decider(session, who, row)
    _close(session, row, who, "refused", _reason(ProposalNotDecided, reason))
    audit.record(session, who, "parameter_refused", proposal=number, sha256=digest(row))


def approve(
    session: Session, who: Actor, number: str, seen_sha256: str, reason: str = ""
) -> DatedValue:
    """Another person says yes to the shadow that was seen; the value holds from its day on.

    Raises ProposalNotDecided.
    """
    row = _open(session, number)
    _check_decider(session, who, row)
    if row.state != "proposed":
        raise ProposalNotDecided(reason="shadow")
    _check_shadow(session, row, seen_sha256)
    _check_interest(session, who.staff_id or 0, row)
    value = value_of(row)
    before = parameter_days.held(session, value)
    _close(session, row, who, "approved", reason.strip()[:LONGEST_REASON])
    values = parameters.add(session, [value])
    told = {"name": value.name, "from": None if before is None else before.value,
            "to": value.value}  # fmt: skip
    audit.record(session, who, "parameters_approved", proposal=number, **told,
                 sha256=digest(row), changed=1, values=values)  # fmt: skip
    return value


def value_of(row: ParameterProposal) -> DatedValue:
    """The value that a proposal is about."""
    return DatedValue(row.name, row.valid_from, row.value, row.unit, row.source,
                      loan_year=row.loan_year, kind=row.kind, status=row.status)  # fmt: skip


def digest(row: ParameterProposal) -> str:
    """What the audit holds of a proposal: the SHA-256 of what it says and how it was decided."""
    said = {**vars(value_of(row)), "valid_from": row.valid_from.isoformat(),
            "number": row.number, "staff": row.staff_id, "reason": row.reason,
            "state": row.state, "shadow": row.shadow_sha256, "decided_by": row.decided_by_id,
            "decision": row.decision}  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _order_shadow(session: Session, who: Actor, row: ParameterProposal) -> str:
    order = work_orders.order(session, who, ORDER_KIND, {"proposal": row.number})
    row.order_id = session.scalar(select(WorkOrder.id).where(WorkOrder.number == order.number))
    session.flush()
    return order.number


def _open(session: Session, number: str) -> ParameterProposal:
    locks.alone(session)
    row = session.scalar(select(ParameterProposal).where(ParameterProposal.number == number))
    if row is None:
        raise NotFound(what="proposal", name=number)
    if row.state not in OPEN:
        raise ProposalNotDecided(reason="decided", number=number)
    return row


def _check_alone(session: Session, value: DatedValue) -> None:
    rows = select(ParameterProposal).where(
        ParameterProposal.name == value.name, ParameterProposal.state.in_(OPEN)
    )
    for row in session.scalars(rows):
        if value_of(row).key == value.key:
            raise ProposalRefused(reason="open", name=value.name, number=row.number)


def _check_decider(session: Session, who: Actor, row: ParameterProposal) -> None:
    if who.staff_role not in APPROVERS or who.staff_id is None:
        raise ProposalNotDecided(reason="role", roles=", ".join(APPROVERS))
    if same_person(session, who.staff_id, row.staff_id):
        raise ProposalNotDecided(reason="own")


def _check_shadow(session: Session, row: ParameterProposal, seen_sha256: str) -> None:
    """The shadow is whole, of this value, the one that was seen, and still of today's facts."""
    said = json.loads(row.shadow)
    value = {**vars(value_of(row)), "valid_from": row.valid_from.isoformat()}
    if not row.shadow_sha256 == seen_sha256 == shadow_runs.digest_of(row.shadow):
        raise ProposalNotDecided(reason="other")
    if said["value"] != value:
        raise ProposalNotDecided(reason="other")
    if shadow_runs.news_since(session, said["basis"]):
        raise ProposalNotDecided(reason="old")


def _check_interest(session: Session, staff_id: int, row: ParameterProposal) -> None:
    parties = parties_of(session, staff_id)
    mine = set(session.scalars(select(Party.code).where(Party.id.in_(parties))))
    if mine & {changed[0] for changed in json.loads(row.shadow)["changed"]}:
        raise ProposalNotDecided(reason="interest")


def _close(session: Session, row: ParameterProposal, who: Actor, state: str, decision: str) -> None:
    row.state, row.decision = state, decision
    row.decided_by_id, row.decided_at = who.staff_id, datetime.now(UTC)
    session.flush()


def _reason(refusal: type[Refusal], text: str) -> str:
    words = " ".join(text.split())
    if len(words) < LEAST_REASON:
        raise refusal(reason="why", least=LEAST_REASON)
    if len(words) > LONGEST_REASON:
        raise refusal(reason="long", longest=LONGEST_REASON)
    return checked_name("reason", words, LONGEST_REASON)
