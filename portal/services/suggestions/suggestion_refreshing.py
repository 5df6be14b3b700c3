"""Keeps what may be a party's as it is found today; what was answered stays answered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import PHYSICAL_MEDIUM
from portal.kernel.errors import Refusal
from portal.kernel.identity import SYSTEM, Identity
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.catalogue import claims
from portal.services.catalogue.claims import NewClaim
from portal.services.matching import unmatched
from portal.services.matching.unmatched import Naming
from portal.services.messages import notices
from portal.services.records.record_names import names_of
from portal.services.records.record_parts import SURE
from portal.services.records.suggested import Suggested
from portal.services.suggestions.suggestion_finding import found
from portal.services.titles.works_list import claims_of
from portal.store.matching import Suggestion
from portal.store.people import Party
from portal.store.preferences import Preference

ADDED = "editions_added"
MOST_NAMED = 20
WAITING = ("open", "later")
_KEPT = (
    "kind", "isbn", "record_id", "work_key", "title", "language", "medium", "class_", "role",
    "heads", "certainty",
)  # fmt: skip


@dataclass(frozen=True)
class Refreshed:
    """How many suggestions are new, are not found any more, and became entries by themselves.

    `problems` say why some parties could not be done, each kind once.
    """

    found: int = 0
    gone: int = 0
    by_itself: int = 0
    problems: tuple[Refusal, ...] = ()

    def __add__(self, more: Refreshed) -> Refreshed:
        """Both together."""
        every = {one.code: one for one in (*self.problems, *more.problems)}
        return Refreshed(
            self.found + more.found,
            self.gone + more.gone,
            self.by_itself + more.by_itself,
            tuple(every.values()),
        )


def refresh(
    session: Session, data_dir: Path, party_id: int, today: date, lent: Naming | None = None
) -> Refreshed:
    """Looks anew for what may be a party's; done twice it changes nothing the second time.

    `lent` answers for loans without an ISBN, where very many parties are looked for.

    Raises CountsMissing where a file of loans without ISBN is not there.
    """
    names, works = names_of(session, party_id), claims_of(session, party_id)
    wanted = found(session, lent or unmatched.reading(data_dir), names, works)
    locks.alone(session)
    rows = session.scalars(select(Suggestion).where(Suggestion.party_id == party_id)).all()
    before = {row.key: row for row in rows}
    withdrawn = {
        e.isbn for work in works for e in work.editions if not e.standing and e.isbn is not None
    }
    fresh = [one for one in wanted if one.key in before or one.isbn not in withdrawn]
    new = _keep(session, party_id, fresh, before, today)
    gone = _drop({one.key for one in fresh}, rows)
    session.flush()
    if new or gone:
        identity = Identity(SYSTEM, party_id)
        audit.record(session, identity, "suggestions_found", found=len(new), gone=gone)
    by_itself = _add(session, party_id, [one for one in new if one.by_itself], today)
    return Refreshed(len(new), gone, by_itself)


def refresh_all(session: Session, data_dir: Path, today: date) -> Refreshed:
    """The same for everybody, in one transaction; the nightly job goes a few at a time."""
    parties, lent = after(session, 0, None), unmatched.read_once(data_dir)
    every = (refresh(session, data_dir, party_id, today, lent) for party_id in parties)
    return sum(every, Refreshed())


def refresh_some(
    session: Session, data_dir: Path, parties: Sequence[int], today: date, lent: Naming
) -> Refreshed:
    """The same for some; a party that cannot be done is left as it was."""
    sums = Refreshed()
    for party_id in parties:
        try:
            with session.begin_nested():
                sums += refresh(session, data_dir, party_id, today, lent)
        except Refusal as problem:
            sums += Refreshed(problems=(problem,))
    return sums


def after(session: Session, party_id: int, most: int | None) -> Sequence[int]:
    """The next people and estates in the order of their ids, at most so many."""
    query = select(Party.id).where(Party.id > party_id, Party.kind != "organisation")
    return session.scalars(query.order_by(Party.id).limit(most)).all()


def _keep(
    session: Session,
    party_id: int,
    wanted: Sequence[Suggested],
    before: Mapping[str, Suggestion],
    today: date,
) -> list[Suggested]:
    """Writes what is found; returns what is new, or is sure only now."""
    refused = {row.work_key for row in before.values() if _refuses_all(row)}
    new = []
    for one in wanted:
        row = before.get(one.key)
        if row is None and one.work_key in refused:
            continue
        if row is None:
            row = Suggestion(party_id=party_id, key=one.key, found_on=today, state="open")
            session.add(row)
            new.append(one)
        elif row.state not in (*WAITING, "gone"):
            continue
        elif row.state == "gone" or (row.certainty != SURE and one.certainty == SURE):
            new.append(one)
        row.state = "open" if row.state == "gone" else row.state
        for name in _KEPT:
            setattr(row, name, getattr(one, name))
        row.reasons = json.dumps(one.reasons, sort_keys=True, ensure_ascii=False)
    return new


def _refuses_all(row: Suggestion) -> bool:
    """Not hers in one edition is not hers in any, unless she has another edition of the work."""
    return row.state == "not_mine" and row.work_key.startswith("title:")


def _drop(keys: set[str], rows: Sequence[Suggestion]) -> int:
    """What waits and is not found any more is gone."""
    lost = [row for row in rows if row.state in WAITING and row.key not in keys]
    for row in lost:
        row.state = "gone"
    return len(lost)


def _add(session: Session, party_id: int, new: Sequence[Suggested], today: date) -> int:
    """New editions of works in the list become entries where the party has asked for that."""
    chosen = session.get(Preference, party_id) if new else None
    if chosen is None or not chosen.add_new_editions:
        return 0
    added = [one for one in new if one.role and one.isbn][: claims.MOST]
    entries = [
        NewClaim(one.isbn or 0, one.role or "", one.heads or 1, one.title,
                 one.medium or PHYSICAL_MEDIUM)
        for one in added
    ]  # fmt: skip
    written = claims.add_claims(session, Identity(SYSTEM, party_id), entries, today)
    keys = [one.key for one in added]
    rows = session.scalars(
        select(Suggestion).where(Suggestion.party_id == party_id, Suggestion.key.in_(keys))
    )
    for row in rows:
        row.state, row.answered_on, row.answered_by = "by_itself", today, SYSTEM.label
    session.flush()
    named = [{"isbn": one.isbn, "title": one.title} for one in added[:MOST_NAMED]]
    said = {"editions": len(added), "named": named, "receipt": written.number}
    notices.notify(session, SYSTEM, party_id, ADDED, today, **said)
    return len(added)
