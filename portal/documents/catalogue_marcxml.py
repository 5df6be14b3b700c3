"""A party's catalogue as MARCXML for libraries: a record for each edition.

What MARC 21 has fields for stands in them (020, 041, 100 or 700 with $e and $4, 245, 264, 336 to
338). The portal's own claim data is the JSON of the edition in local field 988 $a, with $2 naming
the layout: it counts when the file comes back. Source: MARC 21 Format for Bibliographic Data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, TypeAlias

from lxml import etree

from portal.kernel.catalogue import (
    AUTHOR,
    EAUDIOBOOK,
    EBOOK,
    ILLUSTRATOR,
    NARRATOR,
    ORIGINAL_AUTHOR,
    PHYSICAL_MEDIUM,
    TRANSLATOR,
)
from portal.kernel.catalogue_exchange import (
    FORMAT,
    Catalogue,
    OwnEdition,
    OwnWork,
    one_edition_data,
)

MEDIA_TYPE, ENDING = "application/marcxml+xml", "marcxml"
NAMESPACE = "http://www.loc.gov/MARC21/slim"
LOCAL_FIELD = "988"
_RELATORS = {
    AUTHOR: ("aut", "author"),
    ORIGINAL_AUTHOR: ("aut", "author"),
    TRANSLATOR: ("trl", "translator"),
    ILLUSTRATOR: ("ill", "illustrator"),
    NARRATOR: ("nrt", "narrator"),
}
_KINDS = {
    PHYSICAL_MEDIUM: (("336", "text", "txt", "rdacontent"), ("337", "unmediated", "n", "rdamedia"),
                      ("338", "volume", "nc", "rdacarrier")),
    EBOOK: (("336", "text", "txt", "rdacontent"), ("337", "computer", "c", "rdamedia"),
            ("338", "online resource", "cr", "rdacarrier")),
    EAUDIOBOOK: (("336", "spoken word", "spw", "rdacontent"), ("337", "computer", "c", "rdamedia"),
                 ("338", "online resource", "cr", "rdacarrier")),
}  # fmt: skip
_LEADERS = {
    PHYSICAL_MEDIUM: "00000nam a2200000 i 4500",
    EBOOK: "00000nam a2200000 i 4500",
    EAUDIOBOOK: "00000nim a2200000 i 4500",
}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


Field: TypeAlias = tuple[str, str, tuple[tuple[str, str], ...]]
"""Tag, indicators, and the subfields with their codes."""


def written(catalogue: Catalogue, _day: date) -> bytes:
    """A collection of records in UTF-8."""
    spaces: Any = {None: NAMESPACE}
    collection = etree.Element(f"{{{NAMESPACE}}}collection", nsmap=spaces)
    for number, work, edition in catalogue.editions:
        collection.append(_record(catalogue.name, number, work, edition))
    etree.indent(collection, " ")
    return etree.tostring(collection, encoding="UTF-8", xml_declaration=True) + b"\n"


def sayable(text: str) -> str:
    """The text with what XML has no sign for replaced: titles come back from the claim data."""
    return _NOT_XML.sub("\ufffd", text)


def payload(number: int, work: OwnWork, edition: OwnEdition) -> str:
    """The claim data of an edition as canonical JSON in ASCII: no sign of it can be lost."""
    return json.dumps(one_edition_data(number, work, edition), sort_keys=True, ensure_ascii=True)


def _record(name: str, number: int, work: OwnWork, edition: OwnEdition) -> etree._Element:
    record = etree.Element(f"{{{NAMESPACE}}}record")
    _leaf(record, "leader", _LEADERS[edition.medium])
    _leaf(record, "controlfield", str(edition.isbn), tag="001")
    for tag, indicators, subfields in _fields(name, edition):
        _field(record, tag, indicators, subfields)
    data = payload(number, work, edition)
    _field(record, LOCAL_FIELD, "  ", (("a", data), ("2", FORMAT)))
    return record


def _fields(
    name: str, edition: OwnEdition
) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    yield "020", "  ", (("a", str(edition.isbn)),)
    if edition.language:
        yield "041", "0 ", (("a", edition.language),)
    writes = any(entry.role in (AUTHOR, ORIGINAL_AUTHOR) for entry in edition.entries)
    if writes:
        yield _name("100", name, edition, (AUTHOR, ORIGINAL_AUTHOR))
    yield "245", ("10" if writes else "00"), (("a", edition.title or "[untitled]"),)
    if edition.year:
        yield "264", " 1", (("c", str(edition.year)),)
    for tag, words, code, source in _KINDS[edition.medium]:
        yield tag, "  ", (("a", words), ("b", code), ("2", source))
    for entry in edition.entries:
        if entry.role not in (AUTHOR, ORIGINAL_AUTHOR):
            yield _name("700", name, edition, (entry.role,))


def _name(tag: str, name: str, edition: OwnEdition, roles: tuple[str, ...]) -> Field:
    said = dict.fromkeys(_RELATORS[e.role] for e in edition.entries if e.role in roles)
    words = tuple(("e", word) for _, word in said)
    return tag, "0 ", (("a", name), *words, *(("4", code) for code, _ in said))


def _field(
    record: etree._Element, tag: str, indicators: str, subfields: tuple[tuple[str, str], ...]
) -> None:
    field = etree.SubElement(
        record, f"{{{NAMESPACE}}}datafield", tag=tag, ind1=indicators[0], ind2=indicators[1]
    )
    for code, text in subfields:
        _leaf(field, "subfield", text, code=code)


def _leaf(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    leaf = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    leaf.text = sayable(text)
