"""One at a time, where check and act must be one step; SQLite's write lock does so by itself."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

_AUDIT, _RUNS, _USAGE, _CATALOGUE, _RECORDS, _GUESSES = range(7_264_001, 7_264_007)


def audit(session: Session) -> None:
    """Until this transaction ends nobody else adds to the audit chain."""
    _hold(session, _AUDIT)


def alone(session: Session) -> None:
    """As `audit`, and what is read from now on is the latest: for forms that come twice at once.

    Before the party's row is written: recording takes this lock first and writes such rows then.
    """
    audit(session)
    session.flush()
    session.expire_all()


def runs(session: Session) -> None:
    """Until this transaction ends nobody else calculates or approves a run."""
    _hold(session, _RUNS)


def usage(session: Session) -> None:
    """Until this transaction ends nobody else imports usage files."""
    _hold(session, _USAGE)


def catalogue(session: Session) -> None:
    """Until this transaction ends nobody else changes editions or claims."""
    _hold(session, _CATALOGUE)


def records(session: Session) -> None:
    """Until this transaction ends nobody else keeps records of bibliographies."""
    _hold(session, _RECORDS)


def guesses(session: Session) -> None:
    """Until this transaction ends nobody else counts a try."""
    _hold(session, _GUESSES)


def _hold(session: Session, key: int) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
