"""Texts that somebody types and the database keeps: names of staff, of senders of files."""

from __future__ import annotations

import unicodedata

from portal.kernel.errors import Refusal

_UNKEPT = {"Cc": "control", "Zl": "control", "Zp": "control", "Cs": "encoding"}
"""Sorts of signs that no text of one line has; a surrogate stands for a byte that is not UTF-8."""
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of what follows: of the words beside a name, too."""


class TextUnusable(Refusal):
    """A text cannot be kept: `field`, `reason` (empty, long, control or encoding), `longest`."""

    code = "text_unusable"


def checked_name(field: str, text: str, longest: int = 200) -> str:
    """The text with single spaces, 1 to `longest` characters of one line; raises TextUnusable."""
    for sign in text:
        reason = "control" if sign in _TURNING else _UNKEPT.get(unicodedata.category(sign))
        if reason:
            raise TextUnusable(field=field, reason=reason, longest=longest)
    text = " ".join(text.split())
    if all(sign == " " or unicodedata.category(sign) == "Cf" for sign in text):
        text = ""  # nothing that anybody could see
    if not text or len(text) > longest:
        raise TextUnusable(field=field, reason="long" if text else "empty", longest=longest)
    return text


def shown(text: str) -> str:
    """The text as it can be printed: bytes that are not UTF-8 become question marks, and nothing
    in it turns the words beside it.
    """
    kept = "".join(sign for sign in text if sign not in _TURNING)
    return kept.encode("utf-8", "replace").decode("utf-8")
