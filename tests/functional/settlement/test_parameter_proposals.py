"""A number of the rules changes by two people; one alone cannot, in any of several ways."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from portal.jobs import orders
from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor
from portal.services.proposals import parameter_proposals
from portal.services.proposals.parameter_proposals import ProposalNotDecided, ProposalRefused
from portal.services.verification.verification import verify
from tests.factories.console import Console, rate
from tests.functional.settlement.conftest import AUTUMN
from tests.functional.settlement.office import (
    RATE,
    REASON,
    TODAY,
    approved,
    employed,
    in_force,
    not_decided,
    proposed,
    seen,
    tried,
)


@pytest.fixture
def office(on_sqlite: Console) -> tuple[Console, Actor, Actor]:
    """A portal with a draft of the next run, one who proposes and one who approves."""
    on_sqlite.calculate(*AUTUMN)
    return (
        on_sqlite,
        employed(on_sqlite, "Olli", "officer"),
        employed(on_sqlite, "Aila", "approver"),
    )


def test_two_people_make_a_rule(office: tuple[Console, Actor, Actor]) -> None:
    console, officer, approver = office
    proposal = tried(console, officer)
    assert in_force(console) == "0.31"
    approved(console, approver, proposal)
    assert in_force(console) == "0.40"
    assert seen(console, proposal.number).state == "approved"
    assert not_decided(console, approver, proposal) == "decided"
    with console.session(writes=False) as session:
        said = session.scalar(
            text("SELECT details FROM audit_event WHERE event = 'parameters_approved'")
        )
        assert (json.loads(said)["from"], json.loads(said)["to"]) == ("0.31", "0.40")
        assert [check.code for check in verify(session, console.data_dir) if check.problems] == []


def test_one_person_cannot_make_a_rule(office: tuple[Console, Actor, Actor]) -> None:
    console, officer, approver = office
    proposal = tried(console, officer)
    both = Actor("Olli", staff_id=officer.staff_id, staff_role="approver")
    assert not_decided(console, both, proposal) == "own"  # another role since
    assert not_decided(console, officer, proposal) == "role"
    for role in ("support", "administrator", "auditor"):
        other = employed(console, f"Somebody {role}", role)
        assert not_decided(console, other, proposal) == "role"
    payee = employed(console, "Pia", "approver", "P1")
    assert not_decided(console, payee, proposal) == "interest"
    assert not_decided(console, approver, proposal, "0" * 64) == "other"
    assert in_force(console) == "0.31"


def test_two_accounts_of_one_person_are_one(office: tuple[Console, Actor, Actor]) -> None:
    console, _officer, _approver = office
    proposes = employed(console, "Iida", "officer", "I1")
    approves = employed(console, "Iida Toinen", "approver", "I1")
    assert not_decided(console, approves, tried(console, proposes)) == "own"


def test_a_shadow_that_is_not_there_or_old_is_not_approved(
    office: tuple[Console, Actor, Actor],
) -> None:
    console, officer, approver = office
    waiting = seen(console, proposed(console, officer))
    assert not_decided(console, approver, waiting) == "shadow"
    orders.advance(console.url, console.data_dir, TODAY)
    proposal = seen(console, waiting.number)
    console.parameters(rate(2021, "0.33", valid_from="2023-11-20"))
    assert seen(console, waiting.number).shadow.news == ("parameters_imported",)  # type: ignore[union-attr]
    assert not_decided(console, approver, proposal) == "old"
    with console.session() as session:
        parameter_proposals.run_again(session, approver, proposal.number)
    orders.advance(console.url, console.data_dir, TODAY)
    again = seen(console, proposal.number)
    assert not_decided(console, approver, proposal) == "other"  # the page of before
    approved(console, approver, again)
    assert in_force(console) == "0.40"


@pytest.mark.parametrize(
    "change",
    ["value = '0.9'", "valid_from = '2001-01-01'", "shadow = replace(shadow, '0.40', '0.41')",
     "loan_year = 2021"],
)  # fmt: skip
def test_a_proposal_changed_behind_the_portal_is_not_approved(
    office: tuple[Console, Actor, Actor], change: str
) -> None:
    console, officer, approver = office
    proposal = tried(console, officer)
    with console.session() as session:
        session.execute(text(f"UPDATE parameter_proposal SET {change}"))
    assert not_decided(console, approver, proposal) == "other"


def test_the_proposer_withdraws_and_another_refuses(office: tuple[Console, Actor, Actor]) -> None:
    console, officer, approver = office
    proposal = tried(console, officer)
    with console.session() as session, pytest.raises(ProposalNotDecided) as refused:
        parameter_proposals.withdraw(session, approver, proposal.number)
    assert refused.value.arguments["reason"] == "not_own"
    with console.session() as session, pytest.raises(ProposalNotDecided) as refused:
        parameter_proposals.refuse(session, officer, proposal.number, "It is no good number")
    assert refused.value.arguments["reason"] == "role"
    with console.session() as session, pytest.raises(ProposalNotDecided) as refused:
        parameter_proposals.refuse(session, approver, proposal.number, "no")
    assert refused.value.arguments["reason"] == "why"
    with console.session() as session:
        parameter_proposals.withdraw(session, officer, proposal.number)
    assert not_decided(console, approver, proposal) == "decided"
    second = tried(console, officer)
    with console.session() as session:
        parameter_proposals.refuse(session, approver, second.number, "The board said 0.38.")
    assert seen(console, second.number).decision == "The board said 0.38."
    assert in_force(console) == "0.31"


def refusal(console: Console, who: Actor, reason: str = REASON, **changes: Any) -> Refusal:
    with console.session() as session, pytest.raises(Refusal) as refused:
        parameter_proposals.propose(session, who, {**RATE, **changes}, reason, TODAY)
    return refused.value


def test_what_cannot_be_proposed_is_said(office: tuple[Console, Actor, Actor]) -> None:
    console, officer, approver = office
    assert refusal(console, approver).arguments["reason"] == "role"
    assert refusal(console, officer, "no").arguments["reason"] == "why"
    assert refusal(console, officer, value="0.31").arguments["reason"] == "same"
    assert refusal(console, officer, unit="EUR").code == "parameter_unreadable"
    assert refusal(console, officer, value="1000001").arguments["reason"] == "range"
    assert refusal(console, officer, name="lending.nothing").code == "unknown_parameter"
    proposed(console, officer)
    assert refusal(console, officer, value="0.41").arguments["reason"] == "open"


def test_what_an_approved_run_went_by_stays(office: tuple[Console, Actor, Actor]) -> None:
    console, officer, _approver = office
    console.approve(console.calculate(*AUTUMN), "anna", "bo")
    cap = {"name": "lending.cap", "unit": "EUR", "kind": "physical", "loan_year": None,
           "value": "100"}  # fmt: skip
    early = refusal(console, officer)
    assert (early.arguments["reason"], early.arguments["earliest"]) == ("past", date(2023, 12, 6))
    newest = refusal(console, officer, **cap, valid_from="2022-01-01")
    assert newest.arguments["earliest"] == date(2022, 1, 2)
    assert proposed(console, officer, **cap, valid_from="2023-01-01")
    assert proposed(console, officer, valid_from="2023-12-06")


def test_a_file_of_values_is_many_proposals_or_none(office: tuple[Console, Actor, Actor]) -> None:
    console, officer, _approver = office
    tables = [rate(2021, "0.35", valid_from="2023-11-20"), rate(2022, "0.36",
              valid_from="2023-11-20")]  # fmt: skip
    with console.session() as session:
        numbers = parameter_proposals.propose_file(
            session, officer, "rates.toml", "\n".join(tables), REASON, TODAY
        )
    assert len(numbers) == 2
    with console.session() as session, pytest.raises(ProposalRefused):
        parameter_proposals.propose_file(
            session, officer, "more.toml",
            "\n".join([rate(2020, "0.2", valid_from="2023-11-20"), *tables]), REASON, TODAY,
        )  # fmt: skip
    assert console.count("parameter_proposal") == 2
