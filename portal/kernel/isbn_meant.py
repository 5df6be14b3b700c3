"""What somebody meant as an ISBN and is none, with the reason; read where no ISBN was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from portal.kernel.isbn import judge

_MOST_NUMBERS = 20_000
"""So many numbers of a text are looked at; one with more is no list that a person has checked."""
_LONGEST_SHOWN = 40
_SHORTEST = 7
_NEAR = 40
_SPACE = r"[\s>]{0,14}"
_JOINT = rf"{_SPACE}(?:-{{1,2}}{_SPACE})?"
_ROUNDED = re.compile(r"(?<![0-9.,])9[.,]7[89][0-9]{0,14}\s?[eE]\+?[0-9]{2}(?![0-9])")
_RUN = re.compile(rf"[0-9](?:{_JOINT}[0-9OoIl]){{6,60}}(?:{_JOINT}[xX](?![A-Za-z0-9]))?")
_THIRTEEN = re.compile(rf"(?<![0-9])97[89](?:{_JOINT}[0-9]){{10}}(?![0-9])")
_CHUNK = re.compile(r"[0-9OoIl]+(?:\s*-{1,2}\s*[0-9OoIl]+)*(?:\s*-?[xX])?")
_LABEL = re.compile(
    r"(?:\bI\.?S[BS]\.?N\.?|ISBN|/dp/|/isbn/)"
    r"(?:[-\s_]?(?:1[03]|[a-zåäöæø]{1,12}))?[-\s]?(?:\(?1[03]\)?)?[\s:.#=(\[\"'*_|]{0,6}\Z",
    re.IGNORECASE,
)
_ALONE = re.compile(r"[\s>*•·\-]*(?:ISBN(?:[- ]?1[03])?)?[\s:.#]*\Z", re.IGNORECASE)
_NOTHING_BEHIND = re.compile(r"[ \t\r,;.]*(?:\n|\Z)")
_QUOTING = re.compile(r"^[>\s]+", re.MULTILINE)
_LETTERS = re.compile(r"[OoIl]")


@dataclass(frozen=True)
class Failed:
    """What looks like an ISBN and is none: the text as written, and a reason of kernel.isbn."""

    text: str
    reason: str


def failures(text: str, most: int) -> Iterator[Failed]:
    """What only looks like an ISBN in a text from which the ISBNs have been taken; at most so
    many.
    """
    return islice(_in_turn(text), most)


def labelled(text: str, start: int) -> bool:
    """Whether the text calls what begins here an ISBN, or an ISSN."""
    near = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
    return bool(_LABEL.search(near))


def written(signs: str) -> str:
    """A number as it stood in the text, on one line and without the signs of quoting."""
    return " ".join(_QUOTING.sub(" ", signs).split())[:_LONGEST_SHOWN]


def _in_turn(text: str) -> Iterator[Failed]:
    for match in _ROUNDED.finditer(text):
        yield Failed(match.group(), "rounded")
    text = _ROUNDED.sub(lambda match: "|" * len(match.group()), text)
    for count, run in enumerate(_RUN.finditer(text)):
        if count >= _MOST_NUMBERS:
            return
        yield from _of_run(text, run)


def _of_run(text: str, run: re.Match[str]) -> Iterator[Failed]:
    """First what has all the digits of an ISBN-13, then each line of what is left."""
    end = run.start()
    for match in _THIRTEEN.finditer(text, *run.span()):
        yield from _of_lines(text, end, match.start())
        yield Failed(written(match.group()), judge(match.group().replace(">", "")).reason or "")
        end = match.end()
    yield from _of_lines(text, end, run.end())


def _of_lines(text: str, start: int, stop: int) -> Iterator[Failed]:
    place = start
    for line in text[start:stop].split("\n"):
        if len(line) >= _SHORTEST:
            yield from _of_line(text, place, line.rstrip(" \t\r>-"))
        place += len(line) + 1


def _of_line(text: str, start: int, line: str) -> Iterator[Failed]:
    """What is called an ISBN or stands alone on its line; else only what has an ISBN's shape."""
    chunks = [match.group() for match in _CHUNK.finditer(line)]
    first = line.find(chunks[0]) if chunks else 0
    if chunks and _meant(text, start + first, len(line) - first):
        whole = chunks[0] if len(_code(chunks[0])) >= _SHORTEST else line[first:]
        reason = _reason(whole)
        if len(_code(whole)) >= _SHORTEST and reason:
            yield Failed(written(whole), reason)
            chunks = chunks[1:] if whole == chunks[0] else []
    for chunk in chunks:
        if len(chunk) >= _SHORTEST and _shaped(chunk) and (reason := _reason(chunk)):
            yield Failed(written(chunk), reason)


def _shaped(chunk: str) -> bool:
    """Whether it begins like an ISBN-13 and is of another length, or is written as an ISBN-10,
    an ISSN or a bar code is.
    """
    code, sizes = _code(chunk), [len(part) for part in re.findall(r"[0-9OoIlXx]+", chunk)]
    if code.startswith(("978", "979")) and 11 <= len(code) <= 15:
        return True
    if _LETTERS.search(chunk):
        return False
    if len(code) == 13:
        return len(sizes) == 1 and judge(code).reason in ("issn", "ean")
    if len(code) == 10:
        return len(sizes) == 4 and sizes[-1] == 1 and "-" in chunk
    years = chunk.startswith(("19", "20"))
    return sizes == [4, 4] and not years and judge(code).reason == "issn"


def _reason(chunk: str) -> str | None:
    """Why it is none; with letters for digits it was not repaired, for its check digit differs."""
    if not _LETTERS.search(chunk):
        code = _code(chunk)
        if len(code) == 14:
            code = code.removesuffix("X")
        return judge(code).reason
    read = _code(chunk.translate(str.maketrans("OoIl", "0011")))
    return judge(read).reason or "characters"


def _meant(text: str, start: int, length: int) -> bool:
    """Called an ISBN, or alone on its line: then the number was meant as one."""
    if labelled(text, start):
        return True
    near = text[max(0, start - _NEAR) : start]
    before = near.rpartition("\n")[2]
    from_line_start = "\n" in near or start <= _NEAR
    alone = from_line_start and _ALONE.fullmatch(before)
    return bool(alone and _NOTHING_BEHIND.match(text, start + length))


def _code(signs: str) -> str:
    return re.sub(r"[^0-9OoIlXx]", "", signs).upper()
