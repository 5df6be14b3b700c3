"""The statement of responsibility in words: who is said to have done what.

A name has a role only where the words say it beside the name. The first part of a statement, with
no word for a role, names the authors (ISBD: the first statement is the primary one); in later
parts a name without such a word stays without a role.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from portal.bibliography.persons import names_in
from portal.bibliography.spoken_roles import LANGUAGE_AND_BY, WROTE, term_of_word
from portal.kernel.bibliography import PIECES

_LONGEST = 2_000
_WRITTEN = 120
_SEGMENTS = re.compile(r"\s*;\s*|\s+=\s+")
_WORD = re.compile(r"[^\s:,;()/]+[:.]?")
_BY = re.compile(r"(?:^|\s)(?:by|av|af|par|por|door|ved|przez)\s", re.IGNORECASE)
_BY_FIRST = re.compile(r"^(?:von|durch|de|di|do|da)\s+(?:der\s+|dem\s+)?(?=\w)", re.IGNORECASE)
_BETWEEN = re.compile(
    r"^[\s,:.&\-–(]*(?:(?:ja|och|og|and|und|et|sekä|samt|med|with|mit|an|a|en|ett|az|és|by)\b[\s,]*)*$",
    re.IGNORECASE,
)  # fmt: skip
_INTO = re.compile(r"\s(?:ins?|into|till|til)\s.*$", re.IGNORECASE)
_LABEL = re.compile(r"^[\w\s\-]{2,40}:\s")


@dataclass(frozen=True)
class Spoken:
    """A name as the statement has it, with the terms beside it and the words themselves."""

    name: str
    terms: tuple[str, ...]
    words: str


@dataclass
class _Group:
    """Words for roles that stand together: "översättning och förord:"."""

    start: int
    end: int
    terms: list[str]


def spoken(statement: str) -> tuple[Spoken, ...]:
    """Everybody to whom the statement gives a role, in its order."""
    text = re.sub(r"[\[\]{}<>]", "", unicodedata.normalize("NFC", statement[:_LONGEST]))
    text = " ".join(text.replace("...", " … ").split()).rstrip(" .")
    found: list[Spoken] = []
    for place, segment in enumerate(_SEGMENTS.split(text)):
        found += _of_segment(segment.strip(), first=place == 0)
    return tuple(found)


def _of_segment(segment: str, *, first: bool) -> list[Spoken]:
    groups = _groups(segment)
    if not groups:
        return _authors(segment) if first and not _LABEL.match(segment) else []
    found: list[Spoken] = []
    before = segment[: groups[0].start]
    last = len(groups) - 1
    used = False
    for place, group in enumerate(groups):
        end = groups[place + 1].start if place < last else len(segment)
        names = _names_after(segment[group.end : end])
        if not names and place == 0:
            names = _names_before(before)
            used = bool(names)
        words = segment[:_WRITTEN]
        found += [Spoken(name, _terms(group), words) for name in names]
    if first and not used:
        found = _authors(before) + found
    return found


def _groups(segment: str) -> list[_Group]:
    """The words for roles with their places; neighbours with nothing but "and" between are one."""
    hits = [(found.start(), found.end(), "trl") for found in LANGUAGE_AND_BY.finditer(segment)]
    for word in _WORD.finditer(segment):
        term = term_of_word(word.group())
        if term and not any(start <= word.start() < end for start, end, _ in hits):
            hits.append((word.start(), word.end(), term))
    groups: list[_Group] = []
    for start, end, term in sorted(hits):
        if groups and _BETWEEN.match(segment[groups[-1].end : start]):
            groups[-1].end = end
            groups[-1].terms.append(term)
        else:
            groups.append(_Group(start, end, [term]))
    return groups


def _terms(group: _Group) -> tuple[str, ...]:
    """Who wrote a foreword wrote that; without one beside it, the verb is of the text."""
    piece = bool(PIECES & set(group.terms))
    terms = ["aut" if term == WROTE else term for term in group.terms if term != WROTE or not piece]
    return tuple(dict.fromkeys(terms))


def _names_after(text: str) -> list[str]:
    rest = text.lstrip(" .,:…–-)(")
    by = _BY.search(" " + rest)
    rest = (" " + rest)[by.end() :] if by else _BY_FIRST.sub("", rest)
    return names_in(rest, lower_before=True)


def _names_before(text: str) -> list[str]:
    """ "Lalli Nykänen (toim.)", "von Peter Uhlmann übersetzt": the word stands behind."""
    return names_in(_BY_FIRST.sub("", _INTO.sub("", text.strip(" ,.:("))))


def _authors(text: str) -> list[Spoken]:
    by = re.sub(r"^(?:af|av|by|von|par|por|de)\s+", "", text.strip(" ,.:("), flags=re.IGNORECASE)
    return [Spoken(name, ("aut",), text[:_WRITTEN].strip()) for name in names_in(by)]
