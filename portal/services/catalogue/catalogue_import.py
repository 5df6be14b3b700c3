"""Files of claims: editions, works and versions of claims, many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Table, func, select, update
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.base.parties import PersonUnknown
from portal.services.base.texts import shown
from portal.services.catalogue import catalogue_editions, catalogue_reading
from portal.services.catalogue.catalogue_reading import ClaimRow
from portal.services.catalogue.catalogue_versions import Outcome, Said, Version, compared
from portal.services.verification import verified_people
from portal.store import bulk
from portal.store.catalogue import Claim
from portal.store.people import Party

Key: TypeAlias = tuple[int, int, str]
"""Party, edition and role: what has versions."""
_COLUMNS = (
    "party_id", "edition_id", "role", "heads", "separate", "translation", "added_on",
    "withdrawn_on", "recorded_at", "recorded_by",
)  # fmt: skip


@dataclass(frozen=True)
class ImportedClaims:
    """How many rows were read, and what they added or changed."""

    rows: int
    claims_added: int
    claims_withdrawn: int
    editions_added: int
    editions_changed: int


@dataclass(frozen=True)
class _Known:
    """The people by code: row ids and joining days."""

    ids: dict[str, int]
    joined: dict[str, date]


def import_catalogue(session: Session, path: Path, *, today: date, actor: Actor) -> ImportedClaims:
    """Reads `person_id,isbn,role,…` as the contract says; the whole file or nothing of it.

    Raises TableRefused and RowRefused. What is already there changes nothing.
    """
    locks.catalogue(session)
    known = _people(session)
    rows = catalogue_reading.read(path, known.ids)
    return _save(session, rows, known, shown(path.name), today, actor)


def save_claims(
    session: Session, rows: Sequence[ClaimRow], *, source: str, today: date, actor: Actor
) -> ImportedClaims:
    """Saves claims as a file would; raises PersonUnknown."""
    locks.catalogue(session)
    known = _people(session)
    for row in rows:
        if row.person not in known.ids:
            raise PersonUnknown(person=row.person)
    return _save(session, rows, known, source, today, actor)


def _save(
    session: Session,
    rows: Sequence[ClaimRow],
    known: _Known,
    source: str,
    today: date,
    actor: Actor,
) -> ImportedClaims:
    editions = catalogue_editions.save(session, rows, known.ids, source)
    written_by = f"{actor.label}: import of {source}"[:200]
    new, withdrawn = _save_versions(session, rows, known, editions.ids, today, written_by)
    added = len(new)
    done = ImportedClaims(len(rows), added, withdrawn, editions.added, editions.changed)
    claims, shaped = added + withdrawn, editions.added + editions.changed
    if claims or shaped:
        audit.record(
            session, actor, "catalogue_imported", file=source, claims=claims, editions=shaped,
            entries=sealed(new),
        )  # fmt: skip
    return done


def _people(session: Session) -> _Known:
    """Everybody by code; what files still say of a merged person is the kept one's."""
    stands = func.coalesce(Party.merged_into_id, Party.id).label("id")
    found = session.execute(select(Party.code, stands, Party.joined_on)).all()
    return _Known({row.code: row.id for row in found}, {row.code: row.joined_on for row in found})


def _save_versions(
    session: Session,
    rows: Sequence[ClaimRow],
    known: _Known,
    editions: Mapping[int, int],
    today: date,
    written_by: str,
) -> tuple[list[tuple[Key, Version]], int]:
    """Writes new versions in the order of the rows, and withdrawals: which, and how many."""
    places: dict[Key, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[known.ids[row.person], editions[row.isbn], row.role].append(place)
    stored = stored_versions(session, {key[0] for key in places})
    new: dict[int, tuple[Key, Version]] = {}
    withdrawn: dict[int, date] = {}
    for key, here in places.items():
        said = [_said(rows[place], known.joined[rows[place].person], today) for place in here]
        outcome: Outcome = compared(stored.get(key, ()), said, today)
        withdrawn |= outcome.withdrawn
        new |= {here[number]: (key, version) for number, version in outcome.new.items()}
    ordered = [new[place] for place in sorted(new)]
    insert_versions(session, ordered, written_by)
    if withdrawn:
        changes = [{"id": number, "withdrawn_on": day} for number, day in withdrawn.items()]
        session.execute(update(Claim), changes)
    return ordered, len(withdrawn)


def sealed(new: Iterable[tuple[Key, Version]]) -> str:
    """The digest of new entries, which the audit keeps; empty when there are none."""
    entries = [(*key, version.heads, version.separate, version.added) for key, version in new]
    return verified_people.digest(entries) if entries else ""


def _said(row: ClaimRow, joined: date, today: date) -> Said:
    """A row's words; one added before the joining day counts from the joining day."""
    added = row.added
    if (added or today) < joined:
        added = joined
    return Said(row.heads, row.separate, row.translation, added, row.withdrawn)


def stored_versions(session: Session, parties: set[int]) -> dict[Key, list[Version]]:
    """All versions of these parties' claims, in their order."""
    query = select(
        Claim.party_id, Claim.edition_id, Claim.role, Claim.heads, Claim.separate,
        Claim.translation, Claim.added_on, Claim.withdrawn_on, Claim.id,
    ).order_by(Claim.added_on, Claim.id)  # fmt: skip
    versions: dict[Key, list[Version]] = defaultdict(list)
    for row in catalogue_editions.selected(session, query, Claim.party_id, parties):
        versions[row[0], row[1], row[2]].append(Version(*row[3:]))
    return versions


def insert_versions(
    session: Session, versions: Iterable[tuple[Key, Version]], written_by: str
) -> None:
    """Writes versions in the given order, which is the order of versions of one day."""
    now = datetime.now(UTC)
    table: Table = Claim.__table__  # type: ignore[assignment]
    rows = (
        (*key, v.heads, v.separate, v.translation, v.added, v.withdrawn, now, written_by)
        for key, v in versions
    )
    bulk.insert_rows(session, table, _COLUMNS, rows)
