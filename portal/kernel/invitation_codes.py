"""Codes of invitations: nine signs that survive a letter, a telephone and old eyes.

No sign looks or sounds like another on paper: 0, O, 1, I and L are left out, and U, which a
hand writes like V.
"""

from __future__ import annotations

import re

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 9
POSSIBLE = len(ALPHABET) ** LENGTH
"""How many codes there are: nearly 20 million million."""

_SEPARATORS = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212.]+")


def code_of(drawn: int) -> str:
    """The code for a drawn integer from 0 to POSSIBLE - 1."""
    signs = ""
    for _ in range(LENGTH):
        drawn, place = divmod(drawn, len(ALPHABET))
        signs = ALPHABET[place] + signs
    return signs


def parse(text: str) -> str | None:
    """The nine signs of a code as somebody typed it; None for what can be no code."""
    signs = _SEPARATORS.sub("", text[:100]).upper()
    return signs if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else None


def written(signs: str) -> str:
    """The code as people read it: XXX-XXX-XXX."""
    return "-".join(signs[place : place + 3] for place in range(0, LENGTH, 3))
