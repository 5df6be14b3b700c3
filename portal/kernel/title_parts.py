"""Parts of titles and names that libraries write alike: what equal keys are made of.

Source: cataloguing rules: " : " before a subtitle, " / " before the statement of responsibility,
" = " before a parallel title; a volume's number behind the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from portal.kernel.names import natural, plain

_CUT = re.compile(r"\s?[:;]\s|\s[=/]\s|\s\[|\s\(")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ARTICLES = _words(
    "the a an der die das ein eine le la les l un une des den det de en ett el los las il lo"
)
_PART = _words(
    "osa osat del delen deel vol volume volym bd band book bok boken kirja part teil tome tom nide "
    "nro no nr number numero jakso"
)
_ORDINALS = {
    word: str(number)
    for number, words in enumerate(
        (
            "ensimmainen forsta first erster 1st yksi ett one",
            "toinen andra second zweiter 2nd kaksi tva two",
            "kolmas tredje third dritter 3rd kolme tre three",
            "neljas fjarde fourth vierter 4th nelja fyra four",
            "viides femte fifth funfter 5th viisi fem five",
            "kuudes sjatte sixth 6th",
            "seitsemas sjunde seventh 7th",
            "kahdeksas attonde eighth 8th",
            "yhdeksas nionde ninth 9th",
            "kymmenes tionde tenth 10th",
        ),
        start=1,
    )
    for word in words.split()
}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_PLAIN_WORDS = _words(
    "romaani rikosromaani jannitysromaani salapoliisiromaani dekkari runoja runot runo novelleja "
    "novellit kertomuksia kertomus satuja satu muistelmat nayttamo sidottu nidottu pokkari "
    "aanikirja roman romaner deckare dikter noveller berattelse barnbok inbunden pocket "
    "novel poems stories story tales memoir thriller unabridged hardcover paperback "
    "large print edition book text a the"
)
"""A subtitle of these alone says what sort of book it is, not which."""
_OTHER_TEXT = _words(
    "selkokirja selkokielinen selkomukautus lattlast lattlasta lyhennelma lyhennetty forkortad "
    "abridged mukaelma kasikirjoitus manuskript screenplay naytelmasovitus tarrakirja varityskirja "
    "tyokirja arbetsbok workbook"
)
"""Another text beside the one that has the title alone: adapted, shortened, or to work with."""
_BRACKETED = re.compile(r"\s[\[(]([0-9]{1,3})[\])]")
_LOOKS = str.maketrans("015", "ols")
_NUMBER = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True)
class TitleParts:
    """A title in parts, each in letters a to z, digits and single spaces.

    `stem` has neither article nor subtitle nor volume, `volume` is its number ("" when not said)
    and what makes it another text ("selkokirja"),
    `rest` what followed as subtitle, "" where that only says what sort of book it is; `whole` is
    all of it without the article and the statement of responsibility.
    """

    stem: str
    volume: str
    rest: str
    whole: str


@dataclass(frozen=True)
class NameParts:
    """A name: surname, given names, and all words in one order, whichever way it was written."""

    surname: str
    given: str
    key: str


def title_parts(title: str) -> TitleParts:
    """A title's stem, volume and subtitle; all of it is stem where nothing else would be left."""
    padded = _BRACKETED.sub(r" \1", f"{title.strip()} ".partition(" / ")[0])
    cut = _CUT.search(f"{padded} ")
    head, tail = (padded[: cut.start()], padded[cut.start() :]) if cut else (padded, "")
    words, volume = _without_volume(plain(head).split())
    behind = rest = plain(tail).split()
    if _PLAIN_WORDS.issuperset(rest):
        behind = rest = []
    if not volume:
        rest, volume = _without_volume(rest)
    other = sorted(_OTHER_TEXT & {*words, *behind})
    volume = " ".join([volume, *other]).strip()
    stem = _without_article(words) or _without_article(plain(title).split())
    whole = _without_article([*plain(head).split(), *behind])
    return TitleParts(_spelt(stem), volume, _spelt(rest), _spelt(whole))


def _without_article(words: list[str]) -> list[str]:
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


def _spelt(words: list[str]) -> str:
    """The words joined, a digit among letters read as the letter that it looks like."""
    return " ".join(
        word if word.isdigit() or word.isalpha() else word.translate(_LOOKS) for word in words
    )


@lru_cache(maxsize=100_000)
def name_parts(name: str) -> NameParts:
    """A name's parts: "Westö, Kjell, 1961-" and "Kjell Westö" have the same."""
    words = plain(natural(name)).split()
    surname = plain(name.partition(",")[0]) if "," in name.strip(" ,") else "".join(words[-1:])
    given = " ".join(_less(words, surname.split()))
    return NameParts(surname, given, " ".join(sorted(words)))


def _without_volume(words: list[str]) -> tuple[list[str], str]:
    """The words without a volume's number, which follows a word for part or ends them."""
    for place in range(len(words) - 1):
        one, two = words[place], words[place + 1]
        if one in _PART and (number := _ORDINALS.get(two) or _number(two)):
            return words[:place] + words[place + 2 :], number
        if two in _PART and (number := _ORDINALS.get(one) or _number(one)):
            return words[:place] + words[place + 2 :], number
    last = words[-1] if words else ""
    if last in _ROMAN and len(words) > 1:
        return words[:-1], _ROMAN[last]
    if _NUMBER.fullmatch(last) and any(word.isalpha() for word in words[:-1]):
        return words[:-1], str(int(last))
    return words, ""


def _number(word: str) -> str:
    return str(int(word)) if _NUMBER.fullmatch(word) else _ROMAN.get(word, "")


def _less(words: list[str], taken: list[str]) -> list[str]:
    left = list(words)
    for word in taken:
        if word in left:
            left.remove(word)
    return left
