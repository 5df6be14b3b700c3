"""E-mail addresses: what can be written to, checked by form alone."""

from __future__ import annotations

import re

LONGEST = 254
"""Source: RFC 5321, 4.5.3.1.3, less the two angle brackets."""

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[^\W_]([\w-]{0,61}[^\W_])?")


def usable(text: str | None) -> bool:
    """Whether a letter can be sent there: one address, no name beside it, no space, no control."""
    local, at, domain = (text or "").rpartition("@")
    if not at or len(text or "") > LONGEST or len(local) > 64 or not _LOCAL.fullmatch(local):
        return False
    labels = domain.split(".")
    return len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
