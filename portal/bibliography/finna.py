"""Records of Finna's search API as the portal's `Record`. Source: api.finna.fi, record fields.

They are put back into the MARC fields that Finna made them of, so that one reader decides what
a relator or a word means. A name without a role stays an added entry, and so nobody's author:
Finna does not say which name was the main entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pymarc
from pymarc import Field, Indicators, Subfield

from portal.bibliography.marc import record_of
from portal.kernel.bibliography import Record
from portal.kernel.catalogue import EAUDIOBOOK, EBOOK, PHYSICAL_MEDIUM

_LONGEST, _MOST = 1000, 300
_ONLINE = ("online", "download", "stream", "eaudio")
_LEADER = "00000cam a2200000   4500"


def records_of(found: Iterable[Mapping[str, Any]]) -> list[Record]:
    """The records of an answer that have an id; a field of another shape is as if not said."""
    return [_record(one) for one in found if _text(one.get("id"))]


def _record(found: Mapping[str, Any]) -> Record:
    marc = pymarc.Record(leader=_LEADER)
    marc.add_field(Field(tag="001", data=_text(found.get("id"))))
    marc.add_field(*_fields(found))
    languages = _texts(found.get("languages"))
    return replace(
        record_of(marc),
        medium=_medium(_texts(found.get("formats"))),
        language=languages[0][:3].lower() if languages else "",
    )


def _fields(found: Mapping[str, Any]) -> Iterator[Field]:
    for isbn in dict.fromkeys([*_texts(found.get("isbns")), *_texts(found.get("cleanIsbn"))]):
        yield _field("020", a=isbn)
    for language in _texts(found.get("originalLanguages"))[:1]:
        yield _field("041", h=language)
    title = _text(found.get("shortTitle")) or _text(found.get("title"))
    yield _field(
        "245",
        a=title,
        b=_text(found.get("subTitle")),
        p=_text(found.get("titleSection")),
        c=_text(found.get("titleStatement")),
    )
    yield _field("250", a=" ".join(_texts(found.get("edition"))[:1]))
    publisher = " ".join(_texts(found.get("publishers"))[:1])
    yield _field("260", b=publisher, c=_text(found.get("year")))
    for series in _texts(found.get("series"))[:1]:
        yield _field("490", a=series)
    for name in _list(found.get("nonPresenterAuthors")):
        if isinstance(name, Mapping) and "orporate" not in _text(name.get("type")):
            yield _field("700", a=_text(name.get("name")), d=_text(name.get("date")),
                         e=_text(name.get("role")))  # fmt: skip


def _field(tag: str, **parts: str) -> Field:
    """A field of the parts that are said."""
    said = [Subfield(code, text) for code, text in parts.items() if text]
    indicators = Indicators("1", "0") if tag == "245" else Indicators("1", " ")
    return Field(tag=tag, indicators=indicators, subfields=said)


def _medium(formats: list[str]) -> str | None:
    """The form by the most exact of Finna's formats; an audio book that is neither is unknown."""
    exact = max(formats, key=lambda one: one.count("/"), default="").lower()
    if "ebook" in exact:
        return EBOOK
    if "audiobook" in exact:
        online = any(word in exact for word in _ONLINE)
        carried = any(word in exact for word in ("cd", "cassette", "mp3", "daisy", "disc"))
        return EAUDIOBOOK if online else PHYSICAL_MEDIUM if carried else None
    return PHYSICAL_MEDIUM if exact.rstrip("/").endswith("book") else None


def _list(value: Any) -> list[Any]:
    return value[:_MOST] if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    """Texts of a list, of one text, or of values with their translation."""
    found = _list(value) if isinstance(value, list) else [value]
    return [text for text in map(_text, found) if text]


def _text(value: Any) -> str:
    """One text in a line; a year may be a number, a format has its value beside a translation."""
    said = value.get("value") if isinstance(value, Mapping) else value
    if isinstance(said, bool) or not isinstance(said, (str, int, float)):
        return ""
    return " ".join(str(said).split())[:_LONGEST]
