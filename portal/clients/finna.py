"""Finna's search API: questions as Solr reads them, answers in JSON. Source: api.finna.fi/v1."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.clients.errors import SourceUnusable
from portal.clients.http import Wanted, fetch
from portal.clients.sru import MOST_PAGES, words
from portal.kernel.bibliographies import Source

KINDS = ("application/json", "text/json")
A_PAGE = 50
FIELDS = (
    "id", "title", "shortTitle", "subTitle", "titleSection", "titleStatement",
    "nonPresenterAuthors", "isbns", "cleanIsbn", "languages", "originalLanguages", "year",
    "formats", "publishers", "series", "edition", "classifications", "identifierString",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question to Finna: the words and the kind of search."""

    lookfor: str
    type: str = "AllFields"


@dataclass(frozen=True)
class Found:
    """What a question brought: the records as they came, and whether that is all."""

    records: tuple[dict[str, Any], ...]
    complete: bool


def search(source: Source, asked: Asked, contact: str, most: int, until: float) -> Found:
    """Asks page after page, up to `most` records; raises SourceAway, SourceUnusable."""
    found: list[dict[str, Any]] = []
    page = brought = 0
    while True:
        page += 1
        wanted = Wanted(source, _parameters(asked, page), KINDS, contact, "/search")
        records, told = _read(source, fetch(wanted, until - time.monotonic()))
        brought += len(records)
        found += [one for one in records if isinstance(one, dict)]
        over = not records or brought >= told
        if over or brought >= most or page >= MOST_PAGES:
            return Found(tuple(found[:most]), over)


def by_isbns(written: Iterable[str]) -> Asked:
    """Any of the ISBNs, which are digits (and X) only."""
    return Asked(f"isbn:({' OR '.join(one for one in written if one.isalnum())})")


def by_name(name: str) -> Asked:
    """Records by somebody with every word of the name, in any order."""
    return Asked(" ".join(words(name)).lower(), "Author")


def _parameters(asked: Asked, page: int) -> list[tuple[str, str]]:
    return [
        ("lookfor", asked.lookfor),
        ("type", asked.type),
        *(("field[]", name) for name in FIELDS),
        ("limit", str(A_PAGE)),
        ("page", str(page)),
        ("lng", "fi"),
    ]


def _read(source: Source, body: bytes) -> tuple[list[Any], int]:
    """The records of one page and how many there are; raises SourceUnusable."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise SourceUnusable(source=source.name, reason="json") from None
    if not isinstance(answer, dict):
        raise SourceUnusable(source=source.name, reason="shape")
    if answer.get("status", "OK") != "OK":
        problem = " ".join(str(answer.get("statusMessage", "")).split())
        raise SourceUnusable(source=source.name, reason="diagnostics", problem=problem[:120])
    records, told = answer.get("records", []), answer.get("resultCount")
    if not isinstance(records, list) or not isinstance(told, int):
        raise SourceUnusable(source=source.name, reason="shape")
    return records, told
