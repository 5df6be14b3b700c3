"""Folding of names and titles, so that spellings of the same thing compare equal."""

from __future__ import annotations

import re
import unicodedata

_SUBTITLE = re.compile(r"\s[:/]\s.*$", re.DOTALL)
_NOT_WORD = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Case, accents and punctuation folded away, words separated by one space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", letters).strip()


def folded_title(title: str) -> str:
    """A title folded after cutting what follows " : " or " / " (subtitle, responsibility)."""
    return folded(_SUBTITLE.sub("", f" {title} "))
