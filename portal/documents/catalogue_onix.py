"""A party's catalogue as ONIX 3.1 for publishers: a product for each edition.

ONIX has no element for a claim: the edition's claim data is the JSON in a product identifier of
the portal's own kind (type 01, IDTypeName NAME_OF_DATA), and counts when the file comes back.
How many others share a role is said by a contributor without a name ("et al", list 19). The year
stands in the claim data alone: ONIX has a place for it only beside a publisher.
Source: EDItEUR, ONIX for Books 3.1.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from lxml import etree

from portal.documents.catalogue_marcxml import payload, sayable
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
from portal.kernel.catalogue_exchange import FORMAT, Catalogue, OwnEdition, OwnEntry, OwnWork

MEDIA_TYPE, ENDING = "application/xml", "onix.xml"
NAMESPACE = "http://ns.editeur.org/onix/3.1/reference"
NAME_OF_DATA = FORMAT
_ROLES = {AUTHOR: "A01", ORIGINAL_AUTHOR: "A01", TRANSLATOR: "B06", ILLUSTRATOR: "A12",
          NARRATOR: "E07"}  # fmt: skip
_FORMS = {PHYSICAL_MEDIUM: "BA", EBOOK: "ED", EAUDIOBOOK: "AJ"}
_ET_AL, _OWN, _ISBN = "03", "01", "15"


def written(catalogue: Catalogue, day: date) -> bytes:
    """A message in reference tags, sent on the given day whatever the clock says."""
    spaces: Any = {None: NAMESPACE}
    message = etree.Element(f"{{{NAMESPACE}}}ONIXMessage", nsmap=spaces, release="3.1")
    header = _child(message, "Header")
    sender = _child(header, "Sender")
    _child(sender, "SenderName", catalogue.name or "Colophon")
    _child(header, "SentDateTime", f"{day:%Y%m%d}")
    for number, work, edition in catalogue.editions:
        _product(message, catalogue.name, number, work, edition)
    if not catalogue.works:
        _child(message, "NoProduct")
    etree.indent(message, " ")
    return etree.tostring(message, encoding="UTF-8", xml_declaration=True) + b"\n"


def _product(
    message: etree._Element, name: str, number: int, work: OwnWork, edition: OwnEdition
) -> None:
    product = _child(message, "Product")
    _child(product, "RecordReference", f"{FORMAT}.{edition.isbn}")
    _child(product, "NotificationType", "03")
    _identifier(product, _ISBN, str(edition.isbn))
    _identifier(product, _OWN, payload(number, work, edition), NAME_OF_DATA)
    described = _child(product, "DescriptiveDetail")
    _child(described, "ProductComposition", "00")
    _child(described, "ProductForm", _FORMS[edition.medium])
    _titled(described, edition)
    for entry in edition.entries:
        _contributor(described, entry, name)
    if len(edition.language) == 3 and edition.language.isalpha():
        language = _child(described, "Language")
        _child(language, "LanguageRole", "01")
        _child(language, "LanguageCode", edition.language)


def _titled(described: etree._Element, edition: OwnEdition) -> None:
    detail = _child(described, "TitleDetail")
    _child(detail, "TitleType", "01")
    element = _child(detail, "TitleElement")
    _child(element, "TitleElementLevel", "01")
    _child(element, "TitleText", edition.title.strip() or "[untitled]")


def _contributor(described: etree._Element, entry: OwnEntry, name: str) -> None:
    said = entry.standing or entry.versions[-1]
    one = _child(described, "Contributor")
    _child(one, "ContributorRole", _ROLES[entry.role])
    _child(one, "PersonName", name or "[unnamed]")
    if said.heads > 1:
        others = _child(described, "Contributor")
        _child(others, "ContributorRole", _ROLES[entry.role])
        _child(others, "UnnamedPersons", _ET_AL)


def _identifier(product: etree._Element, kind: str, value: str, name: str = "") -> None:
    one = _child(product, "ProductIdentifier")
    _child(one, "ProductIDType", kind)
    if name:
        _child(one, "IDTypeName", name)
    _child(one, "IDValue", value)


def _child(
    parent: etree._Element, name: str, text: str | None = None, **attributes: str
) -> etree._Element:
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    child.text = None if text is None else sayable(text)
    return child
