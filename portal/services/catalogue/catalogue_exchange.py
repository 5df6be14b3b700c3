"""A party's catalogue out in five formats, and the office's way to bring one back whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.bibliography import own_catalogue
from portal.documents.catalogue import FORMATS, WrittenCatalogue, written
from portal.kernel.catalogue_exchange import (
    Catalogue,
    OwnEdition,
    OwnEntry,
    OwnVersion,
    OwnWork,
    in_order,
)
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Actor, Identity
from portal.services.audit import audit
from portal.services.base import locks, parties
from portal.services.base.texts import shown
from portal.services.catalogue import catalogue_editions
from portal.services.catalogue.catalogue_import import Key, insert_versions, sealed, stored_versions
from portal.services.catalogue.catalogue_versions import Version
from portal.store.catalogue import Claim, Edition, Work
from portal.store.people import Party

__all__ = ["FORMATS", "NotOwnCatalogue", "Restored", "collected", "exported", "restore"]


class NotOwnCatalogue(Refusal):
    """`file` is no catalogue that the portal wrote."""

    code = "not_own_catalogue"


@dataclass(frozen=True)
class Restored:
    """What a catalogue added, and how many of its versions were there already."""

    works: int
    editions: int
    versions: int
    there: int


def collected(session: Session, party_id: int) -> Catalogue:
    """Everything that a party has said of its works: every version, withdrawn ones too."""
    claim, edition, work = Claim.__table__.c, Edition.__table__.c, Work.__table__.c
    rows = session.execute(
        select(
            claim.role, claim.heads, claim.separate, claim.translation, claim.added_on,
            claim.withdrawn_on, edition.isbn, edition.title, edition.medium,
            edition["class"].label("class_"), edition.language, edition.published_year,
            edition.work_id, work.title.label("work_title"), work.language.label("work_language"),
        )
        .join_from(Claim.__table__, Edition.__table__, edition.id == claim.edition_id)
        .join(Work.__table__, work.id == edition.work_id)
        .where(claim.party_id == party_id, edition.isbn.is_not(None))
        .order_by(claim.added_on, claim.id)
    ).all()  # fmt: skip
    works: dict[int, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        works[row.work_id][row.isbn].append(row)
    name = session.get_one(Party, party_id).name
    return in_order(name, (_work(editions) for editions in works.values()))


def exported(
    session: Session, identity: Identity, format_name: str, today: date
) -> WrittenCatalogue:
    """The catalogue of the party acted for in one of FORMATS; raises NotFound for another."""
    if identity.subject_id is None or format_name not in FORMATS:
        raise NotFound
    return written(format_name, collected(session, identity.subject_id), today)


def exported_by_code(
    session: Session, code: str, format_name: str, today: date
) -> WrittenCatalogue:
    """The same for the office, by the person's code; raises PersonUnknown."""
    return written(format_name, collected(session, parties.by_code(session, code).id), today)


def restore(
    session: Session, code: str, content: bytes, file: str, *, today: date, actor: Actor
) -> Restored:
    """Brings a catalogue that the portal wrote back to a person: what is not there is added.

    Days are kept, but none is before the joining day. Editions that exist stay as they are. Raises
    PersonUnknown, NotOwnCatalogue, CatalogueDamaged, CatalogueTooNew and the faults of a file.
    """
    party = parties.by_code(session, code)
    catalogue = own_catalogue.read(content, shown(file))
    if catalogue is None:
        raise NotOwnCatalogue(file=shown(file))
    locks.catalogue(session)
    ids, works, editions = _save_editions(session, catalogue, f"import of {shown(file)}"[:200])
    entries = [
        ((party.id, ids[edition.isbn], entry.role), entry)
        for _, _, edition in catalogue.editions
        for entry in edition.entries
    ]
    missing, there = _missing(session, party, entries)
    insert_versions(session, missing, f"{actor.label}: import of {shown(file)}"[:200])
    if missing or editions:
        audit.record(
            session, actor, "catalogue_imported", file=shown(file), claims=len(missing),
            editions=editions, entries=sealed(missing),
        )  # fmt: skip
    return Restored(works, editions, len(missing), there)


def _missing(
    session: Session, party: Party, entries: Sequence[tuple[Key, OwnEntry]]
) -> tuple[list[tuple[Key, Version]], int]:
    """The versions of the file that the portal does not have, in their order; how many it has."""
    stored = stored_versions(session, {party.id})
    there = Counter(
        (key, replace(version, id=None)) for key, found in stored.items() for version in found
    )
    missing: list[tuple[Key, Version]] = []
    known = 0
    for key, entry in entries:
        for said in entry.versions:
            version = _version(said, party.joined_on)
            if there[key, version]:
                there[key, version] -= 1
                known += 1
            else:
                missing.append((key, version))
    return missing, known


def _version(said: OwnVersion, joined: date) -> Version:
    added = max(said.added, joined)
    withdrawn = None if said.withdrawn is None else max(said.withdrawn, added)
    return Version(said.heads, said.separate, said.translation, added, withdrawn)


def _save_editions(
    session: Session, catalogue: Catalogue, source: str
) -> tuple[dict[int, int], int, int]:
    """Editions by ISBN, new ones made; how many works and editions are new.

    A new edition joins the work of an edition that the file has beside it and the portal knows.
    """
    numbers = [edition.isbn for _, _, edition in catalogue.editions]
    known = catalogue_editions.stored_editions(session, numbers)
    ids = {isbn: shape.id for isbn, shape in known.items()}
    works = added = 0
    for work in catalogue.works:
        new = [edition for edition in work.editions if edition.isbn not in known]
        if not new:
            continue
        work_id = _sibling(work, known)
        if work_id is None:
            made = Work(title=work.title, language=work.language or None)
            session.add(made)
            session.flush()
            work_id, works = made.id, works + 1
        made_editions = [_edition(one, work_id, source, len(work.editions) > 1) for one in new]
        session.add_all(made_editions)
        session.flush()
        ids |= {one.isbn: one.id for one in made_editions if one.isbn is not None}
        added += len(new)
    return ids, works, added


def _sibling(work: OwnWork, known: Mapping[int, catalogue_editions.Shape]) -> int | None:
    return next((known[one.isbn].work for one in work.editions if one.isbn in known), None)


def _edition(said: OwnEdition, work_id: int, source: str, together: bool) -> Edition:
    return Edition(
        work_id=work_id,
        isbn=said.isbn,
        title=said.title,
        medium=said.medium,
        class_=said.class_,
        language=said.language,
        published_year=said.year,
        title_source=source,
        grouped_by="file" if together else "alone",
    )


def _work(editions: Mapping[int, Iterable[Any]]) -> OwnWork:
    made = [_own_edition(list(rows)) for rows in editions.values()]
    first = next(row for rows in editions.values() for row in rows)
    return OwnWork(first.work_title, tuple(made), first.work_language or "")


def _own_edition(rows: Sequence[Any]) -> OwnEdition:
    by_role: dict[str, list[OwnVersion]] = defaultdict(list)
    for row in rows:
        by_role[row.role].append(
            OwnVersion(row.heads, row.separate, row.translation, row.added_on, row.withdrawn_on)
        )
    first = rows[0]
    entries = tuple(OwnEntry(role, tuple(versions)) for role, versions in by_role.items())
    return OwnEdition(
        first.isbn, first.title, first.medium, entries, first.class_, first.language,
        first.published_year,
    )  # fmt: skip
