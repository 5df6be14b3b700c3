"""MARCXML: a file of records, one record, or the answer of an SRU server with records in it.

No DTD is loaded, no entity resolved, no address opened; one record is in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any, BinaryIO

from lxml import etree
from pymarc import Field, Indicators, Subfield

from portal.bibliography.errors import (
    EmptyBibliography,
    NoRecords,
    UnknownBibliography,
    WebPageInstead,
    XmlDamaged,
    XmlDeclares,
)
from portal.bibliography.marc import record_of
from portal.bibliography.marc_fields import marc_record
from portal.kernel.bibliography import Record

FORMAT = "MARCXML"
_A_BITE = 64 * 1024
LARGEST_RECORD = 8 * 1024 * 1024
MOST_FIELDS = 5_000
MOST_ELEMENTS = 100_000
"""Between two records: a file of empty elements costs more than its bytes say."""
UNREADABLE, TOO_MANY_FIELDS = "unreadable_record", "too_many_fields"
_ROOTS = frozenset({"collection", "record", "records", "searchRetrieveResponse", "OAI-PMH"})


def read(stream: BinaryIO, name: str) -> Iterator[Record]:
    """The records of a file, wherever in it they stand.

    Raises EmptyBibliography, UnknownBibliography, WebPageInstead, XmlDamaged, XmlDeclares and
    NoRecords; the earlier records are already given then.
    """
    reading = _Reading(name)
    found = 0
    try:
        while bite := stream.read(_A_BITE):
            reading.parser.feed(bite)
            for record in reading.records(len(bite)):
                found += 1
                yield record
        if not reading.fed:
            raise EmptyBibliography(file=name)
        reading.parser.close()
        yield from reading.records(0)
    except etree.XMLSyntaxError as error:
        raise XmlDamaged(file=name, line=error.lineno or 1) from error
    if not found and not reading.answered:
        raise NoRecords(file=name, format=FORMAT)


def records_in(xml: bytes) -> list[Record]:
    """The records of an SRU server's answer; none where it found none. Raises as `read`."""
    return list(read(BytesIO(xml), "answer"))


class _Reading:
    """How far a document has been read."""

    def __init__(self, name: str) -> None:
        self.parser = etree.XMLPullParser(
            events=("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        self.name = name
        self.fed = self.since = self.number = self.passed = 0
        self.opened = False
        self.answered = False
        """The root is an SRU answer, which may say that there is nothing."""

    def records(self, more: int) -> Iterator[Record]:
        """The records that ended within the last bytes."""
        self.fed += more
        self.since += more
        events: Any = self.parser.read_events()
        for event, element in events:
            if event == "start":
                self.passed += 1
                if not self.opened:
                    self._open(element)
                if self.passed > MOST_ELEMENTS:
                    raise NoRecords(file=self.name, format=FORMAT)
            elif _is_record(element):
                self.number += 1
                self.since = self.passed = 0
                yield self._record(element)
                _forget(element)
        if self.since > LARGEST_RECORD:
            raise NoRecords(file=self.name, format=FORMAT)

    def _open(self, root: etree._Element) -> None:
        self.opened = True
        document: Any = root.getroottree().docinfo
        name = _local(root)
        if name.casefold() == "html" or document.doctype.casefold().startswith("<!doctype html"):
            raise WebPageInstead(file=self.name)
        if document.internalDTD is not None:
            raise XmlDeclares(file=self.name)
        if name not in _ROOTS:
            raise UnknownBibliography(file=self.name)
        self.answered = name in {"searchRetrieveResponse", "OAI-PMH"}

    def _record(self, element: etree._Element) -> Record:
        if next(element.iter(etree.Entity), None) is not None:
            raise XmlDeclares(file=self.name)
        faults: tuple[str, ...] = ()
        fields = [field for child in element for field in _field(child)]
        if len(fields) > MOST_FIELDS:
            fields, faults = fields[:MOST_FIELDS], (TOO_MANY_FIELDS,)
        if not fields:
            return Record(source_id=f"record {self.number}", title="", faults=(UNREADABLE,))
        leader = next((child.text for child in element if _local(child) == "leader"), None)
        return record_of(marc_record(fields, leader), faults)


def _is_record(element: etree._Element) -> bool:
    """A MARC record: its fields are its children; SRU's own `record` has none."""
    return _local(element) == "record" and any(
        _local(child) in {"leader", "controlfield", "datafield"} for child in element
    )


def _field(element: etree._Element) -> Iterator[Field]:
    tag = (element.get("tag") or "").strip()
    if len(tag) != 3 or not tag.isalnum():
        return
    if _local(element) == "controlfield" and tag.startswith("00"):
        yield Field(tag=tag, data=element.text or "")
    elif _local(element) == "datafield" and not tag.startswith("00"):
        signs = [(element.get(name) or " ")[:1] for name in ("ind1", "ind2")]
        subfields = [
            Subfield((child.get("code") or " ")[:1], _text(child))
            for child in islice(element, MOST_FIELDS)
            if _local(child) == "subfield"
        ]
        if subfields:
            yield Field(tag=tag, indicators=Indicators(*signs), subfields=subfields)


def _text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext(with_tail=False))


def _local(element: etree._Element) -> str:
    """The name without its namespace; libraries write the same records with and without one."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _forget(element: etree._Element) -> None:
    """Frees a record, and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
