"""Writing messages to parties: one or twelve thousand, and telling the parties that they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.services.messages import outgoing, receipts
from portal.services.messages.outgoing import EMAIL, PAPER, Render, Way
from portal.store import bulk
from portal.store.messages import Message, Outgoing
from portal.store.people import Party
from portal.store.preferences import Preference

_MESSAGE = ("id", "number", "party_id", "thread_id", "kind", "subject", "body", "code", "details",
            "written_by", "staff_id", "day", "at")  # fmt: skip
_OUTGOING = ("key", "party_id", "message_id", "channel", "address", "locale", "subject", "body",
             "written_at", "next_try_at", "tries")  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """A message to a party that is to be written."""

    party_id: int
    kind: str
    subject: str = ""
    body: str = ""
    code: str | None = None
    details: str = "{}"
    written_by: str = ""
    staff_id: int | None = None
    thread_id: int | None = None


@dataclass(frozen=True)
class Written:
    """A message that is written: its row, its number, and whose it is."""

    message_id: int
    number: str
    party_id: int


def write(session: Session, drafts: Sequence[Draft], day: date) -> list[Written]:
    """Writes messages at once, in the caller's transaction, in the order of the drafts."""
    now = datetime.now(UTC)
    session.flush()
    ids = bulk.reserve(session, Message.__table__, len(drafts))  # type: ignore[arg-type]
    written = [
        Written(number, receipts.draw(), draft.party_id)
        for number, draft in zip(ids, drafts, strict=True)
    ]
    rows = (
        (row.message_id, row.number, row.party_id, draft.thread_id, draft.kind, draft.subject,
         draft.body, draft.code, draft.details, draft.written_by, draft.staff_id, day, now)
        for row, draft in zip(written, drafts, strict=True)
    )  # fmt: skip
    bulk.insert_rows(session, Message.__table__, _MESSAGE, rows)  # type: ignore[arg-type]
    return written


def announce(
    session: Session,
    written: Sequence[Written],
    render: Render,
    code: str,
    *,
    channels: Sequence[str] = (EMAIL, PAPER),
    words: str = "",
    **facts: Any,
) -> int:
    """Writes to each party that a message has come, by the way that it chose; returns how many.

    On paper the letter holds the message's `words`, an e-mail never does. Without a place for the
    letter to go to nothing is lost: the message waits in the portal.
    """
    ways = _ways(session, {row.party_id for row in written})
    now = datetime.now(UTC)
    rows = []
    for row in written:
        way = ways[row.party_id]
        if way.channel not in channels:
            continue
        said = {"name": way.name, "words": words if way.channel == PAPER else "", **facts}
        letter = render(code, way.locale, **said)
        rows.append(
            (f"message-{row.number}", row.party_id, row.message_id, way.channel, way.address,
             way.locale, letter.subject[:200], letter.body, now, now, 0)
        )  # fmt: skip
    bulk.insert_rows(session, Outgoing.__table__, _OUTGOING, rows)  # type: ignore[arg-type]
    return len(rows)


def _ways(session: Session, parties: set[int]) -> dict[int, Way]:
    query = select(Party, Preference).outerjoin(Preference, Preference.party_id == Party.id)
    if len(parties) < 500:
        query = query.where(Party.id.in_(parties))
    return {party.id: outgoing.way_of(party, chosen) for party, chosen in session.execute(query)}
