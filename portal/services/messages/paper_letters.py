"""Letters on paper: those with an address are handed to a printer once, the others are counted."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.kernel.cells import harmless
from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.messages.outgoing import PAPER
from portal.store.messages import Outgoing

COLUMNS = ("file", "written", "language", "name", "street", "town", "country")


PRINTERS = ("support", "officer", "administrator")


class NotAPrinter(Refusal):
    """Who acts does not print letters; `roles` do."""

    code = "not_a_printer"


@dataclass(frozen=True)
class Printed:
    """What is written to a folder: file names with their texts, and how many lack an address."""

    files: tuple[tuple[str, str], ...]
    letters: int
    without_address: int


@dataclass(frozen=True)
class OnPaper:
    """What waits to be printed: how many letters, since when, how many lack an address.

    `last` is the number of the newest of them: what is printed is said by it.
    """

    letters: int
    without_address: int
    oldest: datetime | None
    last: int


def waiting(session: Session) -> OnPaper:
    """The letters on paper that nobody has printed."""
    ready, without = and_(_WAITS, Outgoing.address != ""), and_(_WAITS, Outgoing.address == "")
    row = session.execute(
        select(
            func.count().filter(ready), func.count().filter(without),
            func.min(Outgoing.written_at).filter(ready), func.max(Outgoing.id).filter(ready),
        ).select_from(Outgoing)
    ).one()  # fmt: skip
    return OnPaper(row[0], row[1], row[2], row[3] or 0)


def download(session: Session, who: Actor, last: int) -> tuple[tuple[str, str], ...]:
    """The files of the letters that wait, up to the number `last`; they still wait afterwards.

    Raises NotAPrinter.
    """
    _check(who)
    rows = _rows(session, last)
    if rows:
        audit.record(session, who, "letters_taken", letters=len(rows))
    return _files(rows)


def printed(session: Session, who: Actor, last: int) -> int:
    """Marks the letters that waited, up to the number `last`, as printed; returns how many.

    Said twice it is said once. Raises NotAPrinter.
    """
    _check(who)
    locks.alone(session)
    return _mark(session, who, _rows(session, last))


def take(session: Session, who: Actor) -> Printed:
    """Takes every letter on paper that has an address, and marks it as printed.

    The caller writes the files before the transaction ends: what cannot be written stays waiting.
    """
    rows = _rows(session, None)
    homeless = select(func.count()).where(_WAITS, Outgoing.address == "")
    _mark(session, who, rows)
    return Printed(_files(rows), len(rows), session.scalar(homeless) or 0)


_WAITS = and_(Outgoing.channel == PAPER, Outgoing.sent_at.is_(None))


def _check(who: Actor) -> None:
    if who.staff_role not in PRINTERS:
        raise NotAPrinter(roles=", ".join(PRINTERS))


def _rows(session: Session, last: int | None) -> Sequence[Outgoing]:
    """The letters with an address that wait, up to a number."""
    query = select(Outgoing).where(_WAITS, Outgoing.address != "").order_by(Outgoing.id)
    return session.scalars(query if last is None else query.where(Outgoing.id <= last)).all()


def _mark(session: Session, who: Actor, rows: Sequence[Outgoing]) -> int:
    now = datetime.now(UTC)
    for row in rows:
        row.sent_at = now
        row.tries += 1
    session.flush()
    if rows:
        audit.record(session, who, "letters_printed", letters=len(rows))
    return len(rows)


def _files(rows: Sequence[Outgoing]) -> tuple[tuple[str, str], ...]:
    if not rows:
        return ()
    name = f"letters-{rows[0].id:08d}-{rows[-1].id:08d}.csv"
    return (*((_name(row), _text(row)) for row in rows), (name, _list(rows)))


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
