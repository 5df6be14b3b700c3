"""Guessing is slowed: tries that failed are counted in the database, and each wait doubles."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.services.base import locks
from portal.store.access import Guess

FREE = 3
"""Tries that cost no wait: people mistype."""
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN = timedelta(hours=24)
"""After so long without a try the count begins anew."""


class TooManyTries(Refusal):
    """The wait after the last tries is not over: `seconds` are left, at least 2."""

    code = "too_many_tries"


def key(kind: str, whom: str = "") -> str:
    """What is guessed at ("support_code"), and by or for whom, as a digest that names nobody."""
    return f"{kind}:{hashlib.sha256(whom.encode()).hexdigest()}"


def attempt(session: Session, what: str) -> int:
    """Counts a try before it is judged; returns how many there were, this one included.

    Raises TooManyTries while the wait goes on; such a try is not judged and not counted. The
    caller's transaction must be kept when the try fails (so no error page), else nothing counts.
    Tries at the same time come one after the other.
    """
    locks.guesses(session)
    now = datetime.now(UTC)
    row = session.get(Guess, what, populate_existing=True)
    if row is None:
        row = Guess(what=what, tries=0, since=now, last_at=now)
        session.add(row)
    elif row.last_at <= now - FORGOTTEN:
        row.tries, row.since = 0, now
    left = row.last_at + wait_after(row.tries) - now
    if row.tries and left > timedelta(0):
        raise TooManyTries(seconds=max(2, -(-left // timedelta(seconds=1))))
    row.tries, row.last_at = row.tries + 1, now
    session.flush()
    return row.tries


def succeeded(session: Session, what: str) -> None:
    """The right one was found: the count begins anew."""
    session.execute(delete(Guess).where(Guess.what == what))


def wait_after(tries: int) -> timedelta:
    """How long the next try must wait after so many: nothing at first, then 2, 4, 8 seconds …"""
    if tries < FREE:
        return timedelta(0)
    doubled = FIRST_WAIT * (1 << min(tries - FREE, 20))
    return min(doubled, LONGEST_WAIT)


def forget(session: Session) -> int:
    """Removes counts that hold no longer; returns how many."""
    old = delete(Guess).where(Guess.last_at <= datetime.now(UTC) - FORGOTTEN)
    return int(getattr(session.execute(old), "rowcount", 0))
