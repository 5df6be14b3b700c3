"""Every form: fields that are not its own do nothing, and sent twice it has one effect."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Integer

from portal.store.models import metadata
from tests.functional.access.journeys import Sent, browser, changed, drawn_alike, found, posts
from tests.functional.access.sweeping import rows
from tests.functional.access.world import World

pytestmark = pytest.mark.xdist_group("demo")
LOG = {"audit_event", "audit_head", "party"}
"""The audit, and the version of a person's pages."""
EACH_TIME: dict[str, set[str]] = {
    "details.take_data": LOG,  # each taking of a file is written down
    "staff_messages.download": LOG, "staff_messages.name_proof": LOG, "staff_runs.take": LOG,
    "session.begin_passkey": {"signed_in"},  # each way to a sign-in begins anew
    "email_sign_in.ask": {*LOG, "email_sign_in", "guess"},  # each letter; after three it is slowed
    "email_sign_in.code": {"guess"},  # each try is counted
    "email_sign_in.letter": {"guess"},
}  # fmt: skip
"""What happens again when it is sent again, and should."""
DONE_AT_LEAST = 60


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
    with opened() as app:
        forms = found(app, world)
    with opened() as app:
        return {name: tried(app, world, one) for name, one in forms.items()}, posts(app)


def tried(app: Flask, world: World, one: Sent) -> Outcome:
    """Once, again, and in a portal as at first with more fields."""
    outcome = Outcome()
    world.begin_again(app)
    with drawn_alike():
        here, before = browser(app, world, one.who), rows(app)
        outcome.statuses.append(here.post(one.action, list(one.fields)).status)
        once = rows(app)
        outcome.statuses.append(here.post(one.action, list(one.fields)).status)
        twice = rows(app)
    world.begin_again(app)
    with drawn_alike():
        here = browser(app, world, one.who)
        outcome.statuses.append(here.post(one.action, [*one.fields, *foreign(one)]).status)
        outcome.hostile = changed(once, rows(app))
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
    assert len(done) >= DONE_AT_LEAST


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
