"""Whether support visits and the pages that were looked at are those that the audit recorded."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.visits import visit_holds
from portal.services.visits import support_visits, visit_views
from portal.store.access import SupportCode, SupportVisit, VisitView
from portal.store.records import AuditEvent

STARTED, ENDED, APPROVED = "visit_started", "visit_ended", "visit_approved"
Said = dict[tuple[str, str], list[tuple[AuditEvent, dict[str, Any]]]]


def looked_at(session: Session, _data_dir: Path) -> tuple[int, list[str]]:
    """How many visits there are, and what is wrong with them."""
    visits = session.scalars(select(SupportVisit).order_by(SupportVisit.id)).all()
    said = _said(session)
    views: dict[int, list[VisitView]] = defaultdict(list)
    for view in session.scalars(select(VisitView).order_by(VisitView.id)):
        views[view.visit_id].append(view)
    problems = [
        f"visit {row.handle}: {problem}"
        for row in visits
        for problem in _problems(session, row, said, views[row.id])
    ]
    known = {row.handle for row in visits}
    problems += [f"visit {handle}: recorded, but not there" for _event, handle in said
                 if handle not in known]  # fmt: skip
    return len(visits), problems


def _said(session: Session) -> Said:
    """What the chain says of each visit, by event and handle."""
    found: Said = defaultdict(list)
    events = (STARTED, ENDED, APPROVED)
    for row in session.scalars(select(AuditEvent).where(AuditEvent.event.in_(events))):
        details = json.loads(row.details)
        found[row.event, details.get("visit", "")].append((row, details))
    return found


def _problems(
    session: Session, row: SupportVisit, said: Said, views: Sequence[VisitView]
) -> list[str]:
    started, ended = said.get((STARTED, row.handle), []), said.get((ENDED, row.handle), [])
    if row.started_at is None:
        return ["never begun, but looked at"] if views or started or ended else []
    found = _start_problems(session, row, started, said)
    if row.ended_at is None:
        return [*found, *(["ended, but it goes on"] if ended else [])]
    return [*found, *_end_problems(session, row, ended, views)]


def _start_problems(
    session: Session, row: SupportVisit, started: Sequence[Any], said: Said
) -> list[str]:
    if len(started) != 1:
        return [f"{len(started)} events of its start"]
    event, details = started[0]
    found = []
    if (event.actor_staff_id, event.subject_id) != (row.staff_id, row.party_id):
        found.append("by or to somebody else than recorded")
    if details != support_visits.sealed(session, row):
        found.append("another reason, leave, mode or time than recorded")
    if not _agreed(session, row, said.get((APPROVED, row.handle), [])):
        found.append("without the leave that it names")
    return found


def _agreed(session: Session, row: SupportVisit, approved: Sequence[Any]) -> bool:
    if row.consent == "code":
        code = session.get(SupportCode, row.support_code_id or 0)
        return code is not None and code.party_id == row.party_id and code.used_at is not None
    agreed_by = {event.actor_staff_id for event, _details in approved}
    return agreed_by == {row.approved_by_id} and row.approved_by_id != row.staff_id


def _end_problems(
    session: Session, row: SupportVisit, ended: Sequence[Any], views: Sequence[VisitView]
) -> list[str]:
    if len(ended) != 1 or row.ended_at is None or row.started_at is None:
        return [f"{len(ended)} events of its end"]
    _event, details = ended[0]
    now = {
        "by": row.ended_by,
        "ended": row.ended_at.astimezone(UTC).isoformat(),
        "changes": visit_views.changes(session, row.id),
        "views": len(views),
        "sha256": visit_views.digest(views),
    }
    found = [f"another {name} than recorded" for name, value in now.items()
             if details.get(name) != value]  # fmt: skip
    if row.ended_at - row.started_at > visit_holds(row.consent):
        found.append("longer than a visit lasts")
    return found if row.told_at is not None else [*found, "nobody was told"]
