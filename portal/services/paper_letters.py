"""Letters on paper: those with an address are handed to a printer once, the others are counted."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.cells import harmless
from portal.kernel.identity import Actor
from portal.services import audit
from portal.services.outgoing import PAPER
from portal.store.messages import Outgoing

COLUMNS = ("file", "written", "language", "name", "street", "town", "country")


@dataclass(frozen=True)
class Printed:
    """What is written to a folder: file names with their texts, and how many lack an address."""

    files: tuple[tuple[str, str], ...]
    letters: int
    without_address: int


def take(session: Session, who: Actor) -> Printed:
    """Takes every letter on paper that has an address, and marks it as printed.

    The caller writes the files before the transaction ends: what cannot be written stays waiting.
    """
    waits = (Outgoing.channel == PAPER, Outgoing.sent_at.is_(None))
    query = select(Outgoing).where(*waits, Outgoing.address != "").order_by(Outgoing.id)
    rows = session.scalars(query).all()
    homeless = select(func.count()).where(*waits, Outgoing.address == "")
    now = datetime.now(UTC)
    for row in rows:
        row.sent_at = now
        row.tries += 1
    session.flush()
    files = [(_name(row), _text(row)) for row in rows]
    if rows:
        audit.record(session, who, "letters_printed", letters=len(rows))
        files.append((f"letters-{rows[0].id:08d}-{rows[-1].id:08d}.csv", _list(rows)))
    return Printed(tuple(files), len(rows), session.scalar(homeless) or 0)


def _name(row: Outgoing) -> str:
    return f"letter-{row.id:08d}.txt"


def _text(row: Outgoing) -> str:
    return f"{row.address}\n\n\n{row.subject}\n\n{row.body}"


def _list(rows: Sequence[Outgoing]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        lines = [harmless(line) for line in row.address.split("\n")]
        writer.writerow([_name(row), row.written_at.date().isoformat(), row.locale, *lines])
    return out.getvalue()
