"""ISBNs of a MARC record: of the edition, of the set it belongs to, and cancelled ones.

An ISBN-10 is its ISBN-13. What does not pass the check digit is left out and said as a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pymarc import Record

from portal.bibliography.marc_fields import fields, one, subfields
from portal.kernel import isbn as isbns
from portal.kernel.bibliography import CANCELLED, EDITION, SET, RecordIsbn
from portal.kernel.names import plain

ISBN_UNUSABLE = "isbn_unusable"
_NUMBER = re.compile(r"[0-9][0-9 \-\u2010-\u2015\u2212]{7,20}[0-9Xx]")
_BRACKETS = re.compile(r"\(([^)]*)\)")
_OF_A_SET = re.compile(
    r"\b(?:koko teos|koko sarja|set|hela verket|samlad utgave|samlet verk|komplett|complete|"
    r"gesamtwerk|gesamt|yhd(?:ess[ae])?|yht|osat yhdessa|serien?)\b"
)
_VOLUME = re.compile(r"\b(?:osa|del|bd|band|vol|volume|tome|t)\b")


def isbns_of(record: Record) -> tuple[tuple[RecordIsbn, ...], tuple[str, ...]]:
    """The record's ISBNs, each once, and the codes of faults found on the way."""
    faults: list[str] = []
    found: dict[int, RecordIsbn] = {}
    for one_ in [*_of_020(record, faults), *_of_024(record)]:
        before = found.get(one_.isbn)
        if before is None or (before.kind == CANCELLED and one_.kind != CANCELLED):
            found[one_.isbn] = one_
    return tuple(found.values()), tuple(dict.fromkeys(faults))


def isbn_in(text: str) -> int | None:
    """The first ISBN that a field's text holds and that passes its check; None without one."""
    for candidate in _candidates(text):
        verdict = isbns.judge(candidate)
        if verdict.isbn is not None:
            return verdict.isbn
    return None


def kind_of(qualifier: str) -> str:
    """SET where the words beside the number say the whole work, else EDITION."""
    said = plain(qualifier)
    return SET if _OF_A_SET.search(said) and not _VOLUME.search(said) else EDITION


def _of_020(record: Record, faults: list[str]) -> Iterator[RecordIsbn]:
    for field in fields(record, "020"):
        beside = list(subfields(field, "q"))
        for text in subfields(field, "a"):
            isbn = isbn_in(text)
            words = _qualifier(text, beside)
            if isbn is None:
                faults.append(ISBN_UNUSABLE)
            else:
                yield RecordIsbn(isbn, kind_of(words), words[:80])
        for text in subfields(field, "z"):
            isbn = isbn_in(text)
            if isbn is not None:
                yield RecordIsbn(isbn, CANCELLED, _qualifier(text, beside)[:80])


def _of_024(record: Record) -> Iterator[RecordIsbn]:
    """EANs of books (978, 979); other EANs are of discs and say no ISBN."""
    for field in fields(record, "024"):
        if field.indicator1 == "3":
            isbn = isbn_in(one(field, "a"))
            if isbn is not None:
                words = one(field, "q")
                yield RecordIsbn(isbn, kind_of(words), words[:80])


def _candidates(text: str) -> Iterable[str]:
    """The number at the text's beginning, then anything in it that is written like one."""
    head = _BRACKETS.sub(" ", text).strip()
    yield head.split()[0] if head else ""
    yield from _NUMBER.findall(text)


def _qualifier(text: str, beside: list[str]) -> str:
    inside = [words.strip() for words in _BRACKETS.findall(text)]
    return ", ".join(dict.fromkeys(word.strip(" :;,") for word in (*inside, *beside) if word))
