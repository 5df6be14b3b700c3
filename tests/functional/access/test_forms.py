"""Every form: fields that are not its own do nothing, and sent twice it has one effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Integer

from portal.store.models import metadata
from portal.web import errors
from tests.functional.access.journeys import Sent, drawn_alike, found, posts
from tests.functional.access.prepared import PREPARED, walked
from tests.functional.access.states import States, changed
from tests.functional.access.sweeping import Frames
from tests.functional.access.twice import ELSEWHERE, KEEP_NOTHING, SWEPT
from tests.functional.access.world import World
from tests.house.test_asvs import fault

pytestmark = pytest.mark.xdist_group("demo")
LOG = {"audit_event", "audit_head", "party"}
"""The audit, and the version of a person's pages."""
EACH_TIME: dict[str, set[str]] = {
    "details.take_data": LOG,  # each taking of a file is written down
    "staff_messages.download": LOG, "staff_messages.name_proof": LOG, "staff_runs.take": LOG,
    "staff_works.document": LOG,
    "session.begin_passkey": {"signed_in"},  # each way to a sign-in begins anew
    "email_sign_in.ask": {*LOG, "email_sign_in", "guess"},  # each letter; after three it is slowed
    "email_sign_in.code": {"guess"},  # each try is counted
    "email_sign_in.letter": {"guess"},
}  # fmt: skip
"""What happens again when it is sent again, and should."""


@dataclass
class Outcome:
    """Status of each sending, and the tables that it changed."""

    statuses: list[int] = field(default_factory=list)
    once: set[str] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)
    hostile: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def outcomes(world: World, opened: Any) -> tuple[dict[str, Outcome], set[str]]:
    """Every form sent, sent again, and sent with the names of all columns."""
    with opened() as app, pytest.MonkeyPatch.context() as patch:
        patch.setattr(errors, "render_template", Frames().rendered)
        forms = found(app, world, {*PREPARED, *ELSEWHERE, *KEEP_NOTHING})
    with opened() as app, pytest.MonkeyPatch.context() as patch:
        patch.setattr(errors, "render_template", Frames().rendered)
        states = world.states(app)
        ways = {name: lambda one=one: one for name, one in forms.items()}
        ways |= {name: lambda steps=steps: walked(app, world, steps)
                 for name, steps in PREPARED.items()}  # fmt: skip
        return {name: tried(app, world, states, way) for name, way in ways.items()}, posts(app)


def tried(app: Flask, world: World, states: States, way: Callable[[], Sent]) -> Outcome:
    """Once, again, and in a portal as at first with more fields; `way` leads to the form."""
    outcome = Outcome()
    states.begin_again()
    with drawn_alike():
        one = way()
        before, here = states.rows(), world.browser(app, one.who)
        outcome.statuses.append(here.post(one.action, list(one.fields)).status)
        once = states.rows()
        outcome.statuses.append(here.post(one.action, list(one.fields)).status)
        twice = states.rows()
    states.begin_again()
    with drawn_alike():
        one = way()
        outcome.statuses.append(here.post(one.action, [*one.fields, *foreign(one)]).status)
        outcome.hostile = changed(once, states.rows())
    outcome.once, outcome.twice = changed(before, once), changed(once, twice)
    return outcome


def columns() -> dict[str, str]:
    """Every column of every table, with a value that somebody might like to have there."""
    return {
        column.name: "1" if isinstance(column.type, Integer) else "administrator"
        for table in metadata.sorted_tables for column in table.columns
    }  # fmt: skip


def foreign(one: Sent) -> list[tuple[str, str]]:
    """The columns that are no field of the form."""
    return [(name, value) for name, value in columns().items() if name not in one.own]


def test_every_address_that_takes_a_form_is_tried(outcomes: Any) -> None:
    tried_ones, every = outcomes
    assert tried_ones.keys() == every
    done = [name for name, one in tried_ones.items() if one.once]
    print(f"\n{len(every)} forms, {len(done)} with an effect, {len(columns())} columns")  # noqa: T201


def test_each_is_sent_twice_somewhere(outcomes: Any) -> None:
    named = [*SWEPT, *ELSEWHERE, *KEEP_NOTHING]
    assert sorted(named) == sorted(outcomes[1])


def test_those_of_the_sweep_have_an_effect_there(outcomes: Any) -> None:
    assert [name for name in sorted(SWEPT) if not outcomes[0][name].once] == []


def test_those_that_only_ask_are_answered_and_change_nothing(outcomes: Any) -> None:
    asked = {name: (max(one.statuses), one.once) for name, one in outcomes[0].items()
             if name in KEEP_NOTHING}  # fmt: skip
    assert {name: said for name, said in asked.items() if said[0] >= 400 or said[1]} == {}


def test_those_of_other_tests_are_there() -> None:
    assert {name: test for name, test in ELSEWHERE.items() if fault(test)} == {}


def test_nothing_fails(outcomes: Any) -> None:
    failed = {name: one.statuses for name, one in outcomes[0].items()
              if any(status in (500, 400) for status in one.statuses)}  # fmt: skip
    assert failed == {}


def test_no_column_is_written_by_its_name(outcomes: Any) -> None:
    assert {name: one.hostile for name, one in outcomes[0].items() if one.hostile} == {}


def test_sent_twice_it_has_one_effect(outcomes: Any) -> None:
    again = {name: one.twice for name, one in outcomes[0].items()
             if one.twice - EACH_TIME.get(name, set())}  # fmt: skip
    assert again == {}
