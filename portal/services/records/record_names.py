"""The names and marks by which a party is told apart in the records of bibliographies."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.bibliography import Record, from_data
from portal.kernel.names import name_key, natural, plain
from portal.store.bibliography import BibliographicRecord, RecordIsbn, RecordName
from portal.store.catalogue import Claim, Edition
from portal.store.matching import Suggestion
from portal.store.people import Party, PartyName

LEGAL, SHORTER, INITIALS = "legal", "shorter", "initials"
_WEAK = (INITIALS, SHORTER)
_YEARS = re.compile(r"(\d{4})?\s*[-\u2013]\s*(?:\D*(\d{4}))?")
_YEAR = re.compile(r"\d{4}")
_CENTURY = re.compile(r"\d{4}\s*-\s*(luku|luvu|tal)", re.IGNORECASE)
_DIED = re.compile(r"\s*(k|kuollut|d|död|died)\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True)
class PartyNames:
    """What tells a party apart in records. `keys` are folded names and what kind each is:
    legal, pen_name, former_name, spelling, shorter (without a middle name) or initials.

    `identifiers` are those of records of works she has claimed; `others` those of people whom she
    has said she is not. `namesakes` are the keys that the records know another person by.
    `fields` are the first figures of the classes of her works.
    """

    party_id: int
    keys: Mapping[str, str]
    born: int | None = None
    died: int | None = None
    identifiers: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    namesakes: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    works: int = 0
    said: frozenset[str] = frozenset()
    """The keys of every name that she has told, those that wait or were refused too."""

    def told(self, name: str) -> bool:
        """Whether she has told a name, in any order of its words."""
        return name_key(name) in self.said


def written(name: str) -> str:
    """A name as people write it, with the dots of its initials: "A. S. Ranta"."""
    surname, _, rest = name.strip(" ,").partition(",")
    given = rest.partition(",")[0]
    return " ".join(f"{given} {surname}".split())


def keys_of(name: str, kind: str) -> dict[str, str]:
    """The folded name and its weaker forms: without middle names, with initials."""
    words = plain(natural(name)).split()
    if not words:
        return {}
    given, surname = words[:-1], words[-1]
    if len(words) == 1:
        return {words[0]: kind}
    short = [given[0], surname]
    letters = [one[0] for one in given]
    weaker = [([letters[0], surname], INITIALS), ([*letters, surname], INITIALS),
              ([given[0], *letters[1:], surname], SHORTER), (short, SHORTER)]  # fmt: skip
    found = {" ".join(sorted(some)): weak for some, weak in weaker}
    return found | {name_key(name): kind if any(len(one) > 1 for one in given) else INITIALS}


def names_of(session: Session, party_id: int) -> PartyNames:
    """What tells a party apart: its names that are confirmed, its years, and what the records of
    its works say of it. Four statements."""
    rows = session.execute(
        select(Party.name, Party.birth_year, Party.death_year, PartyName.name.label("other"),
               PartyName.kind, PartyName.state)
        .outerjoin(PartyName, PartyName.party_id == Party.id)
        .where(Party.id == party_id).order_by(PartyName.id)
    ).all()  # fmt: skip
    first = rows[0]
    keys: dict[str, str] = {}
    for row in rows:
        if row.other and row.state == "confirmed":
            _add(keys, keys_of(row.other, row.kind))
    _add(keys, keys_of(first.name, LEGAL))
    own, others = _answered(session, party_id)
    identifiers = _identifiers(own, keys)
    disowned = _identifiers(others, keys) - identifiers
    return PartyNames(
        party_id=party_id,
        keys=keys,
        born=first.birth_year,
        died=first.death_year,
        identifiers=identifiers,
        others=disowned,
        namesakes=_namesakes(session, keys, first.birth_year, identifiers),
        fields=frozenset(figure for record in own for figure in first_figures(record)),
        works=len(own),
        said=frozenset(name_key(row.other) for row in rows if row.other),
    )


def _add(keys: dict[str, str], more: Mapping[str, str]) -> None:
    """A whole name is stronger than another name's initials."""
    for key, kind in more.items():
        if keys.get(key, INITIALS) in _WEAK:
            keys[key] = kind


