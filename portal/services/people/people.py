"""People: who may be paid, under which names, with which tax card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.services.access.accounts import ActsFor, link_account
from portal.services.access.staff import add_staff
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.base.parties import PersonUnknown
from portal.services.base.texts import shown
from portal.services.people import people_reading, tax_cards
from portal.services.people.people_reading import Person
from portal.store import bulk
from portal.store.people import Party, PartyName

__all__ = [
    "ActsFor",
    "Imported",
    "Person",
    "PersonUnknown",
    "add_staff",
    "import_people",
    "link_account",
    "save_people",
]
_FIELDS = ("name", "birth_year", "death_year", "email", "locale", "country", "joined_on")
_COLUMNS = ("id", "kind", "code", *_FIELDS)
_STORED = Party.__table__.c


@dataclass(frozen=True)
class Imported:
    """How many people a file named, and how many of them were added or changed."""

    people: int
    added: int
    changed: int


def import_people(session: Session, path: Path, *, today: date, actor: Actor) -> Imported:
    """Reads `person_id,name,…` as the contract says; the whole file or nothing of it.

    Raises TableRefused and RowRefused. What is already there changes nothing.
    """
    people = people_reading.read(path, today)
    return save_people(session, people, source=shown(path.name), today=today, actor=actor)


def save_people(
    session: Session, people: Sequence[Person], *, source: str, today: date, actor: Actor
) -> Imported:
    """Adds the people who are new and changes those who are not as said; each code once."""
    locks.alone(session)
    stored = _stored(session)
    new = [person for person in people if person.code not in stored]
    known = [person for person in people if person.code in stored]
    ids = _add(session, new, today)
    changed = _change(session, known, stored)
    ids |= {person.code: stored[person.code]["id"] for person in known}
    changed |= _save_names(session, people, ids)
    joined = {ids[person.code]: _joined(person, today) for person in new}
    changed |= tax_cards.save(session, _cards(people, ids), joined, source, today)
    changed -= {ids[person.code] for person in new}
    if new or changed:
        audit.record(
            session,
            actor,
            "people_imported",
            file=source,
            added=len(new),
            changed=len(changed),
            parties=f",{','.join(map(str, sorted(changed)))},",
        )
    return Imported(len(people), len(new), len(changed))


def _stored(session: Session) -> dict[str, dict[str, Any]]:
    columns = [_STORED[name] for name in (*_COLUMNS, "died_on")]
    return {row["code"]: dict(row) for row in session.execute(select(*columns)).mappings()}


def _joined(person: Person, today: date) -> date:
    return person.joined or today


def _add(session: Session, people: Sequence[Person], today: date) -> dict[str, int]:
    """Inserts new people; returns their ids by code."""
    ids = bulk.reserve(session, Party.__table__, len(people))  # type: ignore[arg-type]
    rows = [
        (number, "person", p.code, p.name, p.birth_year, p.death_year, p.email, p.locale or "en",
         p.country or "FI", _joined(p, today))
        for number, p in zip(ids, people, strict=True)
    ]  # fmt: skip
    bulk.insert_rows(session, Party.__table__, _COLUMNS, rows)  # type: ignore[arg-type]
    return {person.code: number for number, person in zip(ids, people, strict=True)}


def _change(
    session: Session, people: Iterable[Person], stored: dict[str, dict[str, Any]]
) -> set[int]:
    """Writes what differs from what is stored; returns the ids of those who changed."""
    changes = []
    for person in people:
        row = stored[person.code]
        said = {
            "name": person.name,
            "birth_year": person.birth_year,
            "death_year": person.death_year,
            "email": person.email,
            "locale": person.locale or row["locale"],
            "country": person.country or row["country"],
            "joined_on": person.joined or row["joined_on"],
        }
        if any(said[name] != row[name] for name in _FIELDS):
            died = row["died_on"]
            kept = died if died and died.year == person.death_year else None
            changes.append({"id": row["id"], **said, "died_on": kept})
    if changes:
        session.execute(update(Party), changes)
    return {change["id"] for change in changes}


def _save_names(session: Session, people: Sequence[Person], ids: dict[str, int]) -> set[int]:
    """Gives each the other names that the file says; returns who changed.

    A name that its owner added stays; where the file says it too, it needs no proof any more.
    """
    stored: dict[int, list[str]] = {}
    added: dict[int, dict[str, str]] = {}
    columns = (PartyName.party_id, PartyName.name, PartyName.state, PartyName.added_on)
    for party_id, name, state, added_on in session.execute(select(*columns).order_by(PartyName.id)):
        if added_on is None:
            stored.setdefault(party_id, []).append(name)
        else:
            added.setdefault(party_id, {})[name] = state
    wanted = {ids[person.code]: person.other_names for person in people}
    own = {party_id: added.get(party_id, {}) for party_id in wanted}
    filed = {party: [n for n in names if n not in own[party]] for party, names in wanted.items()}
    different = {party for party, names in filed.items() if stored.get(party, []) != names}
    gone = PartyName.added_on.is_(None)
    for party_id in different & stored.keys():
        session.execute(delete(PartyName).where(PartyName.party_id == party_id, gone))
    rows = [(party_id, name) for party_id in different for name in filed[party_id]]
    bulk.insert_rows(session, PartyName.__table__, ("party_id", "name"), rows)  # type: ignore[arg-type]
    return different | _proven(session, wanted, own)


def _proven(
    session: Session,
    wanted: dict[int, tuple[str, ...]],
    own: dict[int, dict[str, str]],
) -> set[int]:
    """Confirms the names that wait for a proof and that the file says; returns whose they are."""
    found = [
        (party_id, name)
        for party_id, names in own.items()
        for name, state in names.items()
        if state != "confirmed" and name in wanted[party_id]
    ]
    for party_id, name in found:
        session.execute(
            update(PartyName)
            .where(PartyName.party_id == party_id, PartyName.name == name)
            .values(state="confirmed", refused_for=None)
        )
    return {party_id for party_id, _ in found}


def _cards(people: Iterable[Person], ids: dict[str, int]) -> dict[int, int | None]:
    return {ids[person.code]: person.tax_ppm for person in people if person.says_tax}
