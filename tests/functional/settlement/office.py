"""An office with a draft of the next run: proposing a value, trying it in the shadow, approving."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portal.jobs import orders
from portal.kernel.identity import Actor
from portal.services.access import staff
from portal.services.parameters import parameters
from portal.services.proposals import parameter_proposals, proposal_pages
from portal.services.proposals.parameter_proposals import ProposalNotDecided
from portal.services.proposals.proposal_pages import ProposalSeen
from tests.factories.console import Console

TODAY = date(2023, 11, 20)
REASON = "The board decided it on 14 November."
RATE = {
    "name": "lending.rate", "loan_year": 2022, "valid_from": "2023-11-20", "value": "0.40",
    "unit": "EUR/loan", "source": "Board, 14 November 2023",
}  # fmt: skip


def employed(console: Console, name: str, role: str, person: str | None = None) -> Actor:
    code = console.staff(name, role, person)
    with console.session(writes=False) as session:
        return staff.actor(session, code, TODAY)


def proposed(console: Console, who: Actor, **changes: Any) -> str:
    with console.session() as session:
        return parameter_proposals.propose(session, who, {**RATE, **changes}, REASON, TODAY)


def tried(console: Console, who: Actor, **changes: Any) -> ProposalSeen:
    """A proposal whose shadow run has ended."""
    number = proposed(console, who, **changes)
    assert orders.advance(console.url, console.data_dir, TODAY) == 1
    return seen(console, number)


def seen(console: Console, number: str) -> ProposalSeen:
    with console.session(writes=False) as session:
        return proposal_pages.seen(session, number)


def approved(console: Console, who: Actor, proposal: ProposalSeen, sha256: str = "") -> None:
    with console.session() as session:
        parameter_proposals.approve(session, who, proposal.number, sha256 or proposal.sha256)


def not_decided(console: Console, who: Actor, proposal: ProposalSeen, sha256: str = "") -> str:
    """The reason for which an approval is refused; nothing of it is kept."""
    before = console.count("audit_event"), console.count("parameter_value")
    with pytest.raises(ProposalNotDecided) as refused:
        approved(console, who, proposal, sha256)
    assert (console.count("audit_event"), console.count("parameter_value")) == before
    return str(refused.value.arguments["reason"])


def in_force(console: Console) -> str:
    with console.session(writes=False) as session:
        value = parameters.book(session).of_loan_year("lending.rate", 2022, "physical", TODAY)
    assert value is not None
    return value.value
