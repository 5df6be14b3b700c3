"""What the audit may keep of something personal: enough to know it again, not enough to use it."""

from __future__ import annotations

_DOTS = "•••"
HIDDEN = "••"
"""What stands on a page in the place of something hidden; an empty value stays empty."""


def email(address: str | None) -> str:
    """An e-mail address as its first letters: a•••@e•••.fi; empty for none."""
    if not address:
        return ""
    name, at, place = address.rpartition("@")
    domain, dot, ending = place.rpartition(".")
    if not (name and at and domain and dot):
        return _DOTS
    return f"{name[0]}{_DOTS}@{domain[0]}{_DOTS}.{ending}"


def number(text: str | None) -> str:
    """A telephone number as its last two digits: •••34; empty for none."""
    if not text:
        return ""
    return f"{_DOTS}{text[-2:]}" if len(text) > len(_DOTS) + 2 else _DOTS


def words(text: str | None) -> str:
    """A line of an address as its first letter: M•••; empty for none."""
    return f"{text[0]}{_DOTS}" if text else ""
