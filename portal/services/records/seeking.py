"""Editions by title and author, for who has no ISBN at hand, out of the records that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.kernel.bibliography import EDITION, Record
from portal.kernel.names import natural
from portal.services.records import bibliographic_records
from portal.services.records.suggested import full_title

MOST = 25


@dataclass(frozen=True)
class Sought:
    """A record with what names an edition to its author; no ISBN in `isbns`: it has none."""

    title: str
    language: str
    people: tuple[str, ...]
    publisher: str
    year: int | None
    medium: str | None
    isbns: tuple[int, ...]
    source: str
    fetched_on: date


def seek(session: Session, title: str, author: str) -> tuple[Sought, ...]:
    """What the records have of a title's first words and an author's name, at most MOST."""
    found = bibliographic_records.sought(session, title, author, MOST)
    return tuple(_sought(one.record, one.source, one.fetched_on) for one in found)


def _sought(record: Record, source: str, fetched_on: date) -> Sought:
    return Sought(
        title=full_title(record),
        language=record.language,
        people=tuple(natural(one.name) for one in record.contributors[:3]),
        publisher=record.publisher,
        year=record.year,
        medium=record.medium,
        isbns=tuple(one.isbn for one in record.isbns if one.kind == EDITION),
        source=source,
        fetched_on=fetched_on,
    )
