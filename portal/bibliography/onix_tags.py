"""Tags of ONIX: each short one, and the reference name of the same. Source: ONIX 3.1 schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from lxml import etree

REFERENCE: Mapping[str, str] = {
    "product": "Product", "a001": "RecordReference", "a002": "NotificationType",
    "productidentifier": "ProductIdentifier", "b221": "ProductIDType", "b233": "IDTypeName",
    "b244": "IDValue", "descriptivedetail": "DescriptiveDetail", "x314": "ProductComposition",
    "b012": "ProductForm", "b333": "ProductFormDetail", "x416": "PrimaryContentType",
    "b385": "ProductContentType", "b057": "EditionNumber", "b058": "EditionStatement",
    "collection": "Collection", "titledetail": "TitleDetail", "b202": "TitleType",
    "titleelement": "TitleElement", "x409": "TitleElementLevel", "x410": "PartNumber",
    "b203": "TitleText", "b030": "TitlePrefix", "b031": "TitleWithoutPrefix", "b029": "Subtitle",
    "x478": "TitleStatement", "contributor": "Contributor", "b034": "SequenceNumber",
    "b035": "ContributorRole", "b036": "PersonName", "b037": "PersonNameInverted",
    "b039": "NamesBeforeKey", "b247": "PrefixToKey", "b040": "KeyNames", "b047": "CorporateName",
    "nameidentifier": "NameIdentifier", "x415": "NameIDType", "contributordate": "ContributorDate",
    "x417": "ContributorDateRole", "b306": "Date", "b049": "ContributorStatement",
    "language": "Language", "b253": "LanguageRole", "b252": "LanguageCode", "subject": "Subject",
    "b067": "SubjectSchemeIdentifier", "b069": "SubjectCode",
    "publishingdetail": "PublishingDetail", "imprint": "Imprint", "b079": "ImprintName",
    "publisher": "Publisher", "b081": "PublisherName", "b291": "PublishingRole",
    "publishingdate": "PublishingDate", "x448": "PublishingDateRole",
    "relatedmaterial": "RelatedMaterial", "relatedwork": "RelatedWork", "x454": "WorkRelationCode",
    "workidentifier": "WorkIdentifier", "b201": "WorkIDType", "relatedproduct": "RelatedProduct",
    "x455": "ProductRelationCode", "b248": "SuffixToKey", "b041": "NamesAfterKey",
}  # fmt: skip
"""Reference names by short tag, of what the portal reads."""


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def named(element: etree._Element) -> str:
    """The reference name of an element, whichever tags the message has."""
    return _reference(str(element.tag))


@lru_cache(maxsize=4_000)
def _reference(tag: str) -> str:
    bare = tag.rpartition("}")[2]
    return REFERENCE.get(bare, bare)


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The direct children of a reference name."""
    if element is not None:
        yield from (child for child in element if named(child) == name)


def grouped(element: etree._Element) -> dict[str, list[etree._Element]]:
    """The direct children by reference name, each in their order: one look at many."""
    found: dict[str, list[etree._Element]] = {}
    for one in element:
        found.setdefault(named(one), []).append(one)
    return found


def words(elements: Iterable[etree._Element]) -> list[str]:
    """What each element says that says anything, white space made one."""
    whole = ("".join(map(str, one.itertext())) for one in elements)
    return [" ".join(said.split()) for said in whole if said.strip()]


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first direct child of a reference name."""
    return next(children(element, name), None)


def text(element: etree._Element | None, name: str) -> str:
    """The words of the first direct child of that name that has any; "" without one."""
    return next(iter(texts(element, name)), "")


def texts(element: etree._Element | None, name: str) -> list[str]:
    """The words of every direct child of that name that has any, white space made one."""
    return words(children(element, name))
