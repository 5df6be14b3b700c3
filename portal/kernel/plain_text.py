"""Text as a reader sees it: what mail programs, web pages and typesetting put between signs is
taken away, so that a number broken by it is whole again. Every step takes time in proportion to
the text.
"""

from __future__ import annotations

import re

_INVISIBLE = dict.fromkeys(
    (0xAD, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065))
)
_HYPHENS = dict.fromkeys((*range(0x2010, 0x2016), 0x2043, 0x2212, 0xFE58, 0xFE63, 0xFF0D), "-")
_DIGITS = {
    first + digit: str(digit) for first in (0x660, 0x6F0, 0xFF10) for digit in range(10)
}  # Arabic, Persian, and the wide ones of East Asian keyboards
_SIGNS = {**_INVISIBLE, **_HYPHENS, **_DIGITS}
_ENTITY = re.compile(r"&(#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")
_ENTITIES = {
    "nbsp": " ", "ensp": " ", "emsp": " ", "thinsp": " ", "shy": "", "zwnj": "", "zwj": "",
    "ndash": "-", "mdash": "-", "minus": "-", "hyphen": "-", "dash": "-", "lt": "<", "gt": ">",
    "amp": "&", "quot": '"',
}  # fmt: skip
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,15})(?![A-Za-z0-9])([^<>]{0,2000})>")
_WITHIN_WORDS = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "code", "em", "font", "i", "mark", "s", "small", "span",
     "strong", "tt", "u", "wbr")
)  # fmt: skip
_NUMBER = re.compile(r"[0-9][0-9 \-]{7,}")
_SOFT_BREAK = re.compile(r"(?<=[0-9\-])=\r?\n")
_QUOTED = (
    (re.compile(r"%2D|=E2=80=9[0-5]|%E2%80%9[0-5]|=E2=88=92", re.IGNORECASE), "-"),
    (re.compile(r"%20|=C2=A0|%C2%A0", re.IGNORECASE), " "),
    (re.compile(r"=C2=AD|%C2%AD", re.IGNORECASE), ""),
)
APART = "\x01"
"""Stands where a tag was that no number goes through."""


def plain_text(text: str) -> str:
    """The text without tags, entities and invisible signs; all hyphens and digits are ASCII's."""
    if "=" in text or "%" in text:
        text = _SOFT_BREAK.sub("", text)
        for pattern, sign in _QUOTED:
            text = pattern.sub(sign, text)
    if "<" in text:
        text = _TAG.sub(_without_tag, text)
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    return text if text.isascii() else text.translate(_SIGNS)


def _entity(match: re.Match[str]) -> str:
    name = match.group(1)
    if not name.startswith("#"):
        return _ENTITIES.get(name, match.group())
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _without_tag(match: re.Match[str]) -> str:
    """Nothing inside words, a line break for a block; an address that has a number stays."""
    name, attributes = match.group(1).lower(), match.group(2)
    if _NUMBER.search(attributes):
        return f"{APART}{attributes}{APART}"
    return "" if name in _WITHIN_WORDS else "\n"
