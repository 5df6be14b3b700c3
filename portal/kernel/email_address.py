"""E-mail addresses: what can be written to, checked by form alone."""

from __future__ import annotations

import re

LONGEST = 254
"""Source: RFC 5321, 4.5.3.1.3, less the two angle brackets."""

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_ENCODED_WORD = "=?"
"""How RFC 2047 begins a word in another alphabet: no header can name such an address."""
_LABEL = re.compile(r"[^\W_]([\w-]{0,61}[^\W_])?")


def usable(text: str | None) -> bool:
    """Whether a letter can be sent there: one address, no name beside it, no space, no control.

    A domain with letters beyond ASCII must be what its name on the wire says again: of "straße.de"
    that would be "strasse.de", which is somebody else's.
    """
    local, at, domain = (text or "").rpartition("@")
    if not at or len(local) > 64 or not _LOCAL.fullmatch(local) or _ENCODED_WORD in local:
        return False
    labels = domain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return False
    return 0 < len(on_the_wire(domain)) <= LONGEST - len(local) - 1


def on_the_wire(domain: str) -> str:
    """The domain in ASCII as post servers know it, empty where it has no such name (RFC 3490)."""
    try:
        name = domain.encode("idna")
        same = domain.isascii() or name.decode("idna") == domain.lower()
    except UnicodeError:
        return ""
    return name.decode("ascii") if same else ""
