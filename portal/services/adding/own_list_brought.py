"""An author's own catalogue that she brings back: what of it is new, differs, or is there already.

Days are not taken over: an entry counts from the day on which it is added. Source: contract,
"Claims".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.catalogue_exchange import (
    Catalogue,
    OwnEdition,
    OwnEntry,
    OwnVersion,
    OwnWork,
    as_data,
    in_order,
)
from portal.kernel.catalogue_exchange_reading import CatalogueDamaged, of_data
from portal.kernel.errors import NotFound
from portal.kernel.identity import Identity
from portal.services.catalogue import claims
from portal.services.catalogue.claims import MOST, NewClaim, Receipt
from portal.services.titles.works_list import Entry, claims_of

_LONGEST = 300_000
"""Bytes that a form carries along, where a field may have 500,000; what is beyond is brought after
the first are saved."""


@dataclass(frozen=True)
class BroughtEntry:
    """An entry of the file that the list does not have so; `now` is what the list says."""

    isbn: int
    title: str
    medium: str
    language: str
    role: str
    heads: int
    separate: bool
    now: Entry | None

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.isbn}_{self.role}"


@dataclass(frozen=True)
class Difference:
    """Entries to add or change, how many are there already, how many more than fit, and `carried`:
    the text that a form brings along."""

    entries: tuple[BroughtEntry, ...]
    same: int
    withdrawn: int
    left_over: int
    carried: str


def difference(session: Session, identity: Identity, catalogue: Catalogue) -> Difference:
    """A catalogue beside the list of the party acted for; nothing is stored."""
    if identity.subject_id is None:
        raise NotFound
    now = _standing(session, identity.subject_id)
    entries: list[BroughtEntry] = []
    same = withdrawn = 0
    for work, edition, entry, said in _said(catalogue):
        if said is None:
            withdrawn += 1
            continue
        own = now.get((edition.isbn, entry.role))
        if own is not None and (own.heads, own.separate) == (said.heads, said.separate):
            same += 1
        else:
            entries.append(
                BroughtEntry(
                    edition.isbn, edition.title or work.title, edition.medium, work.language,
                    entry.role, said.heads, said.separate, own,
                )
            )  # fmt: skip
    kept, carried = _fitting(entries)
    return Difference(tuple(kept), same, withdrawn, len(entries) - len(kept), carried)


def carried_back(text: str) -> Catalogue:
    """The catalogue that a form brought along; raises CatalogueDamaged."""
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise CatalogueDamaged(place=1, column="JSON", value="")
    return of_data(data)


def add(
    session: Session, identity: Identity, catalogue: Catalogue, keys: set[str], today: date
) -> Receipt:
    """Adds or changes the chosen entries from today; the same again changes nothing."""
    chosen = [
        NewClaim(one.isbn, one.role, one.heads, one.title, one.medium, one.separate)
        for one in difference(session, identity, catalogue).entries
        if one.key in keys
    ]
    return claims.add_claims(session, identity, chosen, today)


def _standing(session: Session, party_id: int) -> dict[tuple[int, str], Entry]:
    return {
        (edition.isbn, entry.role): entry
        for work in claims_of(session, party_id)
        for edition in work.editions
        for entry in edition.standing
        if edition.isbn is not None
    }


def _said(
    catalogue: Catalogue,
) -> Iterator[tuple[OwnWork, OwnEdition, OwnEntry, OwnVersion | None]]:
    for _, work, edition in catalogue.editions:
        for entry in edition.entries:
            yield work, edition, entry, entry.standing


def _fitting(entries: list[BroughtEntry]) -> tuple[list[BroughtEntry], str]:
    """As many as one form takes, and the text that carries them."""
    kept = entries[:MOST]
    while len((carried := _carried(kept)).encode()) > _LONGEST:
        kept = kept[: len(kept) * 3 // 4]
    return kept, carried


def _carried(entries: list[BroughtEntry]) -> str:
    """Only what stands now, with a day that nothing reads."""
    works = [
        OwnWork(
            one.title,
            (
                OwnEdition(
                    one.isbn, one.title, one.medium,
                    (OwnEntry(one.role, (OwnVersion(one.heads, one.separate, None, date.min),)),),
                ),
            ),
            one.language,
        )
        for one in entries
    ]  # fmt: skip
    return json.dumps(as_data(in_order("", works)), ensure_ascii=False, separators=(",", ":"))
