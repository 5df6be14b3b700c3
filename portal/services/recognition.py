"""ISBNs in pasted text, and what only looks like one and why; nothing is guessed.

Numbers are read as groups of digits with spaces, hyphens, line breaks and e-mail quoting between
them. An ISBN-13 may be grouped in any way, but begins where a group begins: years, prices and line
numbers may stand around it. An ISBN-10 is one group, or four of which the last is the check
character, because telephone numbers have ten digits too. What is left over is then looked at again
for what was meant as an ISBN and is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stdnum import isbn as isbn_ranges

from portal.kernel.isbn import judge

MOST = 500
_GROUP = re.compile(r"\d+[xX](?![^\W_])|\d+|(?<=[\s\-\u2010-\u2015\u2212])[xX](?![^\W_])")
_BETWEEN = re.compile(r"[ \t\u00a0\u2007\u202f\u00ad]*[\-\u00ad\u2010-\u2015\u2212]?[\s\u00a0>]*")
_QUOTING = re.compile(r"^[>\s]+", re.MULTILINE)
_SCIENTIFIC = re.compile(r"(?<![\d.,])9[.,]7[89]\d*\s?[eE]\+?\d\d(?!\d)")
_LABEL = re.compile(r"(?:ISBN|ISSN)(?:[- ]?1[03])?[\s:.#]*\Z", re.IGNORECASE)
_ALONE = re.compile(r"[\s>*•·\-]*(?:ISBN(?:[- ]?1[03])?)?[\s:.#]*\Z", re.IGNORECASE)
_LONGEST_SHOWN = 40
_HYPHEN = re.compile(r"[\-\u2010-\u2015\u2212]")
_TELEPHONE = re.compile(r"(?:\+|\b(?:puh|p|tel|t|phone|gsm|fax|mob\w*|puhelin\w*)[.:]*)\s*\Z", re.I)
_BAR_CODE = [1, 6, 6]


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
    for run in _runs(groups):
        for some, isbn, reason in _read(text, run):
            if isbn is not None:
                found.setdefault(isbn)
            elif reason is not None:
                written = _written(text, some)
                failed.setdefault(written, Failed(written, reason))
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
        digits = match.group().upper()
        if len(digits) == 14:
            digits = digits.removesuffix("X")  # no ISBN-13 ends in X: the letter is not its own
        groups.append(_Group(digits, match.start(), match.end(), linked))
        end = match.end()
    return groups


Groups = Sequence[_Group]
Reading = tuple[Groups, int | None, str | None]
"""Groups that belong together, the ISBN that they are, or why they are none."""


def _runs(groups: Groups) -> Iterator[Groups]:
    """The groups, cut where anything but separators stands between two."""
    starts = [place for place, group in enumerate(groups) if group.linked == "|"]
    for start, stop in pairwise([*starts, len(groups)]):
        yield groups[start:stop]


def _read(text: str, run: Groups) -> list[Reading]:
    """A run in its order: first the ISBNs in it, then what only begins like one, then the rest."""
    pieces: list[tuple[Groups, Reading | None]] = [(run, None)]
    for look in (_isbn_13, _isbn_10, _failed_13):
        pieces = [new for piece in pieces for new in _cut(text, piece, look)]
    readings: list[Reading] = []
    for rest, reading in pieces:
        readings += [reading] if reading else _rest(text, rest)
    return readings


def _cut(
    text: str,
    piece: tuple[Groups, Reading | None],
    look: Callable[[str, Groups, int], Reading | None],
) -> Iterator[tuple[Groups, Reading | None]]:
    """Cuts what `look` finds out of a piece that is not read yet."""
    groups, read = piece
    start = place = 0
    while read is None and place < len(groups):
        reading = look(text, groups, place)
        if reading is None:
            place += 1
            continue
        if place > start:
            yield groups[start:place], None
        yield reading[0], reading
        start = place = place + len(reading[0])
    if start < len(groups):
        yield groups[start:], read


def _isbn_13(_text: str, groups: Groups, place: int) -> Reading | None:
    some = _of_length(groups, place, 13)
    isbn = judge(_code(some)).isbn if some and _begins_13(some) else None
    return (some, isbn, None) if isbn is not None else None


def _failed_13(text: str, groups: Groups, place: int) -> Reading | None:
    """Thirteen digits from 978 or 979 on that are none; not the start of a longer number."""
    some = _of_length(groups, place, 13)
    code = _code(some)
    if not code.startswith(("978", "979")) or not _begins_13(some):
        return None
    return some, None, judge(code).reason


def _begins_13(groups: Groups) -> bool:
    """Grouped from 978 or 979 on, digit by digit, or as under a bar code."""
    lengths = [len(group.digits) for group in groups]
    return lengths[0] >= 3 or set(lengths) == {1} or lengths == _BAR_CODE


def _isbn_10(text: str, groups: Groups, place: int) -> Reading | None:
    some = _of_length(groups, place, 10)
    if not some or (place and groups[place - 1].digits in ("978", "979")):
        return None
    isbn = judge(_code(some)).isbn
    return (some, isbn, None) if isbn is not None and _plausible_10(text, some) else None


def _plausible_10(text: str, groups: Groups) -> bool:
    """In a range that some country uses: one group that is no telephone number, or four of which
    the last is one character, with hyphens or a language group that exists.
    """
    parts = isbn_ranges.split(_code(groups))
    if not parts[2]:
        return False
    if len(groups) == 1:
        before = text[max(0, groups[0].start - 20) : groups[0].start]
        return not _TELEPHONE.search(before)
    if len(groups) != 4 or len(groups[-1].digits) != 1:
        return False
    return _hyphens(groups) or groups[0].digits == parts[1]


def _of_length(groups: Groups, place: int, length: int) -> Groups:
    """The groups from a place on that have together so many characters; none where none have."""
    size, stop = 0, place
    while stop < len(groups) and size < length:
        size += len(groups[stop].digits)
        stop += 1
    return groups[place:stop] if size == length else ()


def _code(groups: Groups) -> str:
    return "".join(group.digits for group in groups)


def _hyphens(groups: Groups) -> bool:
    return all(_HYPHEN.search(group.linked) for group in groups[1:])


def _rest(text: str, groups: Groups) -> Iterator[Reading]:
    """What was meant as an ISBN in groups that hold none."""
    place = 0
    while place < len(groups):
        some, reason = _failure(text, groups[place:])
        if reason is not None:
            yield some, None, reason
        place += len(some)


def _failure(text: str, linked: Groups) -> tuple[Groups, str | None]:
    """What begins at the first group and why it is none; None where nobody meant an ISBN."""
    for length in (13, 10, 8):
        some = _of_length(linked, 0, length)
        if some and _looks_like_one(text, some):
            return some, judge(_code(some)).reason
    return _short_or_long(text, linked)


def _looks_like_one(text: str, groups: Groups) -> bool:
    """Whether somebody meant these characters as a number of a book."""
    code, hyphens = _code(groups), _hyphens(groups)
    if _meant(text, groups):
        return judge(code).isbn is None
    if len(code) == 13:
        prefixed = code.startswith(("978", "979"))
        return prefixed or (len(groups) == 1 and judge(code).reason in ("issn", "ean"))
    if len(code) == 10:
        shaped = len(groups) == 4 and hyphens and len(groups[-1].digits) == 1
        return shaped and judge(code).isbn is None
    return (
        len(groups) == 2 and hyphens and judge(code).reason == "issn" and _written_as_issn(groups)
    )


def _written_as_issn(groups: Groups) -> bool:
    return len(groups[0].digits) == 4 and not groups[0].digits.startswith(("19", "20"))


def _short_or_long(text: str, linked: Groups) -> tuple[Groups, str | None]:
    """A number that is labelled, alone on its line, or begins like an ISBN, of another length."""
    taken = 1
    while taken < len(linked) and _HYPHEN.search(linked[taken].linked):
        taken += 1
    whole = linked[: taken if taken > 1 or len(linked[0].digits) > 5 else len(linked)]
    line = _on_one_line(linked)
    if _meant(text, line):
        whole = line
    code = _code(whole)
    begins = code.startswith(("978", "979")) and 11 <= len(code) <= 15
    if len(code) >= 7 and (begins or _meant(text, whole)):
        return whole, judge(code).reason or "length"
    return linked[:1], None


def _on_one_line(linked: Groups) -> Groups:
    stop = 1
    while stop < len(linked) and "\n" not in linked[stop].linked:
        stop += 1
    return linked[:stop]


def _meant(text: str, groups: Groups) -> bool:
    """Labelled ISBN, or alone on its line: then the number was meant as one."""
    start, end = groups[0].start, groups[-1].end
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    after = text[end : line_end if line_end >= 0 else len(text)]
    alone = _ALONE.fullmatch(text, line_start, start) and not after.strip(" \t\r,;.")
    return bool(alone) or bool(_LABEL.search(text, max(line_start, start - 20), start))


def _written(text: str, groups: Groups) -> str:
    start, end = groups[0].start, groups[-1].end
    return " ".join(_QUOTING.sub(" ", text[start:end]).split())[:_LONGEST_SHOWN]
