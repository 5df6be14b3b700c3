"""Sorting: one order for any texts, whatever order they come in, and none lost."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.collation import key

LANGUAGES = st.sampled_from(["fi", "sv_FI", "en", "fi-FI", "xx"])
LETTERS = "aAzZåÅäÄöÖéÉüÜæÆøØšŽõvVwWčđŋŧ 0123456789-’”:\u0308\u030a"
TEXTS = st.one_of(st.text(LETTERS, max_size=12), st.text(max_size=12))


@given(LANGUAGES, TEXTS, TEXTS)
def test_two_texts_are_in_one_order_or_the_same(language: str, one: str, other: str) -> None:
    first, second = key(language, one), key(language, other)
    assert [first < second, second < first, one == other].count(True) == 1


@given(LANGUAGES, st.data(), st.lists(TEXTS, max_size=8))
def test_the_order_does_not_depend_on_how_they_come(
    language: str, data: st.DataObject, texts: list[str]
) -> None:
    shuffled = data.draw(st.permutations(texts))
    in_order = sorted(shuffled, key=lambda text: key(language, text))
    assert in_order == sorted(texts, key=lambda text: key(language, text))


@given(LANGUAGES, TEXTS)
def test_case_signs_around_and_composition_weigh_nothing_at_first(language: str, text: str) -> None:
    weight = key(language, text)[0]
    assert key(language, unicodedata.normalize("NFD", text))[0] == weight
    assert key(language, f" ”{text}” ")[0] == weight
    assert key(language, text.casefold())[0] == weight


@given(TEXTS)
def test_english_weighs_no_accent(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    bare = "".join(one for one in apart if not unicodedata.combining(one))
    assert key("en", bare)[0] == key("en", text)[0]


@given(LANGUAGES, st.integers(0, 10**9), st.integers(0, 10**9))
def test_numbers_are_in_the_order_of_numbers(language: str, one: int, other: int) -> None:
    before = key(language, f"Osa {one}")[0] < key(language, f"Osa {other}")[0]
    assert before == (one < other)


@given(st.sampled_from(["fi", "sv_FI"]), TEXTS)
def test_the_nordic_letters_come_after_every_latin_one(language: str, rest: str) -> None:
    assert key(language, "z" + "z" * len(rest))[0] < key(language, f"å{rest}")[0]
    assert (
        key(language, f"å{rest}")[0] < key(language, f"ä{rest}")[0] < key(language, f"ö{rest}")[0]
    )
