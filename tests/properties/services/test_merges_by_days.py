"""Whoever is joined is paid, at every cutoff to come, as if what both said had been said once."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy.orm import Session

from portal.kernel.catalogue import ROLES
from portal.kernel.columns import column
from portal.rules.settlement.claims import in_force
from portal.rules.settlement.facts import NEVER, Claims, Titles
from portal.rules.settlement.stakes import stakes
from portal.services.counts import title_groups
from portal.services.merging.merge_objections import objections
from portal.store.catalogue import Claim, Edition, Work
from portal.store.people import Party
from portal.store.session import engine_for
from tests.factories import people
from tests.factories.lending import NOON, isbn

KEPT, MERGED, OTHER = 1, 2, 3
START, LAST = date(2026, 1, 1), 10
FIRST, SECOND, THIRD = ISBNS = [isbn(number) for number in (1, 2, 3)]
RECORDS: list[set[tuple[int, ...]]] = [set(), {(FIRST, SECOND)}, {(FIRST, SECOND), (SECOND, THIRD)}]
Entry = tuple[int, int, str, int, bool, int, int | None]
TOGETHER = {"original_author": "author"}
CASES = 160


def drawn(chance: random.Random) -> list[Entry]:
    """A few entries; most are a writer's of one edition, so that they meet."""
    plain = chance.random() < 0.5
    return [
        (
            chance.choice([KEPT, MERGED, OTHER]),
            chance.choice([FIRST, SECOND] if plain else ISBNS),
            "author" if plain else chance.choice(["author", "original_author", "translator"]),
            chance.choice([1, 2, 2]),
            chance.random() < 0.3,
            chance.randint(0, 6),
            chance.choice([None, None, 0, 1, 3]),
        )
        for _ in range(chance.randint(3, 6))
    ]


def parts(entries: list[Entry], title: tuple[int, ...], cutoff: int) -> dict[Any, Any]:
    """By person and pool what a title's entries leave; the two who are one counted together."""
    own = [one for one in entries if one[1] in title]
    if not own:
        return {}
    payee, isbns, role, heads, separate, added, lasts = zip(*own, strict=True)
    codes = [ROLES.index(one) for one in role]
    rows = (payee, isbns, codes, heads, separate, added, range(len(own)))
    until = [NEVER if n is None else day + n for day, n in zip(added, lasts, strict=True)]
    claims = Claims(*(column(np.array(values, dtype=np.int64)) for values in rows))
    found = in_force(claims, column(np.array(until)), cutoff)
    members = column(np.array(title))
    titles = Titles(members[:1], column(np.zeros(len(title), dtype=np.int64)), members)
    # The two died in one year and the other later: then it matters what is said to be separate.
    left = stakes(found, titles, column(np.array([0, 1950, 1950, 2000])))
    said = defaultdict(list)
    for at, person in enumerate(left.payee.tolist()):
        word = ROLES[left.role[at]]
        place = (KEPT if person == MERGED else person, TOGETHER.get(word, word))
        names = ("role", "small", "small_heads", "large", "large_heads", "last_death")
        said[place].append([int(getattr(left, name)[at]) for name in names])
    return dict(said)


def said_once(entries: list[Entry], title: tuple[int, ...], cutoff: int) -> list[Entry]:
    """Without what the merged one says in a pool of the title in which the kept one stands."""
    mine = {
        TOGETHER.get(role, role)
        for person, number, role, _heads, _separate, added, lasts in entries
        if person == KEPT and number in title
        and added <= cutoff and (lasts is None or added + lasts > cutoff)
    }  # fmt: skip
    return [
        one
        for one in entries
        if one[0] != MERGED or one[1] not in title or TOGETHER.get(one[2], one[2]) not in mine
    ]


def stand(session: Session, entries: list[Entry]) -> tuple[Party, Party]:
    """The people, editions and versions of entries; the two who may be one."""
    kept, merged, _other = (people.person(session, f"P{number}") for number in (1, 2, 3))
    work = Work(title="Talvi")
    session.add(work)
    session.flush()
    ids = {}
    for number in ISBNS:
        row = Edition(work_id=work.id, isbn=number, title="Talvi")
        session.add(row)
        session.flush()
        ids[number] = row.id
    for person, number, role, heads, separate, added, lasts in entries:
        day = START + timedelta(days=added)
        session.add(Claim(
            party_id=(kept.id, merged.id, _other.id)[person - 1], edition_id=ids[number],
            role=role, heads=heads, separate=separate, added_on=day, recorded_at=NOON,
            withdrawn_on=day + timedelta(days=lasts) if lasts is not None else None,
            recorded_by="test",
        ))  # fmt: skip
        session.flush()
    return kept, merged


def test_joining_changes_no_part_at_any_cutoff(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, chance = engine_for(sqlite_url), random.Random(20261015)
    seen = {"joined": 0, "refused": 0}
    for _ in range(CASES):
        entries, records = drawn(chance), chance.choice(RECORDS)
        monkeypatch.setattr(title_groups, "records", lambda _session, _isbns, said=records: said)
        with Session(engine) as session:  # never committed
            kept, merged = stand(session, entries)
            refused = bool(objections(session, kept, merged, START))
        seen["refused" if refused else "joined"] += 1
        if refused:
            continue
        moved = [(KEPT, *one[1:]) for one in entries if one[0] == MERGED]
        after = [one for one in entries if one[0] != MERGED] + moved
        for title in (*((one,) for one in ISBNS), *records):
            for cutoff in range(LAST):
                before = parts(said_once(entries, title, cutoff), title, cutoff)
                assert parts(after, title, cutoff) == before, entries
    engine.dispose()
    assert min(seen.values()) > CASES // 10
