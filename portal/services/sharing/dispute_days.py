"""What the days do to disputes: a reminder before the last day to answer, and then the office.

Done twice on a day it writes nothing more.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.identity import SYSTEM, Identity
from portal.rules import sharing
from portal.services.catalogue import edition_parts
from portal.services.messages.outgoing import Render
from portal.services.parameters import parameters
from portal.services.sharing import dispute_records as records
from portal.services.sharing import shared_news
from portal.services.sharing.dispute_records import GOING_ON, Known
from portal.store.messages import Message
from portal.store.sharing import Dispute

REMINDER = "dispute_reminder"


@dataclass(frozen=True)
class Day:
    """How many people were reminded, and how many disputes went to the office or ended."""

    reminded: int = 0
    to_office: int = 0
    agreed: int = 0


def daily(session: Session, today: date, render: Render) -> Day:
    """Does what is due on a day, in the caller's transaction."""
    records.hold(session)
    before = sharing.days(parameters.book(session), sharing.REMIND_DAYS_BEFORE, today)
    query = select(Dispute).where(Dispute.state.in_(GOING_ON)).order_by(Dispute.id)
    reminded = to_office = agreed = 0
    for row in session.scalars(query).all():
        known = Known(row, edition_parts.shared_edition(session, row.edition_id))
        if not known.asked and not row.decision:
            _end(session, known, today, render)
            agreed += 1
        elif row.state == "open" and today > row.answer_by:
            _hand_over(session, known, today, render)
            to_office += 1
        elif row.state == "open" and today >= row.answer_by - before:
            reminded += _remind(session, known, today, render)
    return Day(reminded, to_office, agreed)


def _end(session: Session, known: Known, today: date, render: Render) -> None:
    """Everybody's entries say the same by now: somebody changed hers without a word here."""
    records.close(known.row, "agreed", today)
    session.flush()
    _tell(session, known, "agreed", today, render)


def _hand_over(session: Session, known: Known, today: date, render: Render) -> None:
    known.row.state = "with_staff"
    records.line(session, known.row, "unanswered", today)
    _tell(session, known, "unanswered", today, render)


def _tell(session: Session, known: Known, act: str, today: date, render: Render) -> None:
    identity = Identity(SYSTEM, known.row.opened_by_id)
    records.record(session, identity, "dispute_moved", known, act=act)
    facts = {
        "number": known.row.number, "title": known.edition.title, "act": act, "name": "",
        "state": known.row.state,
    }  # fmt: skip
    shared_news.tell(session, known.everybody, "dispute_news", today, render, **facts)


def _remind(session: Session, known: Known, today: date, render: Render) -> int:
    """Reminds those who have not answered, each once; returns how many that were."""
    row = known.row
    facts = {
        "number": row.number, "title": known.edition.title,
        "answer_by": row.answer_by.isoformat(),
    }  # fmt: skip
    said = json.dumps(facts, sort_keys=True, ensure_ascii=False)
    told = set(
        session.scalars(
            select(Message.party_id).where(Message.code == REMINDER, Message.details == said)
        )
    )
    late = [party for party in known.asked if party not in told]
    if late:
        identity = Identity(SYSTEM, row.opened_by_id)
        records.record(session, identity, "dispute_moved", known, act="reminded")
        shared_news.tell(session, late, REMINDER, today, render, **facts)
    return len(late)
