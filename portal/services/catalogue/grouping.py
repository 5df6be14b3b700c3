"""Editions of the same text become one work, by themselves: by records, identifiers, titles.

What a person put together or apart stays so. Money goes by edition: no cent hangs on this.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from portal.kernel.bibliography import EDITION, Contributor, Record
from portal.kernel.errors import NotFound
from portal.kernel.identity import Actor, Identity
from portal.kernel.names import plain, title_key
from portal.rules import grouping as rules
from portal.rules.grouping import IDENTIFIER, RECORD, TITLE, Evidence, Placed, Text
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.counts import title_groups
from portal.services.records.bibliographic_records import Found, for_isbns, titled
from portal.store.models import metadata

BY_HAND = "person"
APART = "apart"
_A_FEW = 20
_A_BATCH = 200
_CHUNK = 900
_EDITION, _WORK = metadata.tables["edition"], metadata.tables["work"]
_VOLUME = re.compile(r"\b(?:osa|osat|del|bd|band|vol|volume|tome|\d{1,3})\b")
_ALTERED = {"adp", "abr"}


@dataclass(frozen=True)
class _Row:
    """An edition as it stands."""

    id: int
    work_id: int
    isbn: int | None
    title: str
    language: str
    by: str
    note: str


def group(session: Session, isbns: Collection[int], who: Actor | Identity) -> int:
    """Puts editions of these ISBNs with others of the same text; returns how many moved.

    Only editions that are in the catalogue; the same again moves nothing.
    """
    moved: dict[int, int | None] = {}
    wanted = sorted(set(isbns))
    for start in range(0, len(wanted), _A_BATCH):
        moved |= _grouped(session, wanted[start : start + _A_BATCH])
    if not moved:
        return 0
    session.expire_all()
    if len(moved) > _A_FEW:
        audit.record(session, who, "editions_grouped", editions=len(moved))
    else:
        for isbn in moved.values():
            audit.record(session, who, "edition_grouped", isbn=isbn)
    return len(moved)


def group_all(session: Session, who: Actor | Identity) -> int:
    """The same for the whole catalogue; returns how many editions moved."""
    locks.catalogue(session)
    isbns = session.scalars(select(_EDITION.c.isbn).where(_EDITION.c.isbn.is_not(None)))
    return group(session, list(isbns), who)


def _grouped(session: Session, isbns: Sequence[int]) -> dict[int, int | None]:
    """Groups a batch; the ISBN of each edition that moved, by its id."""
    rows = _of_works(session, isbns)
    known, together = _known(session, rows)
    more = _named(session, known) | {one for several in together.values() for one in several}
    more -= {row.isbn for row in rows}
    found = _of_works(session, sorted(more)) if more else []
    if found:
        also, beside = _known(session, found)
        rows = sorted({row.id: row for row in (*rows, *found)}.values(), key=lambda row: row.id)
        known, together = known | also, together | beside
    texts = [_text(row, known.get(row.isbn or 0, ()), together.get(row.isbn or 0)) for row in rows]
    _say_languages(session, rows, texts)
    return _moved(session, rows, rules.placed(texts))


def _known(
    session: Session, rows: Iterable[_Row]
) -> tuple[dict[int, tuple[Found, ...]], dict[int, tuple[int, ...]]]:
    """The records of editions, and the library records that they share with others, by ISBN."""
    isbns = [row.isbn for row in rows if row.isbn is not None]
    return for_isbns(session, isbns), title_groups.members(session, isbns)


def _of_works(session: Session, isbns: Sequence[int]) -> list[_Row]:
    """Every edition of the works that have one of the ISBNs."""
    found: dict[int, _Row] = {}
    edition = _EDITION.c
    query = select(
        edition.id, edition.work_id, edition.isbn, edition.title, edition.language,
        edition.grouped_by, edition.grouped_note,
    )  # fmt: skip
    for start in range(0, len(isbns), _CHUNK):
        some = isbns[start : start + _CHUNK]
        works = select(edition.work_id).where(edition.isbn.in_(some))
        for row in session.execute(query.where(edition.work_id.in_(works))):
            found[row.id] = _Row(*row)
    return [found[number] for number in sorted(found)]


def _named(session: Session, known: Mapping[int, Sequence[Found]]) -> set[int]:
    """The ISBNs that the records name, and those of records with the same titles."""
    records = [one.record for several in known.values() for one in several]
    isbns = {isbn for record in records for isbn in (*_own(record), *_linked(record))}
    keys = sorted({title_key(_full_title(one)) for one in records if _title_sign(one)})
    for start in range(0, len(keys), _CHUNK):
        for one in titled(session, keys[start : start + _CHUNK]):
            isbns |= set(_own(one.record))
    return isbns


def _text(row: _Row, records: Sequence[Found], members: tuple[int, ...] | None) -> Text:
    said = [one.record.language for one in records if one.record.language]
    evidence = list(_evidence(row.isbn, records))
    if members:
        evidence.append(Evidence(RECORD, f"library:{members}", (("library", "yes"),)))
    by_hand = row.by == BY_HAND
    language = row.language or next(iter(said), "")
    apart = by_hand and APART in row.note
    return Text(row.id, row.work_id, language, tuple(evidence), by_hand, apart)


def _evidence(isbn: int | None, records: Sequence[Found]) -> Iterator[Evidence]:
    """What the records say of an edition's text, with whose record says it."""
    for one in records:
        source = (("source", one.source), ("record", one.record.source_id))
        yield Evidence(IDENTIFIER, f"isbn:{isbn}", source)
        for sign in one.record.same_work:
            yield Evidence(IDENTIFIER, sign, source)
        if isbn in _own(one.record):
            yield Evidence(RECORD, f"record:{one.record_id}", source)
        if sign := _title_sign(one.record):
            writer = _writer(one.record)
            yield Evidence(TITLE, sign, (*source, ("writer", writer.name if writer else "")))


