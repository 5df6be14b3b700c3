"""A number of the rules changes by two people; the run in the shadow says who gains and loses."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from portal.jobs import orders
from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor
from portal.services import parameter_proposals, parameters, proposal_pages, staff
from portal.services.parameter_proposals import ProposalNotDecided, ProposalRefused
from portal.services.proposal_pages import ProposalSeen
from portal.services.verification import verify
from tests.factories.console import Console, rate
from tests.functional.settlement.conftest import AUTUMN
from tests.oracle import lending as oracle

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


@pytest.fixture
def office(on_sqlite: Console) -> tuple[Console, Actor, Actor]:
    """A portal with a draft of the next run, one who proposes and one who approves."""
    on_sqlite.calculate(*AUTUMN)
    return (
        on_sqlite,
        employed(on_sqlite, "Olli", "officer"),
        employed(on_sqlite, "Aila", "approver"),
    )


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


def person(code: str, **more: Any) -> dict[str, Any]:
    return {"id": code, **more}


def claim(code: str, isbn: str, role: str = "author", heads: int = 1) -> dict[str, Any]:
    return {"person": code, "isbn": isbn, "role": role, "heads": heads, "added": date(2015, 1, 1)}


def case_of(rate_of_2022: str) -> dict[str, Any]:
    """The portal of `fill` as the second way of computing reads it, with one rate or another."""
    people = [
        person("P1", tax_percent="20"), person("P2", tax_percent="24.5"), person("P3"),
        person("T1"), person("O1", country="SE"), person("D1"), person("D2", died=date(1990, 1, 1)),
        person("W1"), person("E1", tax_percent="0"), person("Q1"),
    ]  # fmt: skip
    claims = [
        claim("P1", "1"), claim("P2", "2", heads=2), claim("P3", "2", heads=2),
        claim("T1", "3", "translator"), claim("O1", "3", "original_author", 3),
        claim("D1", "4", heads=2), claim("D2", "4", heads=3), claim("W1", "5"), claim("E1", "6"),
        claim("Q1", "8"), claim("P1", "7"),
    ]  # fmt: skip
    rows = [("1", 2022, 1034), ("1", 2021, 877), ("2", 2022, 501), ("3", 2022, 10_007),
            ("4", 2022, 1201), ("5", 2022, 32), ("6", 2022, 999), ("7", 2022, 333),
            ("8", 2022, 2000), ("1", 2019, 4000), ("2", 2019, 1000)]  # fmt: skip
    classes = {"3": "story_book", "7": "comic"}
    return {
        "rates": {"2019": "0.26", "2020": "0.32", "2021": "0.31", "2022": rate_of_2022},
        "person": people,
        "edition": [{"isbn": "6", "medium": "ebook"}],
        "claim": claims,
        "loans": [
            {"isbn": isbn, "year": year, "loans": number,
             **({"class": classes[isbn]} if isbn in classes else {})}
            for isbn, year, number in rows
        ],
        "run": [{"id": "r", "kind": "autumn", "date": date(2023, 12, 5),
                 "cutoff": date(2023, 11, 3)}],
    }  # fmt: skip


def test_the_shadow_says_what_two_real_runs_would(office: tuple[Console, Actor, Actor]) -> None:
    console, officer, _approver = office
    proposal = tried(console, officer)
    without, with_it = (oracle.settle(case_of(r))[0]["people"] for r in ("0.31", "0.40"))
    shadow = proposal.shadow
    assert shadow is not None
    for side, people in ((shadow.before, without), (shadow.after, with_it)):
        for sum_ in ("gross", "tax", "net", "waiting", "disputed"):
            assert side[sum_] == sum(one[sum_] for one in people.values()), sum_
    gains = {one.code: (one.net, one.net_after) for one in shadow.gains}
    expected = {code: (without[code]["net"], one["net"]) for code, one in with_it.items()
                if one["net"] > without[code]["net"]}  # fmt: skip
    assert gains == expected
    assert expected["W1"] == (0, 512)  # 32 loans: 9.92 € waits, 12.80 € is paid, less 60 % tax
    assert (shadow.gaining, shadow.losing, shadow.to_zero) == (len(expected), 0, 0)
    assert [year for year, before, after in shadow.years if before != after] == [2022]
    assert console.count("run") == 1  # the draft; a shadow is no run


def test_a_loss_and_a_payment_that_falls_away_are_named(
    office: tuple[Console, Actor, Actor],
) -> None:
    console, officer, _approver = office
    proposal = tried(console, officer, name="lending.threshold", loan_year=None, value="200",
                     unit="EUR")  # fmt: skip
    shadow = proposal.shadow
    assert shadow is not None
    monkey = oracle.THRESHOLD
    try:
        plain = oracle.settle(case_of("0.31"))[0]["people"]
        oracle.THRESHOLD = 200_00
        higher = oracle.settle(case_of("0.31"))[0]["people"]
    finally:
        oracle.THRESHOLD = monkey
    fallen = {code for code, one in plain.items() if one["net"] and not higher[code]["net"]}
    assert {one.code for one in shadow.losses} == fallen
    assert shadow.to_zero == len(fallen) > 0
    assert shadow.after["waiting"] == sum(one["waiting"] for one in higher.values())
    with console.session(writes=False) as session:
        table = proposal_pages.everybody_csv(session, proposal.number)
    assert {line.split(",")[0] for line in table.splitlines()[1:]} == fallen


def test_a_rate_that_nobody_has_decided_is_tried(office: tuple[Console, Actor, Actor]) -> None:
    console, officer, _approver = office
    console.parameters(rate(2022, "0.31", valid_from="2023-01-01").replace("decided", "withdrawn"))
    shadow = tried(console, officer, value="0.31").shadow
    assert shadow is not None
    assert shadow.undecided == (((2022, "physical"), (2022, "e")), ())
    [before_and_after] = [one[1:] for one in shadow.years if one[0] == 2022]
    assert before_and_after[0] == 0
    assert before_and_after[1] > 0
    assert shadow.after["gross"] > shadow.before["gross"]


@pytest.mark.parametrize(
    ("changes", "reach"),
    [
        ({"name": "lending.cap", "unit": "EUR", "kind": "physical", "loan_year": None,
          "value": "300", "valid_from": "2024-01-01"}, "later"),
        ({"name": "retention.sessions", "unit": "days", "loan_year": None, "value": "40"}, "none"),
        ({"name": "tax.no_card", "unit": "percent", "loan_year": None, "value": "55"}, "now"),
    ],
)  # fmt: skip
def test_how_far_a_value_reaches_is_said(
    office: tuple[Console, Actor, Actor], changes: dict[str, Any], reach: str
) -> None:
    console, officer, _approver = office
    shadow = tried(console, officer, **changes).shadow
    assert shadow is not None
    assert shadow.reach == reach
    assert (shadow.before == shadow.after) == (reach == "none")


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
