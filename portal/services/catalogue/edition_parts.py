"""The entries that stand on one edition, and writing them anew as someone agreed or decided."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.identity import Actor, Identity
from portal.rules.sharing import Part, parts_of
from portal.services.catalogue import claims
from portal.services.catalogue.claims import Change, NewClaim
from portal.services.titles.edition_claims import claims_on
from portal.services.titles.works_list import entries
from portal.store.catalogue import Edition, Work


@dataclass(frozen=True)
class SharedEdition:
    """An edition with an ISBN and the entries that stand on it; `names` and versions by party.

    `claim_ids` are by party and role.
    """

    edition_id: int
    work_id: int
    isbn: int
    title: str
    language: str | None
    parts: tuple[Part, ...]
    names: dict[int, str]
    claim_ids: dict[tuple[int, str], int]
    left: dict[int, date]
    """Parties of whom nothing stands any more, with the day since which that is so."""

    def of(self, party_id: int) -> tuple[Part, ...]:
        """The entries of one party, in the order of the field's roles."""
        return tuple(part for part in self.parts if part.party == party_id)

    @property
    def parties(self) -> tuple[int, ...]:
        """Everybody with an entry that stands."""
        return tuple(sorted({part.party for part in self.parts}))


def shared_edition(session: Session, edition_id: int) -> SharedEdition:
    """An edition as it stands now; raises NotFound, also for one without an ISBN."""
    found = session.execute(
        select(Edition.work_id, Edition.isbn, Edition.title, Work.language)
        .join(Work, Work.id == Edition.work_id)
        .where(Edition.id == edition_id)
    ).first()
    if found is None or found.isbn is None:
        raise NotFound
    rows = claims_on(session, [edition_id])
    parts, ids, left = [], {}, {}
    for party in dict.fromkeys(row.party_id for row in rows):
        own = entries([row for row in rows if row.party_id == party])
        for one in own:
            if one.withdrawn_on is None:
                parts.append(Part(party, one.role, one.heads, one.separate))
                ids[party, one.role] = one.claim_id
        gone = [one.withdrawn_on for one in own if one.withdrawn_on is not None]
        if len(gone) == len(own):
            left[party] = max(gone)
    return SharedEdition(
        edition_id, found.work_id, found.isbn, found.title, found.language, tuple(parts),
        {row.party_id: row.name for row in rows}, ids, left,
    )  # fmt: skip


def write(
    session: Session,
    actor: Actor,
    edition: SharedEdition,
    right: Sequence[Part],
    parties: Iterable[int],
    today: date,
) -> tuple[int, ...]:
    """Makes the entries of `parties` say what `right` says, as versions of today by `actor`.

    Returns the parties whose entries changed. What was approved stays as it is.
    """
    changed = []
    for party in parties:
        before, after = parts_of(edition.parts, party), parts_of(right, party)
        if before != after:
            _rewrite(session, Identity(actor, party), edition, before, after, today)
            changed.append(party)
    return tuple(changed)


def _rewrite(
    session: Session,
    identity: Identity,
    edition: SharedEdition,
    before: frozenset[Part],
    after: frozenset[Part],
    today: date,
) -> None:
    party = identity.subject_id or 0
    stays = {part.role for part in after}
    gone = sorted(part.role for part in before if part.role not in stays)
    for part in sorted(after - before, key=lambda one: one.role):
        had = part.role if (party, part.role) in edition.claim_ids else gone.pop() if gone else None
        said = Change(part.role, part.heads, part.separate)
        if had is not None:
            claims.change_claim(session, identity, edition.claim_ids[party, had], said, today)
        else:
            new = NewClaim(edition.isbn, part.role, part.heads, separate=part.separate)
            claims.add_claims(session, identity, [new], today)
    for role in gone:
        claims.withdraw_claim(session, identity, edition.claim_ids[party, role], today)


def as_text(parts: Iterable[Part], parties: Iterable[int]) -> str:
    """The entries of some parties as canonical JSON."""
    said = {
        str(party): sorted([p.role, p.heads, p.separate] for p in parts_of(parts, party))
        for party in parties
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> dict[int, tuple[Part, ...]]:
    """What `as_text` wrote, by party."""
    said = json.loads(text or "{}")
    return {
        int(party): tuple(Part(int(party), role, heads, separate) for role, heads, separate in own)
        for party, own in said.items()
    }