def _own(record: Record) -> tuple[int, ...]:
    """The record's ISBNs of the one text: not those of a set, nor of its single volumes."""
    return tuple(
        one.isbn
        for one in record.isbns
        if one.kind == EDITION and not _VOLUME.search(plain(one.qualifier))
    )


def _linked(record: Record) -> Iterator[int]:
    for sign in record.same_work:
        kind, _, number = sign.partition(":")
        if kind == "isbn" and number.isdigit():
            yield int(number)


def _full_title(record: Record) -> str:
    return " ".join(part for part in (record.title, record.part) if part)


def _title_sign(record: Record) -> str:
    writer = _writer(record)
    terms = {said.term for one in record.contributors for said in one.roles}
    return rules.title_sign(
        _full_title(record), writer.name if writer else "", record.language,
        altered=bool(terms & _ALTERED),
    )  # fmt: skip


def _writer(record: Record) -> Contributor | None:
    """The first author that the record names."""
    writers = (one for one in record.contributors if any(s.term == "aut" for s in one.roles))
    return next(writers, None)


def _say_languages(session: Session, rows: Iterable[_Row], texts: Iterable[Text]) -> None:
    said = [
        {"number": row.id, "said": text.language[:16]}
        for row, text in zip(rows, texts, strict=True)
        if text.language and not row.language
    ]
    if said:
        change = update(_EDITION).where(_EDITION.c.id == bindparam("number"))
        session.execute(change.values(language=bindparam("said")), said)


def _moved(
    session: Session, rows: Sequence[_Row], places: Sequence[Placed]
) -> dict[int, int | None]:
    """Gives each group its work; the ISBNs of the editions that came to another one."""
    by_id = {row.id: row for row in rows}
    groups: dict[int, list[Placed]] = defaultdict(list)
    for place in places:
        groups[place.group].append(place)
    owner: dict[int, int] = {}
    for place in places:
        owner.setdefault(by_id[place.edition].work_id, place.group)
    changes: list[dict[str, Any]] = []
    for number, members in sorted(groups.items()):
        owned = [work for work, group_ in owner.items() if group_ == number]
        target = min(owned) if owned else new_work(session, by_id[number].title)
        changes += [
            _change(by_id[one.edition], one, target, by_id)
            for one in members
            if by_id[one.edition].work_id != target
        ]
    if changes:
        names = ("work_id", "grouped_by", "grouped_note")
        columns: dict[str, Any] = {name: bindparam(name) for name in names}
        change = update(_EDITION).where(_EDITION.c.id == bindparam("number"))
        session.execute(change.values(columns), changes)
    return {change["number"]: by_id[change["number"]].isbn for change in changes}


def _change(row: _Row, place: Placed, target: int, rows: Mapping[int, _Row]) -> dict[str, Any]:
    """The edition's new place; one that only comes along with its work keeps its own reason."""
    if place.because is None:
        by, note = ("alone", "") if place.edition == place.group else (row.by, row.note)
    else:
        beside = rows[place.beside].isbn if place.beside else None
        by = place.because.kind
        note = json.dumps(dict(place.because.said) | {"isbn": beside}, sort_keys=True,
                          ensure_ascii=False)  # fmt: skip
    return {"number": row.id, "work_id": target, "grouped_by": by, "grouped_note": note}


def new_work(session: Session, title: str) -> int:
    """A work of its own with a title; its id."""
    made = session.execute(insert(_WORK).values(title=title).returning(_WORK.c.id))
    work_id: int = made.scalar_one()
    return work_id


def in_catalogue(session: Session, isbns: Collection[int]) -> set[int]:
    """Those of the ISBNs that the catalogue has an edition of."""
    if len(isbns) > _CHUNK:
        return set(isbns) & set(session.scalars(select(_EDITION.c.isbn)))
    return set(session.scalars(select(_EDITION.c.isbn).where(_EDITION.c.isbn.in_(list(isbns)))))


def edition_of(session: Session, isbn: int) -> int:
    """The id of an ISBN's edition; raises NotFound where the catalogue has none."""
    found: int | None = session.scalar(select(_EDITION.c.id).where(_EDITION.c.isbn == isbn))
    if found is None:
        raise NotFound
    return found
