"""Sorting of titles and names as the reader's language sorts.

Finnish and Swedish put å, ä and ö after z, in this order, with the letters that stand for them
elsewhere (æ with ä, ø with ö), and ü with y; v and w are two letters, in Finnish as in SFS 4600,
in Swedish since 2006. Every other accent is folded, the letters of Northern Sámi too. English
folds all of them. Sources: the tailorings of fi and sv in Unicode CLDR.
"""

from __future__ import annotations

import unicodedata
from functools import cache

Element = tuple[int, int, str]
Key = tuple[tuple[Element, ...], str, str]

_BREAK, _NUMBER, _LETTER = 0, 1, 2
_GAP: Element = (_BREAK, 0, "")
_APOSTROPHES = frozenset("'’‘ʼ`´")

# Letters that Unicode does not take apart, as the letters they sort with.
_PLAIN = {
    "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i",
    "ŋ": "n", "ŧ": "t", "ǥ": "g", "ʒ": "z", "ə": "a",
}  # fmt: skip
_AFTER_Z = {"å": 1, "ä": 2, "æ": 2, "ö": 3, "ø": 3}
_NORDIC = {letter: ord("z") + place for letter, place in _AFTER_Z.items()}
_WITH_Y = {"ü": ord("y"), "ű": ord("y")}
_TAILORED: dict[str, dict[str, int]] = {
    "fi": _NORDIC | _WITH_Y,
    "sv": _NORDIC | _WITH_Y | {"ę": ord("z") + 2} | dict.fromkeys("őœô", ord("z") + 3),
}


def key(language: str, text: str) -> Key:
    """What to sort `text` by in `language` ("fi", "sv_FI", "en-GB"; unknown ones as English).

    Word by word: a space or sign sorts before digits, digits by their number before letters, case
    and accents only between texts that are otherwise equal. Keys are equal for equal texts only.
    """
    code = language.replace("_", "-").split("-")[0].lower()
    composed = unicodedata.normalize("NFC", text)
    return _elements(code if code in _TAILORED else "en", composed), composed.casefold(), text


def _elements(code: str, text: str) -> tuple[Element, ...]:
    found: list[Element] = []
    digits = ""
    for character in text:
        for element in _of(code, character):
            if element[0] == _NUMBER:
                digits += element[2]
                continue
            if digits:
                found.append(_number(digits))
                digits = ""
            if element != _GAP or (found and found[-1] != _GAP):
                found.append(element)
    if digits:
        found.append(_number(digits))
    return tuple(found[:-1] if found and found[-1] == _GAP else found)


def _number(digits: str) -> Element:
    """A number sorts by its length, then by its digits: any length, and no arithmetic."""
    significant = digits.lstrip("0")
    return _NUMBER, len(significant), significant


@cache
def _of(code: str, character: str) -> tuple[Element, ...]:
    """The elements of one composed character."""
    tailored = _TAILORED.get(code, {})
    found: list[Element] = []
    for letter in unicodedata.normalize("NFC", character.casefold()):
        apart = unicodedata.normalize("NFD", letter)
        own = tailored.get(unicodedata.normalize("NFC", apart[:2]), tailored.get(apart[:1]))
        if own is not None:
            found.append((_LETTER, own, ""))
        else:
            found += [_element(one) for one in _folded(apart)]
    return tuple(found)


def _folded(text: str) -> str:
    """Letters, digits and signs without accents and marks, compatibility forms taken apart."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = (_PLAIN.get(one, one) for one in plain if not unicodedata.category(one).startswith("M"))
    return "".join(one for one in bare if one not in _APOSTROPHES)


def _element(character: str) -> Element:
    if character.isdecimal():
        return _NUMBER, 0, str(unicodedata.decimal(character))
    if character.isalpha():
        return _LETTER, ord(character), ""
    return _GAP
