"""Who shares the text of an edition: names, roles and parts; never sums or addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from portal.kernel.catalogue import ILLUSTRATOR, NARRATOR, ROLES, TRANSLATOR, WRITER_ROLES
from portal.rules.settlement.stakes import HALF, NOTHING
from portal.services.money.estimating import Worked
from portal.services.titles.works_list import Entry, ListedEdition, entries

WRITERS = "writers"
TRANSLATORS = "translators"


@dataclass(frozen=True)
class Sharer:
    """One person on an edition. The part is 1 ÷ `divisor` of the text's money, None without one.

    `declared` is how many people in the role this person says there are.
    """

    name: str
    you: bool
    role: str
    declared: int
    divisor: int | None
    disputed: bool
    separate: bool
    claimed_on: date


@dataclass(frozen=True)
class Missing:
    """People of a pool who were declared and have not claimed; each would have 1 ÷ `divisor`."""

    pool: str
    count: int
    divisor: int


@dataclass(frozen=True)
class Sharing:
    """Who shares one or several editions alike."""

    isbns: tuple[int, ...]
    sharers: tuple[Sharer, ...]
    missing: tuple[Missing, ...]

    @property
    def disputed(self) -> bool:
        """Whether the claims disagree."""
        return any(sharer.disputed for sharer in self.sharers)

    @property
    def has_pictures(self) -> bool:
        """Whether somebody has claimed the pictures."""
        return any(sharer.role == ILLUSTRATOR for sharer in self.sharers)


def sharing_of(
    known: Worked, claims: Sequence[Any], editions: Sequence[ListedEdition], party_id: int
) -> tuple[Sharing, ...]:
    """Who shares each edition, by everybody's `claims` on them (see edition_claims).

    Editions that are shared alike are taken together.
    """
    alike: dict[tuple[tuple[Sharer, ...], tuple[Missing, ...]], list[int]] = defaultdict(list)
    for edition in editions:
        if edition.isbn is None:
            continue
        own = [row for row in claims if row.edition_id == edition.edition_id]
        sharers = _sharers(known, own, edition.isbn, party_id)
        alike[sharers, _missing(sharers)].append(edition.isbn)
    return tuple(
        Sharing(tuple(isbns), sharers, missing) for (sharers, missing), isbns in alike.items()
    )


def _sharers(
    known: Worked, rows: Sequence[Any], isbn: int, party_id: int
) -> tuple[Sharer, ...]:  # fmt: skip
    parts = parts_on(known, isbn)
    names = {row.party_id: row.name for row in rows}
    found = []
    for person in names:
        own = entries([row for row in rows if row.party_id == person])
        found += [
            _sharer(entry, names[person], person == party_id, parts.get((person, entry.role)))
            for entry in own
            if entry.withdrawn_on is None
        ]
    return tuple(sorted(found, key=lambda one: (ROLES.index(one.role), not one.you, one.name)))


def _sharer(entry: Entry, name: str, you: bool, part: tuple[int | None, bool] | None) -> Sharer:
    divisor, disputed = part or (None, False)
    return Sharer(
        name, you, entry.role, entry.heads, divisor, disputed, entry.separate, entry.added_on
    )


def parts_on(known: Worked, isbn: int) -> dict[tuple[int, str], tuple[int | None, bool]]:
    """By person and role: the divisor of the smallest part, and whether claims disagree on it."""
    titles = [place for place, members in enumerate(known.facts.members) if isbn in members]
    at, halves = known.stakes, _halves(known)
    found: dict[tuple[int, str], tuple[int | None, bool]] = {}
    for row in np.flatnonzero(np.isin(at.title, titles)).tolist():
        small, heads = int(at.small[row]), int(at.small_heads[row])
        divisor = None if small == NOTHING else heads * (halves if small == HALF else 1)
        disputed = (small, heads) != (int(at.large[row]), int(at.large_heads[row]))
        person = known.facts.party_ids[int(at.payee[row])]
        before = found.get((person, ROLES[int(at.role[row])]), (divisor, False))
        found[person, ROLES[int(at.role[row])]] = (before[0], before[1] or disputed)
    return {key: part for key, part in found.items() if key[1] != NARRATOR}


def _halves(known: Worked) -> int:
    return known.terms.years[max(known.terms.years)].translation_denominator


def _missing(sharers: Sequence[Sharer]) -> tuple[Missing, ...]:
    """Who was declared and has not claimed: people of a known pool, or a whole pool."""
    writers = [one for one in sharers if one.role in WRITER_ROLES]
    translators = [one for one in sharers if one.role == TRANSLATOR]
    translated = bool(translators) or any(one.role == WRITER_ROLES[1] for one in writers)
    found = [
        *_missing_of(WRITERS, writers, bool(translators)),
        *_missing_of(TRANSLATORS, translators, translated and not _own_text(writers)),
    ]
    return tuple(found)


def _own_text(writers: Sequence[Sharer]) -> bool:
    return any(one.role == WRITER_ROLES[0] for one in writers)


def _missing_of(pool: str, claimants: Sequence[Sharer], implied: bool) -> list[Missing]:
    if not claimants:
        return [Missing(pool, 1, 2)] if implied else []
    declared = max(one.declared for one in claimants)
    divisors = [one.divisor for one in claimants if one.divisor]
    count = declared - len(claimants)
    return [Missing(pool, count, divisors[0])] if count > 0 and divisors else []
