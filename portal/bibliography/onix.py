"""ONIX 3.0 and 3.1, reference and short tags, read product by product: publishers' catalogues.

No DTD is loaded, no entity resolved, no address opened; one product is in memory at a time.
Source: EDItEUR, ONIX for Books 3.1 specification; code lists in onix_codes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from portal.bibliography import onix_product
from portal.bibliography.errors import (
    EmptyBibliography,
    OnixProductTooLarge,
    OnixRelease,
    UnknownBibliography,
    XmlDamaged,
    XmlDeclares,
)
from portal.bibliography.onix_tags import local
from portal.kernel.bibliography import Record

_A_BITE = 64 * 1024
LARGEST_PRODUCT = 4 * 1024 * 1024
"""Bytes of one product: images lie elsewhere, so an honest one has a hundredth of it."""
_UNREAD = (
    "CollateralDetail", "collateraldetail", "ContentDetail", "contentdetail", "ProductSupply",
    "productsupply", "PromotionDetail", "promotiondetail", "ProductionDetail", "productiondetail",
)  # fmt: skip
_PRODUCT = ("Product", "product")
_ENTITY = b"<!ENTITY"
_RELEASES = ("3.0", "3.1")


def read(stream: BinaryIO, name: str) -> Iterator[Record]:
    """The records of a message, one for each product that its sender does not take back.

    Raises EmptyBibliography, UnknownBibliography, OnixRelease, XmlDamaged, XmlDeclares and
    OnixProductTooLarge, each with `file`; the earlier records are already given then.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=["{*}ONIXMessage", "{*}ONIXmessage", *(f"{{*}}{one}" for one in (*_PRODUCT, *_UNREAD))],
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    reading = _Reading(parser, name)
    try:
        while bite := stream.read(_A_BITE):
            reading.declares |= _ENTITY in bite.replace(b"\0", b"") and not reading.opened
            parser.feed(bite)
            yield from reading.products(len(bite))
        if not reading.fed:
            raise EmptyBibliography(file=name)
        parser.close()
        yield from reading.products(0)
    except etree.XMLSyntaxError as error:
        if not reading.opened and _is_not_xml(error):
            raise UnknownBibliography(file=name) from error
        if reading.declares:
            raise XmlDeclares(file=name) from error
        raise XmlDamaged(file=name, line=error.lineno or 1) from error
    if not reading.opened:
        raise UnknownBibliography(file=name)


class _Reading:
    """How far a message has been read: whether it has begun, and how long the product is.

    `declares`: entities are named before it begins, so what fails then fails by them.
    """

    def __init__(self, parser: etree.XMLPullParser, name: str) -> None:
        self.parser = parser
        self.name = name
        self.fed = 0
        self.opened = False
        self.since = 0
        self.declares = False

    def products(self, more: int) -> Iterator[Record]:
        """The records of the products that ended within the last bytes."""
        self.fed += more
        self.since += more
        events: Any = self.parser.read_events()
        for event, element in events:
            if event == "start":
                self._begin(element)
                continue
            if local(element) in _PRODUCT:
                self.since = 0
                record = self._record(element)
                if record is not None:
                    yield record
            if local(element) not in ("ONIXMessage", "ONIXmessage"):
                _forget(element)
        if self.since > LARGEST_PRODUCT:
            raise OnixProductTooLarge(file=self.name, most=LARGEST_PRODUCT // 1024**2)

    def _record(self, product: etree._Element) -> Record | None:
        if next(product.iter(etree.Entity), None) is not None:
            raise XmlDeclares(file=self.name)
        return onix_product.record_of(product)

    def _begin(self, element: etree._Element) -> None:
        if element.getparent() is not None:
            return
        self.opened = local(element) in ("ONIXMessage", "ONIXmessage")
        if not self.opened:
            raise UnknownBibliography(file=self.name)
        document: Any = element.getroottree().docinfo.internalDTD
        if document is not None and any(True for _ in (*document.entities(), *document.elements())):
            raise XmlDeclares(file=self.name)
        release = str(element.get("release") or _of_namespace(element))
        if release and release[:3] not in _RELEASES:
            raise OnixRelease(file=self.name, release=release[:10])


def _of_namespace(element: etree._Element) -> str:
    """The release in a namespace such as http://ns.editeur.org/onix/3.0/reference."""
    parts = (etree.QName(element).namespace or "").split("/")
    return next((part for part in parts if part[:1].isdigit()), "")


def _forget(element: etree._Element) -> None:
    """Frees what was read, and what stands before it."""
    element.clear()
    if local(element) not in _PRODUCT:
        return
    message = element.getparent()
    if message is None or message.getparent() is not None:
        return
    while element.getprevious() is not None:
        del message[0]


def _is_not_xml(error: etree.XMLSyntaxError) -> bool:
    kinds = etree.ErrorTypes
    known: Any = error
    return known.code in (
        kinds.ERR_DOCUMENT_EMPTY, kinds.ERR_DOCUMENT_START, kinds.ERR_UNKNOWN_ENCODING
    )  # fmt: skip
