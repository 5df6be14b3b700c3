"""The office decides with a reason; once another of the office looks anew; the days do the rest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.kernel.identity import Actor
from portal.services.sharing import dispute_days
from portal.services.sharing.dispute_days import Day
from portal.services.sharing.dispute_decisions import Decision, DisputeNotDecided
from portal.store.catalogue import Claim
from portal.store.messages import Message, Outgoing
from portal.store.records import AuditEvent
from portal.wording.letters import Letters
from tests.factories.lending import Lending
from tests.functional.disputes import steps
from tests.functional.disputes.steps import decide, officer, say_wrong, send_file, three
from tests.functional.works.steps import signed_in, work_url
from tests.page_client import Page, PageClient


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The money of decisions is tested on both kinds of databases beside this."""
    return sqlite_url


@pytest.fixture
def opened(app: Flask, lending: Lending) -> tuple[PageClient, PageClient, str]:
    """Aino and Eero, and the address of what Eero said: three wrote it."""
    lending.edition(1)
    for code in ("P1", "P2"):
        lending.claim(code, 1, heads=2)
    aino, eero, _mary = three(app, lending)
    return aino, eero, say_wrong(eero, lending, "heads", heads="3")


def refused(lending: Lending, decision: Decision, who: Actor, day: date | None = None) -> str:
    number = steps.dispute(lending).number
    with pytest.raises(DisputeNotDecided) as refusal:
        decide(lending, number, decision, who, day)
    return str(refusal.value.arguments["reason"])


@pytest.mark.parametrize("role", ["approver", "auditor"])
def test_who_only_reads_does_not_decide(lending: Lending, opened: Any, role: str) -> None:
    send_file(opened[0], f"{opened[2]}/disagree")
    assert refused(lending, Decision("asked"), officer(lending, "X", role)) == "role"
    assert decide(lending, steps.dispute(lending).number, Decision("asked"),
                  officer(lending, "A", "administrator")) == (lending.ids["P1"],)  # fmt: skip


def test_who_has_an_entry_does_not_decide(lending: Lending, opened: Any) -> None:
    send_file(opened[0], f"{opened[2]}/disagree")
    own = officer(lending, party=lending.ids["P1"])
    assert refused(lending, Decision("asked"), own) == "own"


def test_the_others_have_their_days_first(lending: Lending, opened: Any) -> None:
    who = officer(lending)
    last = lending.today + timedelta(days=30)
    assert refused(lending, Decision("asked"), who, last) == "early"
    decide(lending, steps.dispute(lending).number, Decision("asked"), who, last + timedelta(days=1))
    assert steps.dispute(lending).state == "decided"


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (Decision("facts"), "facts"),
        (Decision("facts", heads={"writers": 1}), "heads"),
        (Decision("facts", heads={"writers": 0}), "facts"),
        (Decision("facts", roles={1: "editor"}), "facts"),
        (Decision("facts", roles={99: "author"}), "party"),
    ],
)
def test_a_decision_that_cannot_be_changes_nothing(
    lending: Lending, opened: Any, decision: Decision, reason: str
) -> None:
    send_file(opened[0], f"{opened[2]}/disagree")
    before = steps.entries(lending)
    assert refused(lending, decision, officer(lending)) == reason
    assert steps.entries(lending) == before
    assert steps.dispute(lending).state == "with_staff"


def test_a_decision_says_roles_and_numbers_and_leaves_pictures_alone(
    app: Flask, lending: Lending
) -> None:
    lending.edition(1)
    lending.claim("P1", 1, heads=2)
    lending.claim("P1", 1, "illustrator")
    lending.claim("P2", 1, heads=2)
    eero, aino = signed_in(app, lending, "P2"), signed_in(app, lending, "P1")
    address = say_wrong(eero, lending, "heads", heads="3")
    send_file(aino, f"{address}/disagree")
    roles = {lending.ids["P1"]: "translator", lending.ids["P2"]: "original_author"}
    said = Decision("facts", {"writers": 1, "translators": 1}, roles)
    decide(lending, steps.dispute(lending).number, said, officer(lending))
    assert steps.entries(lending) == {
        "P1": [("illustrator", 1), ("translator", 1)], "P2": [("original_author", 1)],
    }  # fmt: skip


