"""A MARC 21 bibliographic record as the portal's `Record`, whatever carried it.

Nothing is guessed: what the record does not say is empty or None, and what cannot be read is a
fault by its code. Source: MARC 21 Format for Bibliographic Data.
"""

from __future__ import annotations

import hashlib
import re

import pymarc

from portal.bibliography.contributors import contributors_of
from portal.bibliography.marc_fields import (
    bare,
    clean,
    control,
    fields,
    first,
    one,
    subfields,
    values,
)
from portal.bibliography.marc_isbns import isbn_in, isbns_of
from portal.bibliography.marc_medium import medium_of
from portal.kernel.bibliography import Record

NO_TITLE = "no_title"
NO_LANGUAGE = frozenset({"", "und", "zxx", "mul", "mis"})
_CODE = re.compile(r"[a-z]{3}")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")


def record_of(marc: pymarc.Record, faults: tuple[str, ...] = ()) -> Record:
    """The portal's record of a MARC record; `faults` are those found on the way to it."""
    title, subtitle, part = _title(marc)
    statement = first(marc, "245", "c")
    isbns, isbn_faults = isbns_of(marc)
    original_language = _original_language(marc)
    said = (*faults, *(() if title else (NO_TITLE,)), *isbn_faults)
    return Record(
        source_id=_source_id(marc, title),
        title=title[:500],
        subtitle=subtitle,
        part=part,
        responsibility=statement,
        language=_language(marc),
        original_language=original_language,
        original_title=_original_title(marc, translated=bool(original_language))[:500],
        publisher=_publisher(marc),
        year=_year(marc),
        medium=medium_of(marc, isbns),
        classification=_classes(marc),
        series=_series(marc),
        statement=first(marc, "250", "a"),
        isbns=isbns,
        contributors=contributors_of(marc, statement),
        same_work=_same_work(marc),
        faults=tuple(dict.fromkeys(said)),
    )


def _source_id(marc: pymarc.Record, title: str) -> str:
    """The record's own number; without one, a digest of what it is."""
    number = clean(control(marc, "001")) or first(marc, "035", "a")
    if number:
        return number[:120]
    seen = "\n".join([title, *values(marc, "020", "a"), *values(marc, "100", "a")])
    return f"sha256:{hashlib.sha256(seen.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _title(marc: pymarc.Record) -> tuple[str, str, str]:
    """Title, subtitle and part; a parallel title after "=" is no subtitle."""
    field = next(fields(marc, "245"), None)
    if field is None:
        return "", "", ""
    written = one(field, "a")
    subtitle = "" if written.rstrip().endswith("=") else bare(one(field, "b"))
    part = ", ".join(bare(text) for text in subfields(field, "n", "p"))
    return bare(written), subtitle, part


def _language(marc: pymarc.Record) -> str:
    """The text's language: 008, else 041; of a spoken text its sound's."""
    in_008 = control(marc, "008")[35:38].casefold()
    coded = [in_008 if _CODE.fullmatch(in_008) else ""]
    for code in "ad":
        coded += [part for text in values(marc, "041", code) for part in _codes(text)]
    return next((code for code in coded if code not in NO_LANGUAGE), "")


def _original_language(marc: pymarc.Record) -> str:
    """041 $h; "und" is kept: it is a translation, from a language that nobody knows."""
    found = (part for text in values(marc, "041", "h") for part in _codes(text))
    return next(found, "")


def _codes(text: str) -> list[str]:
    """Codes of three letters; old records have several in one subfield."""
    return re.findall(r"[a-z]{3}", text.casefold()) if len(text) % 3 == 0 else []


def _original_title(marc: pymarc.Record, *, translated: bool) -> str:
    """240 where the record is a translation (041 $h, or a language in 240), else 765 or 700 $i."""
    for field in fields(marc, "240"):
        if translated or one(field, "l"):
            return " ".join(bare(text) for text in subfields(field, "a", "n", "p"))
    return bare(first(marc, "765", "t"))


def _publisher(marc: pymarc.Record) -> str:
    named = [one(field, "b") for field in fields(marc, "264") if field.indicator2 == "1"]
    named += values(marc, "260", "b")
    return bare(next((name for name in named if name), ""))[:200]


def _year(marc: pymarc.Record) -> int | None:
    """The year of publication: 008, else the first year of 264 or 260."""
    written = [control(marc, "008")[7:11]]
    written += [one(field, "c") for field in fields(marc, "264") if field.indicator2 in " 1"]
    written += values(marc, "260", "c")
    found = (_YEAR.search(text) for text in written)
    return next((int(year.group(1)) for year in found if year), None)


def _same_work(marc: pymarc.Record) -> tuple[str, ...]:
    """Other forms of the same text, by their ISBNs (776)."""
    found = (isbn_in(text) for text in values(marc, "776", "z"))
    return tuple(dict.fromkeys(f"isbn:{isbn}" for isbn in found if isbn is not None))[:50]


def _classes(marc: pymarc.Record) -> tuple[str, ...]:
    """Library classes as written, each behind its scheme: "ykl 84.2"."""
    found = [
        f"{one(f, '2')} {text}".strip() for f in fields(marc, "084") for text in subfields(f, "a")
    ]
    return tuple(dict.fromkeys(text[:80] for text in found))[:40]


def _series(marc: pymarc.Record) -> str:
    field = next(fields(marc, "490"), None)
    if field is None:
        return ""
    return ", ".join(bare(text) for text in subfields(field, "a", "v"))[:300]
