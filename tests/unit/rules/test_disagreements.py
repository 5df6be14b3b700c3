"""Entries are said to disagree exactly where the rules of the money leave a part open."""

from __future__ import annotations

import random

import pytest

from portal.kernel.catalogue import ROLES, TEXT_ROLES
from portal.rules.sharing import TRANSLATED, TRANSLATORS, WRITERS, Part, disagreements
from portal.services.sharing.office_disputes import shares


@pytest.mark.parametrize(
    ("parts", "about"),
    [
        ([Part(1, "author", 1)], ()),
        ([Part(1, "author", 2), Part(2, "author", 2)], ()),
        ([Part(1, "author", 1), Part(2, "author", 2)], (WRITERS,)),
        ([Part(1, "author", 1), Part(2, "author", 1)], (WRITERS,)),
        ([Part(1, "original_author", 1), Part(2, "translator", 3)], ()),
        ([Part(1, "author", 1), Part(2, "translator", 1)], (TRANSLATED,)),
        ([Part(1, "translator", 1), Part(2, "translator", 2)], (TRANSLATORS,)),
        ([Part(1, "author", 1), Part(2, "illustrator", 4)], ()),
    ],
)
def test_what_entries_disagree_about(parts: list[Part], about: tuple[str, ...]) -> None:
    assert disagreements(parts) == about


def entries_of(chance: random.Random) -> list[Part]:
    """Up to five entries of three people, each role of a person once."""
    found = [
        Part(chance.randint(1, 3), chance.choice(ROLES), chance.randint(1, 3))
        for _ in range(chance.randint(1, 5))
    ]
    return list({(one.party, one.role): one for one in found}.values())


def test_they_disagree_exactly_where_a_part_is_left_open() -> None:
    chance = random.Random(1960)
    for _ in range(500):
        parts = [part for part in entries_of(chance) if part.role in TEXT_ROLES]
        left_open = any(
            share.smallest != share.largest for own in shares(parts).values() for share in own
        )
        assert bool(disagreements(parts)) == left_open, parts