def test_everybody_reads_the_reason_and_who_wrote_the_entry_down(
    lending: Lending, opened: Any
) -> None:
    aino, eero, address = opened
    send_file(aino, f"{address}/disagree")
    decide(lending, steps.dispute(lending).number, Decision("kept"), officer(lending))
    for page in (aino, eero):
        text = page.get(address).text("main")
        assert "By the title page." in text
        assert "The office has decided" in text
    assert "by Officer O1" in eero.get(work_url(eero)).text("main")
    with lending.session() as session:
        latest = session.scalars(select(Claim).order_by(Claim.id.desc())).first()
        assert latest is not None
        assert (latest.heads, latest.recorded_by) == (2, "Officer O1")
        codes = session.scalars(
            select(Message.party_id).where(Message.code == "dispute_decided")
        ).all()
        assert sorted(codes) == [lending.ids["P1"], lending.ids["P2"]]
        details = " ".join(session.scalars(select(AuditEvent.details)))
    assert "title page" not in details
    assert "Salo" not in details


def test_a_second_look_is_taken_once_and_by_another(lending: Lending, opened: Any) -> None:
    aino, eero, address = opened
    send_file(aino, f"{address}/disagree")
    number, first = steps.dispute(lending).number, officer(lending)
    decide(lending, number, Decision("asked"), first)
    assert "Ask for a second look" in aino.get(address).text("main")
    for _twice in range(2):
        aino.post(f"{address}/appeal", {"words": "Two stand on the title page."},
                  redirects_to=address, token_from="/help")  # fmt: skip
    assert steps.acts(lending) == ["opened", "disagreed", "decided", "appealed"]
    assert steps.entries(lending) == {"P1": [("author", 2)], "P2": [("author", 3)]}
    assert refused(lending, Decision("kept"), first) == "again"
    decide(lending, number, Decision("kept"), officer(lending, "O2"))
    assert steps.entries(lending) == {"P1": [("author", 2)], "P2": [("author", 2)]}
    eero.get(f"{address}/appeal", 404)
    page = eero.post(f"{address}/appeal", {"words": "Again."}, status=422, token_from="/help")
    assert isinstance(page, Page)
    assert refused(lending, Decision("kept"), officer(lending, "O3")) == "over"


def test_after_the_last_day_nobody_asks_for_a_second_look(lending: Lending, opened: Any) -> None:
    aino, _eero, address = opened
    send_file(aino, f"{address}/disagree")
    long_ago = lending.today - timedelta(days=31)
    decide(lending, steps.dispute(lending).number, Decision("asked"), officer(lending), long_ago)
    assert "Ask for a second look" not in aino.get(address).text("main")
    aino.get(f"{address}/appeal", 404)


def daily(lending: Lending, day: date) -> Day:
    with lending.session() as session:
        return dispute_days.daily(session, day, Letters())


def test_who_has_not_answered_is_reminded_once_a_week_before(lending: Lending, opened: Any) -> None:
    with lending.session() as session:
        session.get_one(steps.Party, lending.ids["P1"]).email = "aino@example.org"
    last = lending.today + timedelta(days=30)
    assert daily(lending, last - timedelta(days=8)) == Day()
    assert daily(lending, last - timedelta(days=7)) == Day(reminded=1)
    assert daily(lending, last) == Day()
    with lending.session() as session:
        told = session.scalars(select(Message).where(Message.code == "dispute_reminder")).all()
        assert [message.party_id for message in told] == [lending.ids["P1"]]
        letters = select(func.count(Outgoing.id)).where(Outgoing.channel == "email")
        assert session.scalar(letters) == 1
    assert steps.dispute(lending).state == "open"


def test_without_an_answer_it_goes_to_the_office_the_day_after(
    lending: Lending, opened: Any
) -> None:
    last = lending.today + timedelta(days=30)
    assert daily(lending, last + timedelta(days=1)) == Day(to_office=1)
    assert daily(lending, last + timedelta(days=1)) == Day()
    assert steps.dispute(lending).state == "with_staff"
    assert "so it went to the office" in opened[0].get(opened[2]).text("main")
    # Who comes late may still agree.
    opened[0].post(f"{opened[2]}/agree", redirects_to=opened[2], token_from=opened[2])
    assert steps.dispute(lending).state == "agreed"


def test_entries_that_came_to_agree_end_it(lending: Lending, opened: Any) -> None:
    lending.claim("P1", 1, heads=3, added=lending.today)
    assert daily(lending, lending.today) == Day(agreed=1)
    assert steps.dispute(lending).state == "agreed"
    assert "Nobody has to answer" in opened[1].get(opened[2]).text("main")
