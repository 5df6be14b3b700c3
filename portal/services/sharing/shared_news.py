"""Telling the people of a shared work what happened: a notice here, and a letter that says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.services.messages import message_drafts, notices
from portal.services.messages.outgoing import Render


def tell(
    session: Session, parties: Iterable[int], code: str, today: date, render: Render, **facts: Any
) -> None:
    """Writes a notice with `facts` to each party and, by the way it chose, a letter without them.

    The caller's event of the audit covers them: it touches everybody who shares the work.
    """
    told = [(party, dict(facts)) for party in dict.fromkeys(parties)]
    written = notices.tell(session, told, code, today)
    message_drafts.announce(session, written, render, code)
