"""ISBNs in any text: what is one, what only looks like one and why, and what was repaired.

A number may be broken by hyphens, spaces, lines and e-mail quoting. An ISBN-13 may be grouped in
any way, but begins where a group begins: years, prices and line numbers may stand around it. An
ISBN-10 is one group, or four of which the last is the check character, because telephone numbers
have ten digits too; those that begin like a mobile's count only where the text calls them ISBN.

Repaired are O for 0, and l or I for 1: signs of one shape, which a hand or a scanner confuses.
S for 5 and B for 8 are not: they stand in order numbers on purpose, and every further sign lets
more wrong numbers pass a check of one digit. A repair counts only where the check digit then
fits, the number has a known publisher's range, and most of its signs are digits.

No pattern can go through a text in more than one way, so time is in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from stdnum import isbn as isbn_ranges

from portal.kernel.isbn import judge
from portal.kernel.isbn_meant import Failed, failures, labelled, written
from portal.kernel.plain_text import plain_text

__all__ = ["MOST", "Extracted", "Failed", "Repaired", "extract"]
MOST = 500
_MOST_COUNTED = 5_000
"""So many different ISBNs are counted at most; what is beyond MOST is only a number to say."""

_SPACE = r"[\s>]{0,14}"
_JOINT = rf"{_SPACE}(?:-{{1,2}}{_SPACE})?"
_JOINT_MUST = rf"(?:[\s>]{{1,14}}(?:-{{1,2}}{_SPACE})?|-{{1,2}}{_SPACE})"
_HYPHEN = rf"{_SPACE}-{{1,2}}{_SPACE}"
_THIRTEEN = re.compile(
    rf"""(?<![0-9])(?=(?P<all>(?:
        0?97[89][0-9]{{10}}
      | 97[89](?:{_JOINT}[0-9]){{10}}
      | 9{_JOINT_MUST}7{_JOINT_MUST}[89](?:{_JOINT_MUST}[0-9]){{10}}
      | 9\s{{1,3}}7[89][0-9]{{4}}\s{{1,3}}[0-9]{{6}}
      | 9(?P<thousands>[\s,.'’])7[89][0-9](?:(?P=thousands)[0-9]{{3}}){{3}}
      | 97[89](?P<point>[._/·])[0-9]{{1,5}}(?P=point)[0-9]{{1,7}}(?P=point)[0-9]{{1,6}}
        (?P=point)[0-9]
      | 9[.,]7[89][0-9]{{10}}\s?[eE]\+?12
    )(?![0-9])))""",
    re.VERBOSE,
)
_SCIENTIFIC = re.compile(r"\s?[eE]\+?12\Z")
_GROUPED_TEN = "|".join(
    f"[0-9]{{{first}}}{_JOINT_MUST}(?:"
    + "|".join(
        f"[0-9]{{{second}}}{_JOINT_MUST}[0-9]{{{9 - first - second}}}"
        for second in range(max(1, 3 - first), 9 - first)
    )
    + f"){_JOINT_MUST}[0-9Xx]"
    for first in range(1, 6)
)
_TEN = re.compile(
    rf"(?<![0-9])(?=(?P<all>(?:(?P<one>[0-9]{{9}}[0-9Xx])|{_GROUPED_TEN})(?![0-9A-Za-z])))"
)
_LOOSE_TEN = re.compile(
    r"(?i:ISBN)[^0-9\n]{0,20}(?:10[:\s]{1,2})?"
    r"(?P<loose>[0-9]{1,9}(?:[\-.\s][0-9Xx]{1,9}){1,3})(?![0-9A-Za-z])"
)
_SIGN = "[0-9OoIl]"
_REPAIR_13 = re.compile(
    rf"(?<![0-9])(?=(?P<all>97[89](?=(?:{_JOINT}[0-9]){{0,9}}{_JOINT}[OoIl])"
    rf"(?:{_JOINT}{_SIGN}){{10}}(?![0-9A-Za-z])))"
)
_REPAIR_10 = re.compile(
    rf"""(?<![0-9A-Za-z\-])(?=(?:[0-9]{_JOINT}){{0,9}}[OoIl])(?=(?P<all>(?:
        {_SIGN}{{1,5}}{_HYPHEN}{_SIGN}{{1,7}}{_HYPHEN}{_SIGN}{{1,6}}{_HYPHEN}[0-9OoIlXx]
      | (?P<one>{_SIGN}{{9}}[0-9OoIlXx])
    )(?![0-9A-Za-z\-])))""",
    re.VERBOSE,
)
_NO_DIGIT = re.compile(r"[^0-9Xx]+")
_READ_AS = str.maketrans("OoIl", "0011")
_BEFORE_978 = re.compile(r"97[89][\s>\-]{1,4}\Z")
_SPACES_IN = re.compile(r"[0-9][ \t]+[0-9]")
_GLUED_AFTER = re.compile(r"\.[0-9]|@")
_ANOTHER_NUMBER = re.compile(
    r"""(?:\+|\b(?:puh|p|tel|tfn|tlf|t|phone|gsm|fax|mob\w*|puhelin\w*|telefon\w*|
    tilaus\w*|order\w*|best\w*nr|lasku\w*|invoice\w*|faktura\w*|viite\w*|ref\w*|ocr|org\w*|
    personn\w*|pnr|hetu|kund\w*|customer\w*|asiakas\w*|konto\w*|tili\w*|account\w*|iban|alv\w*|
    vat\w*|moms\w*|y-tunnus|cvr|orcid|isni|issn)(?:[-. ]?(?:nro?|no|nr|n[ou]mber\w*|numero\w*|
    nummer\w*|id))?[\s.:#]*)\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_MOBILE = re.compile(r"04[0-9]|050|07[0-9]")


@dataclass(frozen=True)
class Repaired:
    """What was read as an ISBN although letters stood in it: the text as written, the ISBN-13."""

    text: str
    isbn: int


@dataclass(frozen=True)
class Extracted:
    """ISBN-13s in the order of the text, each once; what failed; how many were more than MOST."""

    isbns: tuple[int, ...]
    failed: tuple[Failed, ...] = ()
    left_over: int = 0
    repaired: tuple[Repaired, ...] = ()


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    isbn: int
    repaired: str = ""


def extract(text: str) -> Extracted:
    """All ISBNs in a text, at most MOST; see the module for what is one."""
    plain = plain_text(text)
    found: list[_Found] = []
    rest = plain
    for look in (_thirteens, _tens, _loose_tens, _repaired):
        new = _first(look(rest))
        rest = _masked(rest, new)
        found += new
    found.sort(key=lambda one: one.start)
    isbns = list(dict.fromkeys(one.isbn for one in found))
    kept = set(isbns[:MOST])
    repaired = dict.fromkeys(
        Repaired(one.repaired, one.isbn) for one in found if one.repaired and one.isbn in kept
    )
    failed = dict.fromkeys(failures(rest, MOST))
    return Extracted(
        tuple(isbns[:MOST]), tuple(failed)[:MOST], max(0, len(isbns) - MOST), tuple(repaired)
    )


def _first(found: Iterator[_Found]) -> list[_Found]:
    """What is found, until so many are different that no more is said."""
    some: list[_Found] = []
    different: set[int] = set()
    for one in found:
        some.append(one)
        different.add(one.isbn)
        if len(different) >= _MOST_COUNTED:
            break
    return some


def _masked(text: str, found: list[_Found]) -> str:
    """The text with bars where something was found: nothing else is read out of it."""
    pieces, end = [], 0
    for one in found:
        pieces += [text[end : one.start], "|" * (one.end - one.start)]
        end = one.end
    return "".join([*pieces, text[end:]])


def _thirteens(text: str) -> Iterator[_Found]:
    end = 0
    for match in _THIRTEEN.finditer(text):
        code = _digits(_SCIENTIFIC.sub("", match["all"]))[-13:]
        if match.start() >= end and _fits_13(code) and not _cut_out(text, *match.span("all")):
            isbn = judge(code).isbn
            if isbn is not None:
                end = match.end("all")
                yield _Found(match.start(), end, isbn)


def _fits_13(code: str) -> bool:
    """The check digit alone, quickly: a text may hold tens of thousands that fail it."""
    return (sum(map(int, code[::2])) + 3 * sum(map(int, code[1::2]))) % 10 == 0


def _fits_10(code: str) -> bool:
    if len(code) != 10 or "X" in code[:9]:
        return False
    last = 10 if code[9] == "X" else int(code[9])
    total: int = sum(map(mul, map(int, code[:9]), range(10, 1, -1)))
    return (total + last) % 11 == 0


def _cut_out(text: str, start: int, end: int) -> bool:
    """Whether hyphens tie it to digits before or behind more closely than its own spaces do:
    two telephone numbers beside each other.
    """
    if not _SPACES_IN.search(text, start, end):
        return False
    behind = text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit()
    before = text[start - 1 : start] == "-" and text[max(0, start - 2) : start - 1].isdigit()
    return behind or (before and start > 1)


def _tens(text: str) -> Iterator[_Found]:
    end = 0
    for match in _TEN.finditer(text):
        code = _digits(match["all"])
        if _fits_10(code) and match.start() >= end and _plausible_10(text, match, code):
            end = match.end("all")
            yield _Found(match.start(), end, judge(code).isbn or 0)


def _loose_tens(text: str) -> Iterator[_Found]:
    """What is called an ISBN may be grouped in any way."""
    for match in _LOOSE_TEN.finditer(text):
        code = _digits(match["loose"])
        if _fits_10(code):
            yield _Found(*match.span("loose"), judge(code).isbn or 0)


def _plausible_10(text: str, match: re.Match[str], code: str) -> bool:
    """In a range that some country uses, and no number of another kind."""
    parts = _parts(code)
    start, end = match.span("all")
    if not parts[2] or _BEFORE_978.search(text, max(0, start - 8), start):
        return False
    if labelled(text, start):
        return True
    if match["one"]:
        return not _another_number(text, start, end, code)
    joints = re.findall(r"(?<=[0-9])[^0-9Xx]+", match["all"])
    first = re.match(r"[0-9]+", match["all"])
    return all("-" in joint for joint in joints) or bool(first and first.group() == parts[1])


def _another_number(text: str, start: int, end: int, code: str) -> bool:
    """Whether ten digits in a row are a telephone's, an order's or part of something longer."""
    before = text[max(0, start - 30) : start]
    glued = before[-1:].isalnum() or before[-1:] == "_" or bool(_GLUED_AFTER.match(text, end))
    decimals = before[-1:] in (".", ",") and before[-2:-1] == "0"
    return bool(glued or decimals or _ANOTHER_NUMBER.search(before) or _MOBILE.match(code))


def _repaired(text: str) -> Iterator[_Found]:
    found = [*_repaired_by(text, _REPAIR_13, 9), *_repaired_by(text, _REPAIR_10, 7)]
    end = 0
    for one in sorted(found, key=lambda one: one.start):
        if one.start >= end:
            end = one.end
            yield one


def _repaired_by(text: str, pattern: re.Pattern[str], least: int) -> Iterator[_Found]:
    """Numbers with letters for digits in them, of which at least so many are digits."""
    end = 0
    for match in pattern.finditer(text):
        signs = match["all"]
        code = _digits(signs.translate(_READ_AS))
        fits = _fits_13 if len(code) == 13 else _fits_10
        if not fits(code) or match.start() < end:
            continue
        if sum(sign.isdigit() for sign in signs) < least or not _typed_in_one(text, match):
            continue
        isbn = judge(code).isbn
        if isbn is not None and _parts(code)[2]:
            end = match.end("all")
            yield _Found(match.start(), end, isbn, written(signs))


def _typed_in_one(text: str, match: re.Match[str]) -> bool:
    """Whether the letters belong to the number: no word stands behind a space at its end, and ten
    signs in a row are called an ISBN.
    """
    signs = match["all"]
    if "one" in match.re.groupindex and match["one"] and not labelled(text, match.start()):
        return False
    return not re.search(r"\s[OoIl]\Z", signs)


@lru_cache(maxsize=2_000)
def _parts(code: str) -> tuple[str, ...]:
    """Prefix, country, publisher, title and check digit; empty where no range is known."""
    return tuple(isbn_ranges.split(code))


def _digits(signs: str) -> str:
    return _NO_DIGIT.sub("", signs).upper()
