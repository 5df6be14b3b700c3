"""Files of bibliographic records: the whole file is kept, or nothing of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from portal.bibliography import reading
from portal.kernel.bibliography import Record
from portal.kernel.identity import Actor
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.catalogue import grouping
from portal.services.records.bibliographic_records import keep

SOURCE_LONGEST = 40
_SAID = 20
LEFT_OUT = ("unreadable_record", "no_title")
"""Faults with which a record is of no use: it cannot be shown, nor matched."""


@dataclass(frozen=True)
class LeftOut:
    """A record that was not kept: its number and the code of the reason."""

    source_id: str
    reason: str


@dataclass(frozen=True)
class ImportedRecords:
    """What a file came to. `faults` are of kept records too, by code; `left_out` the first few."""

    source: str
    read: int
    added: int
    changed: int
    same: int
    left_out: int
    first_left_out: tuple[LeftOut, ...]
    faults: dict[str, int]

    def printed(self) -> dict[str, Any]:
        """As the JSON object of the command."""
        first = [vars(one) for one in self.first_left_out]
        return {**vars(self), "first_left_out": first}


def import_file(
    session: Session, path: Path, source: str | None, *, today: date, moment: datetime, actor: Actor
) -> ImportedRecords:
    """Keeps the records of a file under a source's name, "file:" and its own without one.

    Raises a BibliographyFault, and then nothing of the file is kept.
    """
    name = path.name
    named = (source or f"file:{name}")[:SOURCE_LONGEST]
    watched = _Watched()
    with path.open("rb") as stream:
        records = watched.useful(reading.read(stream, name))
        kept = keep(session, named, records, today, moment=moment)
    done = ImportedRecords(
        named, watched.read, kept.added, kept.changed, kept.same, watched.left_out,
        tuple(watched.first), dict(sorted(watched.faults.items())),
    )  # fmt: skip
    said = {"added": done.added, "changed": done.changed, "left_out": done.left_out}
    audit.record(session, actor, "records_imported", source=named, **said)
    locks.catalogue(session)
    grouping.group(session, grouping.in_catalogue(session, watched.isbns), actor)
    return done


class _Watched:
    """Counts records while they pass."""

    def __init__(self) -> None:
        self.read = self.left_out = 0
        self.first: list[LeftOut] = []
        self.faults: Counter[str] = Counter()
        self.isbns: set[int] = set()

    def useful(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records that can be kept."""
        for record in records:
            self.read += 1
            self.faults.update(record.faults)
            reason = next((code for code in LEFT_OUT if code in record.faults), None)
            if reason is None:
                self.isbns.update(one.isbn for one in record.isbns)
                yield record
                continue
            self.left_out += 1
            if len(self.first) < _SAID:
                self.first.append(LeftOut(record.source_id, reason))
