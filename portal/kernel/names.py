"""Folding of names and titles, so that spellings of the same thing compare equal."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from anyascii import anyascii

_SUBTITLE = re.compile(r"\s[:/]\s.*$", re.DOTALL)
_RESPONSIBILITY = re.compile(r"\s/\s.*$", re.DOTALL)
_NOT_WORD = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Case, accents and punctuation folded away, words separated by one space."""
    return _words(text).strip()


def _words(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", letters)


def folded_title(title: str) -> str:
    """A title folded after cutting what follows " : " or " / " (subtitle, responsibility)."""
    return folded(_SUBTITLE.sub("", f" {title} "))


class _Letters(dict[int, str]):
    """What each sign becomes by itself, worked out once: titles come by the million."""

    def __missing__(self, sign: int) -> str:
        self[sign] = _words(anyascii(_words(chr(sign))))
        return self[sign]


_letters = _Letters()


def plain(text: str) -> str:
    """Folded, and every letter in a to z: "Tölö, Søren" is "tolo soren"."""
    return " ".join(text.translate(_letters).split())


def natural(name: str) -> str:
    """A name as people write it: "Manninen, Otto," is "Otto Manninen"."""
    surname, _, rest = name.strip(" ,.").partition(",")
    given = rest.partition(",")[0]
    return " ".join(f"{given} {surname}".split())


def name_key(name: str) -> str:
    """The same for every order of a name's words: "Manninen, Otto" and "Otto Manninen"."""
    return " ".join(sorted(plain(natural(name)).split()))[:200]


def title_key(title: str) -> str:
    """A title without subtitle, case, accents and punctuation, with every letter in a to z."""
    return (plain(_SUBTITLE.sub("", f" {title} ")) or plain(title))[:300]


def unmatched_key(title: str, author: str, medium: str) -> str:
    """What names a work that a library lent without an ISBN, in every file; "" without a title.

    The subtitle counts: volumes of one title stay apart. Source: decisions/0010.
    """
    words = plain(_RESPONSIBILITY.sub("", f" {title} ")) or plain(title)
    if len(words) > 180:
        words = f"{words[:160]} {hashlib.sha256(words.encode()).hexdigest()[:16]}"
    return f"{words}|{name_key(author)[:100]}|{medium}" if words else ""
