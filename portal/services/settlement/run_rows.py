"""The runs, and one party's rows in them, each asked once for a page and kept between pages.

Rows with the attributes of the classes, and not their objects: what is kept belongs to no session.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.services.base import kept
from portal.store.settlement import Run, RunPayee, RunPeriod

APPROVED = "approved"


@kept.for_all
def runs(session: Session) -> tuple[Run, ...]:
    """Every run, in the order in which they were calculated."""
    return cast("tuple[Run, ...]", _rows(session, Run))


def approved(session: Session) -> tuple[Run, ...]:
    """The approved runs, in the order of their approval."""
    found = [run for run in runs(session) if run.state == APPROVED]
    return tuple(sorted(found, key=lambda run: run.after_approvals))


def run_named(session: Session, code: str) -> Run | None:
    """The run with a code, None without one."""
    return next((run for run in runs(session) if run.code == code), None)


@kept.for_party
def payees_of(session: Session, party_id: int) -> tuple[RunPayee, ...]:
    """The party's payments in all runs, drafts too, in their order."""
    return cast("tuple[RunPayee, ...]", _rows(session, RunPayee, party_id))


@kept.for_party
def periods_of(session: Session, party_id: int) -> tuple[RunPeriod, ...]:
    """The party's loan years in all runs, drafts too, in their order."""
    return cast("tuple[RunPeriod, ...]", _rows(session, RunPeriod, party_id))


def _rows(session: Session, of: type[Any], party_id: int | None = None) -> Sequence[Any]:
    table = of.__table__
    own = [] if party_id is None else [table.c.party_id == party_id]
    return tuple(session.execute(select(table).where(*own).order_by(table.c.id)).all())
