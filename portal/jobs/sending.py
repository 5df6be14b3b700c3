"""Empties the outbox: each letter is taken, sent and marked in steps that can be repeated."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from portal.services.base import database
from portal.services.messages import posting

_log = structlog.get_logger()
SECONDS = 45
"""How long one round may take, so that the worker's other tasks have their turn."""


@dataclass(frozen=True)
class Posting:
    """Where letters are handed over, and how often each is tried; no server: they wait."""

    server: posting.Server | None
    tries: int


def empty_outbox(database_url: str, by: Posting) -> Counter[str]:
    """Sends what is due; returns how many were sent, put_off and given_up, or away: 1."""
    done: Counter[str] = Counter()
    if by.server is None or not _anything_due(database_url):
        return done
    ends = time.monotonic() + SECONDS
    try:
        with posting.connected(by.server) as wire:
            while time.monotonic() < ends and (result := _one(database_url, wire, by.tries)):
                done[result] += 1
                if result == "away":
                    break
    except posting.MailAway as away:
        _log.error("mail_away", problem=away.arguments["problem"])
        done["away"] += 1
    if done:
        _log.info("outbox_emptied", **done)
    return done


def _anything_due(database_url: str) -> bool:
    with database.transaction(database_url, writes=False) as session:
        return posting.due(session, datetime.now(UTC))


def _one(database_url: str, wire: posting.Wire, tries: int) -> str:
    """One letter: sent, put_off, given_up, away (and put off), or empty when none is due."""
    with database.transaction(database_url) as session:
        taken = posting.take(session, datetime.now(UTC))
    if taken is None:
        return ""
    try:
        wire.send(taken.post)
    except (posting.MailAway, posting.MailRefused) as error:
        with database.transaction(database_url) as session:
            over = posting.failed(session, taken.id, datetime.now(UTC), error, tries)
        _log.warning("letter_not_sent", letter=taken.id, problem=error.arguments["problem"])
        lost = isinstance(error, posting.MailAway) and "letter_only" not in error.arguments
        return "away" if lost else "given_up" if over else "put_off"
    with database.transaction(database_url) as session:
        posting.sent(session, taken.id, datetime.now(UTC))
    return "sent"