def _answered(session: Session, party_id: int) -> tuple[list[Record], list[Record]]:
    """The records of the editions that the party has claimed, and of those it said are not its."""
    claimed = (
        select(BibliographicRecord.data)
        .join(RecordIsbn, RecordIsbn.record_id == BibliographicRecord.id)
        .join(Edition, Edition.isbn == RecordIsbn.isbn)
        .join(Claim, Claim.edition_id == Edition.id)
        .where(Claim.party_id == party_id, Claim.withdrawn_on.is_(None))
        .where(RecordIsbn.kind == "edition")
        .distinct()
    )
    refused = (
        select(BibliographicRecord.data)
        .join(Suggestion, Suggestion.record_id == BibliographicRecord.id)
        .where(Suggestion.party_id == party_id, Suggestion.state == "not_mine")
    )
    own, others = (session.scalars(one).all() for one in (claimed, refused))
    return _records(own), _records(others)


def _records(data: Iterable[str]) -> list[Record]:
    return [from_data(json.loads(one)) for one in data]


def _identifiers(records: Iterable[Record], keys: Mapping[str, str]) -> frozenset[str]:
    """The identifiers of the names in some records that are written as one of `keys`."""
    return frozenset(
        identifier
        for record in records
        for one in record.contributors
        if keys.get(name_key(one.name), INITIALS) != INITIALS
        for identifier in one.identifiers
    )


def _namesakes(
    session: Session, keys: Mapping[str, str], born: int | None, identifiers: frozenset[str]
) -> frozenset[str]:
    """The names that the records know another person by: by the year of birth or an identifier."""
    columns = (RecordName.name_key, RecordName.dates, RecordName.identifier)
    rows = session.execute(select(*columns).where(RecordName.name_key.in_(list(keys))).distinct())
    years: dict[str, set[int]] = defaultdict(set)
    marks: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        year = None if row.identifier in identifiers else years_in(row.dates)[0]
        if year is not None and year != born:
            years[row.name_key].add(year)
        if row.identifier and row.identifier not in identifiers and _years_differ(row, born):
            marks[row.name_key].add(row.identifier)
    return frozenset(
        key for key in keys if _another(years[key], marks[key], born, identifiers)
    )  # fmt: skip


def _years_differ(row: Any, born: int | None) -> bool:
    year = years_in(row.dates)[0]
    return year is None or born is None or year != born


def _another(
    years: set[int], marks: set[str], born: int | None, identifiers: frozenset[str]
) -> bool:
    """Whether years or identifiers that are not hers stand for anybody else for certain."""
    schemes: dict[str, set[str]] = defaultdict(set)
    for mark in marks:
        schemes[mark.partition(":")[0]].add(mark)
    hers = {one.partition(":")[0] for one in identifiers}
    others = any(len(found) > 1 or scheme in hers for scheme, found in schemes.items())
    return others or len(years) > (1 if born is None else 0)


def first_figures(record: Record) -> frozenset[str]:
    """The first figure of each of a record's library classes: 8 is literature in all of them."""
    figures = (_FIGURE.search(one) for one in record.classification)
    return frozenset(one.group() for one in figures if one)


def years_in(dates: str) -> tuple[int | None, int | None]:
    """The years of birth and death behind a name: "1950-2010", "1950-", "s. 1950", "k. 2010".

    A century ("1800-luku") is neither.
    """
    if _CENTURY.search(dates):
        return None, None
    match = _YEARS.search(dates)
    if match:
        born, died = match.groups()
        return (int(born) if born else None), (int(died) if died else None)
    alone = _YEAR.search(dates)
    year = int(alone.group()) if alone else None
    return (None, year) if _DIED.match(dates) else (year, None)
