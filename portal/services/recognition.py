"""ISBNs in pasted text, and what only looks like one and why; nothing is guessed.

Numbers are read as groups of digits with spaces, hyphens, line breaks and e-mail quoting between
them. An ISBN-13 may be grouped in any way; an ISBN-10 is one group, or four of which the last is
the check character, because telephone numbers have ten digits too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stdnum import isbn as isbn_ranges

from portal.kernel.isbn import judge

MOST = 500
_GROUP = re.compile(r"\d+[xX](?![^\W_])|\d+|(?<=[\s\-\u2010-\u2015\u2212])[xX](?![^\W_])")
_BETWEEN = re.compile(r"[ \t\u00a0\u2007\u202f\u00ad]*[\-\u00ad\u2010-\u2015\u2212]?[\s\u00a0>]*")
_QUOTING = re.compile(r"^[>\s]+", re.MULTILINE)
_SCIENTIFIC = re.compile(r"(?<![\d.,])9[.,]7[89]\d*\s?[eE]\+?\d\d(?!\d)")
_LABEL = re.compile(r"(?:ISBN|ISSN)(?:[- ]?1[03])?[\s:.#]*\Z", re.IGNORECASE)
_ALONE = re.compile(r"[\s>*•·\-]*(?:ISBN(?:[- ]?1[03])?)?[\s:.#]*\Z", re.IGNORECASE)
_MOST_GROUPS = 8
_LONGEST_SHOWN = 40


@dataclass(frozen=True)
class Failed:
    """What looks like an ISBN and is none: the text as written, and a reason of kernel.isbn."""

    text: str
    reason: str


@dataclass(frozen=True)
class Extracted:
    """ISBN-13s in the order of the text, each once; what failed; how many were more than MOST."""

    isbns: tuple[int, ...]
    failed: tuple[Failed, ...]
    left_over: int = 0


@dataclass(frozen=True)
class _Group:
    digits: str
    start: int
    end: int
    linked: str
    """What stands between this group and the one before, None of it other than separators; else
    a bar."""


def extract(text: str) -> Extracted:
    """All ISBNs in a text, at most MOST; see the module for what is one."""
    groups = _groups(text)
    found: dict[int, None] = {}
    failed: dict[str, Failed] = {}
    for match in _SCIENTIFIC.finditer(text):
        failed.setdefault(match.group(), Failed(match.group(), "rounded"))
    place = 0
    while place < len(groups):
        taken, isbn, reason = _at(text, groups, place)
        if isbn is not None:
            found.setdefault(isbn)
        elif reason is not None:
            written = _written(text, groups, place, taken)
            failed.setdefault(written, Failed(written, reason))
        place += taken
    isbns = tuple(found)
    return Extracted(isbns[:MOST], tuple(failed.values())[:MOST], max(0, len(isbns) - MOST))


def _groups(text: str) -> list[_Group]:
    groups: list[_Group] = []
    end = 0
    skipped = [match.span() for match in _SCIENTIFIC.finditer(text)]
    for match in _GROUP.finditer(text):
        if any(start <= match.start() < stop for start, stop in skipped):
            continue
        between = text[end : match.start()]
        linked = between if groups and _BETWEEN.fullmatch(between) else "|"
        groups.append(_Group(match.group().upper(), match.start(), match.end(), linked))
        end = match.end()
    return groups


def _at(text: str, groups: Sequence[_Group], place: int) -> tuple[int, int | None, str | None]:
    """What begins at a group: how many groups it takes, the ISBN, or why it is none."""
    linked = _linked(groups, place)
    for taken, code in _codes(linked):
        isbn = judge(code).isbn
        if isbn is not None and (len(code) == 13 or _plausible_10(linked[:taken], code)):
            return taken, isbn, None
    for taken, code in _codes(linked):
        if _looks_like_one(text, linked[:taken], code):
            return taken, None, judge(code).reason
    return _short_or_long(text, linked)


def _linked(groups: Sequence[_Group], place: int) -> Sequence[_Group]:
    """The group and those that follow it with nothing but separators between."""
    stop = place + 1
    while stop < len(groups) and stop - place < _MOST_GROUPS and groups[stop].linked != "|":
        stop += 1
    return groups[place:stop]


def _codes(linked: Sequence[_Group]) -> list[tuple[int, str]]:
    """The ways to read 13, 10 or 8 characters from the first group on, the longest first."""
    code, ways = "", []
    for taken, group in enumerate(linked, start=1):
        code += group.digits
        if len(code) in (8, 10, 13):
            ways.append((taken, code))
    return ways[::-1]


def _plausible_10(groups: Sequence[_Group], code: str) -> bool:
    """One group in a range that some country uses, or four of which the last is one character."""
    if len(groups) == 1:
        return bool(isbn_ranges.split(code)[2])
    return len(groups) == 4 and len(groups[-1].digits) == 1


def _looks_like_one(text: str, groups: Sequence[_Group], code: str) -> bool:
    """Whether somebody meant these characters as a number of a book."""
    if _meant(text, groups):
        return True
    hyphens = all(re.search(r"[\-\u2010-\u2015\u2212]", group.linked) for group in groups[1:])
    if len(code) == 13:
        prefixed = code.startswith(("978", "979"))
        return prefixed or (len(groups) == 1 and judge(code).reason in ("issn", "ean"))
    if len(code) == 10:
        return len(groups) == 4 and hyphens and len(groups[-1].digits) == 1
    return (
        len(groups) == 2 and hyphens and judge(code).reason == "issn" and _written_as_issn(groups)
    )


def _written_as_issn(groups: Sequence[_Group]) -> bool:
    return len(groups[0].digits) == 4 and not groups[0].digits.startswith(("19", "20"))


def _short_or_long(text: str, linked: Sequence[_Group]) -> tuple[int, None, str | None]:
    """A number that is labelled, alone on its line, or begins like an ISBN, of another length."""
    taken = 1
    while taken < len(linked) and re.search(r"[\-\u2010-\u2015\u2212]", linked[taken].linked):
        taken += 1
    whole = linked[: taken if taken > 1 or len(linked[0].digits) > 5 else len(linked)]
    line = _on_one_line(linked)
    if _meant(text, line):
        whole = line
    code = "".join(group.digits for group in whole)
    begins = code.startswith(("978", "979")) and 11 <= len(code) <= 15
    if len(code) >= 7 and (begins or _meant(text, whole)):
        return len(whole), None, judge(code).reason or "length"
    return 1, None, None


def _on_one_line(linked: Sequence[_Group]) -> Sequence[_Group]:
    stop = 1
    while stop < len(linked) and "\n" not in linked[stop].linked:
        stop += 1
    return linked[:stop]


def _meant(text: str, groups: Sequence[_Group]) -> bool:
    """Labelled ISBN, or alone on its line: then the number was meant as one."""
    start, end = groups[0].start, groups[-1].end
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    after = text[end : line_end if line_end >= 0 else len(text)]
    alone = _ALONE.fullmatch(text, line_start, start) and not after.strip(" \t\r,;.")
    return bool(alone) or bool(_LABEL.search(text, max(line_start, start - 20), start))


def _written(text: str, groups: Sequence[_Group], place: int, taken: int) -> str:
    start, end = groups[place].start, groups[place + taken - 1].end
    return " ".join(_QUOTING.sub(" ", text[start:end]).split())[:_LONGEST_SHOWN]
