"""Every event of the audit has its words and its kind, or is known to tell nothing of a party."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from portal.services.audit.access_log import KINDS, NOT_OF_A_PARTY
from portal.services.audit.audit import EVENTS
from portal.wording import access_log

SOMETHING = {
    "isbn": 9789510000007, "ended": 2, "claims": 3, "pays_on": date(2026, 12, 3),
    "device": "Firefox on Windows",
}  # fmt: skip
OF_A_PARTY = [event for event in EVENTS if event not in NOT_OF_A_PARTY]


def test_every_event_is_of_one_kind_or_of_no_party() -> None:
    kinds = [event for events in KINDS.values() for event in events]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) | NOT_OF_A_PARTY == set(EVENTS)
    assert set(kinds) & NOT_OF_A_PARTY == set()
    assert set(KINDS) == set(access_log.KINDS)


@pytest.mark.parametrize("event", OF_A_PARTY)
def test_an_event_is_said_in_words(event: str) -> None:
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        said = access_log.what(event, SOMETHING)
    assert said
    assert said != event
    assert "%(" not in said


def test_no_words_are_left_over() -> None:
    assert set(access_log.WORDS) == set(OF_A_PARTY)
