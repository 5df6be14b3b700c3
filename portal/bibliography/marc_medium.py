"""What a MARC record is: physical, e-book or e-audiobook; None when it does not say.

An audio book on a disc is physical. Source: MARC 21 leader/06, 006, 007, 008/23, 338.
"""

from __future__ import annotations

import re

from pymarc import Record

from portal.bibliography.marc_fields import control, fields, leader, one
from portal.kernel.bibliography import RecordIsbn
from portal.kernel.catalogue import EAUDIOBOOK, EBOOK, PHYSICAL_MEDIUM
from portal.kernel.names import plain

_TEXTS = frozenset("acdefkt")
_SOUNDS = frozenset("i")
_THINGS = frozenset("gjopr")
_FORM = {"e": 29, "f": 29, "g": 29, "k": 29, "o": 29, "r": 29}
_DISC_OR_TAPE = re.compile(r"\b(?:cd|cdrom|aanilevy|ljudskiva|kasetti|kassett|disc|levy)\b|cd ")
_SOUND = re.compile(
    r"aanikirja|ljudbok|lydbok|lydbog|audiobook|horbuch|mp3|aanite|ljudfil|\bdaisy\b"
)
_FILE = re.compile(
    r"\b(?:epub\w*|pdf|mobi|kindle|html?|verkkoaineisto|sahkoinen|elektronisk|online|verkkokirja)\b|"
    r"e ?kirja|e ?bok|e ?book|ebog|elektroninen|natbok"
)


def medium_of(record: Record, isbns: tuple[RecordIsbn, ...]) -> str | None:
    """One of the kernel's media, or None when nobody says."""
    kind = leader(record)[6]
    online = _online(record, kind)
    if online is None and kind not in _TEXTS | _SOUNDS:
        return _by_words(isbns) or (PHYSICAL_MEDIUM if kind in _THINGS else None)
    if online is None:
        return _by_words(isbns) or PHYSICAL_MEDIUM
    if not online:
        return PHYSICAL_MEDIUM
    if kind in _SOUNDS:
        return EAUDIOBOOK
    said = _by_words(isbns)
    return said if said == EAUDIOBOOK else EBOOK if kind in _TEXTS or said == EBOOK else None


def _online(record: Record, kind: str) -> bool | None:
    """Whether it comes over the network: by the carrier, else by the form of item."""
    carriers = {one(field, "b") for field in fields(record, "338")} - {""}
    if "cr" in carriers:
        return True if carriers == {"cr"} else None
    described = control(record, "007")
    if described.startswith("cr"):
        return True
    if carriers or described[:1] in {"s", "t"}:
        return False
    form = control(record, "008")[_FORM.get(kind, 23) :][:1]
    return True if form == "o" else None


def _by_words(isbns: tuple[RecordIsbn, ...]) -> str | None:
    """What the words beside the ISBNs say; None where they say nothing, or not the same."""
    said = {_by_word(plain(one_.qualifier)) for one_ in isbns if one_.kind == "edition"}
    return said.pop() if len(said) == 1 else None


def _by_word(words: str) -> str | None:
    if not words:
        return None
    if _DISC_OR_TAPE.search(words):
        return PHYSICAL_MEDIUM
    if _SOUND.search(words):
        return EAUDIOBOOK
    return EBOOK if _FILE.search(words) else PHYSICAL_MEDIUM
