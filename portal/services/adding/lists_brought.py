"""A file that an author brings: her own catalogue, anybody's list, or records that name her."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from portal.bibliography import lists, own_catalogue, reading
from portal.bibliography.errors import ListRefused, NoRecords
from portal.bibliography.list_grid import LARGEST
from portal.bibliography.lists import ListedEdition, ReadList
from portal.kernel.bibliography import EDITION, Record
from portal.kernel.catalogue_exchange import Catalogue
from portal.kernel.catalogue_exchange_reading import CatalogueDamaged
from portal.kernel.errors import NotFound
from portal.kernel.identity import Identity
from portal.kernel.isbn_text import MOST, Extracted, Failed
from portal.kernel.names import natural
from portal.services.adding.adding import Told
from portal.services.base.texts import shown
from portal.services.records.record_names import PartyNames, names_of
from portal.services.records.record_parts import RecordPart, part_in

__all__ = ["LARGEST", "BroughtList", "brought"]
MOST_RECORDS = 5_000
_SURE = ("sure", "likely")
_FAILED_SHOWN = 100
_LONGEST_NAME = 80
_BEFORE_DATA = b"\xef\xbb\xbf \r\n\t"


@dataclass(frozen=True)
class BroughtList:
    """What a file holds for the review: ISBNs, what failed, what it says of each edition.

    `hidden` are sheets that were not read; `encoding` is said where it was guessed; `unnamed` is
    how many editions of a bibliographic file are left out because they do not name the party.
    """

    file: str
    found: Extracted
    told: Mapping[int, Told]
    hidden: tuple[str, ...] = ()
    encoding: str = ""
    unnamed: int = 0


def brought(
    session: Session, identity: Identity, content: bytes, file: str
) -> Catalogue | BroughtList:
    """The portal's own catalogue where the file is one, else what there is to review.

    Nothing is stored. Raises NotFound, CatalogueDamaged, CatalogueTooNew and the faults of a file.
    """
    if identity.subject_id is None:
        raise NotFound
    name = " ".join(shown(file).split())[-_LONGEST_NAME:] or "file"
    if len(content) > LARGEST:
        raise ListRefused(file=name, reason="large", most=LARGEST // 1024**2)
    own = _own(content, name)
    if own is not None:
        return own
    if lists.is_list(content):
        return _of_list(lists.read_list(io.BytesIO(content), name), name)
    return _of_records(content, name, names_of(session, identity.subject_id))


def _own(content: bytes, name: str) -> Catalogue | None:
    """The portal's own catalogue; a table of it that a spreadsheet has rewritten is any list."""
    try:
        return own_catalogue.read(content, name)
    except CatalogueDamaged:
        if not lists.is_list(content) or content.lstrip(_BEFORE_DATA).startswith(b"{"):
            raise
    return None


def _of_list(read: ReadList, name: str) -> BroughtList:
    told: dict[int, Told] = {}
    for one in read.editions:
        told.setdefault(one.record.isbns[0].isbn, _told_by(one))
    failed = tuple(Failed(one.text, one.reason) for one in read.unread[:_FAILED_SHOWN])
    return BroughtList(
        name, _found(told, failed), told, read.hidden,
        "" if read.encoding == "UTF-8" else read.encoding,
    )  # fmt: skip


def _told_by(one: ListedEdition) -> Told:
    return replace(_told(one.record), role=one.role, heads=one.heads, separate=bool(one.separate))


def _of_records(content: bytes, name: str, names: PartyNames) -> BroughtList:
    """Records that name the party where any does, else all: a publisher's file has everybody's."""
    hers: dict[int, Told] = {}
    others: dict[int, Told] = {}
    for record in _limited(reading.read(io.BytesIO(content), name), name):
        part = part_in(record, names)
        for one in record.isbns:
            if one.kind == EDITION and part is not None:
                hers.setdefault(one.isbn, _with_part(_told(record), part))
            elif one.kind == EDITION:
                others.setdefault(one.isbn, _told(record))
    told = hers or others
    if not told:
        raise NoRecords(file=name, format="ISBN")
    left_out = len(others.keys() - hers.keys()) if hers else 0
    return BroughtList(name, _found(told, ()), told, unnamed=left_out)


def _limited(records: Iterable[Record], name: str) -> Iterable[Record]:
    for number, record in enumerate(records):
        if number >= MOST_RECORDS:
            raise ListRefused(file=name, reason="rows", most=MOST_RECORDS)
        yield record


def _told(record: Record) -> Told:
    """What a record says of an edition, for a form; the first name is its author's."""
    first = next((one for one in record.contributors if one.main), None)
    title = " : ".join(part for part in (record.title, record.subtitle) if part)
    return Told(
        title=shown(" ".join(part for part in (title, record.part) if part)[:500]),
        author=shown(natural(first.name)) if first else "",
        medium=record.medium,
    )


def _with_part(told: Told, part: RecordPart) -> Told:
    """What is sure or likely of her part; a name without a role says nothing."""
    if part.certainty not in _SURE:
        return told
    return replace(told, role=part.role, heads=part.heads)


def _found(told: Mapping[int, Told], failed: tuple[Failed, ...]) -> Extracted:
    isbns = tuple(told)
    return Extracted(isbns[:MOST], failed, max(0, len(isbns) - MOST))
