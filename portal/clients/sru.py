"""SRU 1.1, 1.2 and 2.0: questions in CQL, answers in MARCXML. Source: loc.gov/standards/sru.

What a server says of its own answer (how many records there are, which comes next) is only
believed as far as it can be seen: pages are asked for by counting what has come.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from portal.clients.errors import SourceUnusable
from portal.clients.http import Wanted, fetch
from portal.kernel.bibliographies import Source

KINDS = ("text/xml", "application/xml", "application/sru+xml", "application/marcxml+xml")
MARC = "http://www.loc.gov/MARC21/slim"
A_PAGE = 50
MOST_PAGES = 20
_NOT_A_WORD = re.compile(r"[^\w'’]+|_")


@dataclass(frozen=True)
class Found:
    """What a question brought: each page as a MARCXML collection, and whether that is all."""

    pages: tuple[bytes, ...]
    records: int
    complete: bool


@dataclass(frozen=True)
class _Page:
    """One answer: its MARC records, how many it says there are, and how many it brought."""

    collection: bytes
    records: int
    brought: int
    told: int


def search(source: Source, query: str, contact: str, most: int, until: float) -> Found:
    """Asks page after page, up to `most` records; raises SourceAway, SourceUnusable.

    `until` is a moment of time.monotonic(): what has not come by then never comes.
    """
    pages: list[bytes] = []
    asked = brought = records = 0
    while True:
        room = min(A_PAGE, most - brought)
        wanted = Wanted(source, _parameters(source, query, brought + 1, room), KINDS, contact)
        page = _read(source, fetch(wanted, until - time.monotonic()))
        again = page.collection in pages  # the server does not heed where a page begins
        pages += [page.collection] if page.records and not again else []
        asked, brought = asked + 1, brought + page.brought
        records += 0 if again else page.records
        over = again or not page.brought or brought >= page.told
        if over or brought >= most or asked >= MOST_PAGES:
            return Found(tuple(pages), records, over)


def by_isbns(source: Source, written: Iterable[str]) -> str:
    """CQL for any of the ISBNs, which are digits (and X) only; empty: the source has no index."""
    return _any_of(source.isbn_index, "=", [one for one in written if one.isalnum()])


def by_names(source: Source, names: Iterable[str]) -> str:
    """CQL for records that have every word of one of the names, in any order."""
    return _any_of(source.name_index, "all", [" ".join(words(name)) for name in names])


def by_identifiers(source: Source, identifiers: Iterable[str]) -> str:
    """CQL for any of the identifiers (ISNI); empty when the source has no index for them."""
    plain = [" ".join(words(one)) for one in identifiers]
    return _any_of(source.identifier_index, "=", plain)


def words(name: str) -> list[str]:
    """The words of a name without any sign that a query language could understand."""
    return _NOT_A_WORD.sub(" ", name).split()


def _any_of(index: str, relation: str, terms: Sequence[str]) -> str:
    quoted = [f'{index} {relation} "{term}"' for term in terms if term]
    return " or ".join(quoted) if index else ""


def _parameters(source: Source, query: str, start: int, most: int) -> list[tuple[str, str]]:
    said = [
        ("version", source.version),
        ("query", query),
        ("startRecord", str(start)),
        ("maximumRecords", str(most)),
        ("recordSchema", source.schema),
    ]
    if source.version == "2.0":
        return [*said, ("recordXMLEscaping", "xml")]
    return [("operation", "searchRetrieve"), *said, ("recordPacking", "xml")]


def _read(source: Source, body: bytes) -> _Page:
    """The records of one answer; raises SourceUnusable for what is no answer, or a diagnostic."""
    answer = _tree(source, body)
    if etree.QName(answer).localname != "searchRetrieveResponse":
        raise SourceUnusable(source=source.name, reason="shape")
    collection = etree.Element(f"{{{MARC}}}collection")
    inside = answer.findall("{*}records/{*}record/{*}recordData")
    for data in inside:
        collection.extend(_records(source, data))
    if not len(collection):
        _refuse_diagnostics(source, answer)
    said = (answer.findtext("{*}numberOfRecords") or "").strip()
    told = int(said) if said.isdecimal() and len(said) < 19 else 0
    if told and not inside:
        told = 0
    return _Page(etree.tostring(collection, encoding="utf-8"), len(collection), len(inside), told)


def _records(source: Source, data: etree._Element) -> list[etree._Element]:
    """The MARC records in one place of the answer, also where they were sent as a text."""
    text = (data.text or "").strip()
    if not len(data) and text.startswith("<"):
        inner = _tree(source, text.encode())
        found = [inner]
    else:
        found = [one for one in data if isinstance(one.tag, str)]
    records = []
    for one in found:
        name = etree.QName(one).localname
        records += list(one) if name == "collection" else [one]
    return [one for one in records if etree.QName(one).localname == "record"]


def _refuse_diagnostics(source: Source, answer: etree._Element) -> None:
    """Raises what an answer says against the question, though HTTP said that all is well.

    Without the details: servers repeat the question there, which may be a person's name.
    """
    for one in answer.iterfind(".//{*}diagnostic"):
        said = [one.findtext(f"{{*}}{name}") or "" for name in ("uri", "message")]
        problem = " ".join(" ".join(said).split())
        raise SourceUnusable(source=source.name, reason="diagnostics", problem=problem[:120])


def _tree(source: Source, text: bytes) -> etree._Element:
    """XML without declarations, entities, files and network; raises SourceUnusable."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        tree = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise SourceUnusable(source=source.name, reason="xml") from None
    if tree is None:
        raise SourceUnusable(source=source.name, reason="xml")
    if tree.getroottree().docinfo.internalDTD is not None:
        raise SourceUnusable(source=source.name, reason="declarations")
    return tree
