"""Small numbers in words, for the beginning and the inside of a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from portal.wording import formats

FIRST = 2
AT_THE_BEGINNING = (
    _l("Two"), _l("Three"), _l("Four"), _l("Five"), _l("Six"), _l("Seven"), _l("Eight"),
    _l("Nine"), _l("Ten"),
)  # fmt: skip

INSIDE = (
    _l("two"), _l("three"), _l("four"), _l("five"), _l("six"), _l("seven"), _l("eight"),
    _l("nine"), _l("ten"),
)  # fmt: skip


def at_the_beginning(number: int) -> str:
    """A number that begins a sentence: in words from two to ten."""
    return _in_words(number, AT_THE_BEGINNING)


def inside(number: int) -> str:
    """A number inside a sentence: in words from two to ten."""
    return _in_words(number, INSIDE)


def _in_words(number: int, words: Sequence[object]) -> str:
    if FIRST <= number < FIRST + len(words):
        return str(words[number - FIRST])
    return formats.count(number)
