"""What each entry would say if what somebody says were right: by hand, role by role."""

from __future__ import annotations

import pytest

from portal.rules.sharing import (
    HEADS,
    NAME_MISSING,
    NOT_MY_WORK,
    ROLE,
    Part,
    Wrong,
    asked,
    right_parts,
    too_few,
    with_facts,
)

A, E, M = 1, 2, 3


def said(parts: tuple[Part, ...]) -> list[tuple[int, str, int]]:
    return sorted((part.party, part.role, part.heads) for part in parts)


WRITERS = (Part(A, "author", 2), Part(E, "author", 2))
TRANSLATED = (Part(A, "original_author", 1), Part(M, "translator", 1))


@pytest.mark.parametrize(
    ("parts", "wrong", "right", "who"),
    [
        (WRITERS, Wrong(HEADS, E, "author", 3),
         [(A, "author", 3), (E, "author", 3)], (A,)),
        ((*WRITERS, Part(M, "translator", 1)), Wrong(HEADS, E, "author", 3),
         [(A, "author", 3), (E, "author", 3), (M, "translator", 1)], (A,)),
        (WRITERS, Wrong(HEADS, E, "author", 2), [(A, "author", 2), (E, "author", 2)], ()),
        (WRITERS, Wrong(ROLE, A, "author", 1, E, "author", "translator"),
         [(A, "original_author", 1), (E, "translator", 1)], (E,)),
        (WRITERS, Wrong(ROLE, A, "author", 1, E, "author", "illustrator"),
         [(A, "author", 1), (E, "illustrator", 1)], (E,)),
        (WRITERS, Wrong(ROLE, A, "author", 1, E, "author", "none"), [(A, "author", 1)], (E,)),
        (TRANSLATED, Wrong(ROLE, M, "translator", 2, A, "original_author", "translator"),
         [(A, "translator", 2), (M, "translator", 2)], (A,)),
        (TRANSLATED, Wrong(ROLE, A, "original_author", 2, M, "translator", "author"),
         [(A, "original_author", 2), (M, "author", 2)], (M,)),
        (WRITERS, Wrong(NAME_MISSING, A, "author", 2, right_role="translator"),
         [(A, "original_author", 2), (E, "original_author", 2)], (E,)),
        (WRITERS, Wrong(NAME_MISSING, A, "author", 3, right_role="author"),
         [(A, "author", 3), (E, "author", 3)], (E,)),
        (WRITERS, Wrong(NOT_MY_WORK, E, "author", 1), [(A, "author", 2)], ()),
        ((*WRITERS, Part(E, "illustrator", 1)), Wrong(NOT_MY_WORK, E, "author", 1),
         [(A, "author", 2)], ()),
        ((Part(A, "illustrator", 1), *WRITERS[1:]), Wrong(NAME_MISSING, A, "illustrator", 9,
                                                          right_role="illustrator"),
         [(A, "illustrator", 1), (E, "author", 2)], ()),
    ],
)  # fmt: skip
def test_what_would_be_right_and_who_is_asked(
    parts: tuple[Part, ...], wrong: Wrong, right: list[tuple[int, str, int]], who: tuple[int, ...]
) -> None:
    found = right_parts(parts, wrong)
    assert said(found) == right
    assert asked(parts, wrong) == who
    assert said(right_parts(found, wrong)) == right, "the same again changes nothing"


def test_a_decision_says_numbers_by_pool_and_roles_in_the_text() -> None:
    parts = (*WRITERS, Part(A, "illustrator", 1), Part(M, "translator", 4))
    decided = with_facts(parts, {"writers": 1, "translators": 2}, {E: "translator", M: "none"})
    assert said(decided) == [(A, "author", 1), (A, "illustrator", 1), (E, "translator", 2)]


@pytest.mark.parametrize(
    ("parts", "pool"),
    [(WRITERS, None), ((Part(A, "author", 1), Part(E, "original_author", 2)), "writers"),
     ((*TRANSLATED, Part(E, "translator", 1)), "translators"),
     ((Part(A, "illustrator", 1), Part(E, "illustrator", 1)), None)],
)  # fmt: skip
def test_more_people_than_are_said_are_seen(parts: tuple[Part, ...], pool: str | None) -> None:
    assert too_few(parts) == pool
