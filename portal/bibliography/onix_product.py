"""One product of an ONIX message as the kernel's record. Source: ONIX 3.1 specification."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from portal.bibliography import onix_codes as codes
from portal.bibliography.onix_contributors import contributors
from portal.bibliography.onix_tags import child, children, text, texts
from portal.kernel import isbn
from portal.kernel.bibliography import EDITION, SET, Record, RecordIsbn

_ISBN_TYPES = ("15", "03", "02", "24")
"""ISBN-13, GTIN-13, ISBN-10, a co-publisher's ISBN-13 (list 5)."""
_PROPRIETARY = "01"
_DISTINCTIVE, _ORIGINAL_TITLES = "01", ("03", "16")
_PRODUCT_LEVEL = "01"
_OTHER_FORMS = ("06", "13", "27")
"""The same text as another product: alternative format, made from print, as e-book (list 51)."""
_MANIFESTATION = ("01", "99")
_OF_TEXT, _ORIGINAL, _HEARD = "01", "02", "08"
_YEAR = re.compile(r"[12]\d{3}")


def record_of(product: etree._Element) -> Record | None:
    """The record of a product; None when its sender takes it back, or says nothing of it."""
    if text(product, "NotificationType") == codes.DELETED:
        return None
    described = child(product, "DescriptiveDetail")
    published = child(product, "PublishingDetail")
    related = child(product, "RelatedMaterial")
    numbers, faults = _isbns(product, described, related)
    title, subtitle, part = _title(described)
    first = str(numbers[0].isbn) if numbers else ""
    original, languages = _languages(described)
    return Record(
        source_id=text(product, "RecordReference") or first,
        title=title,
        subtitle=subtitle,
        part=part,
        responsibility=text(described, "ContributorStatement"),
        language=languages,
        original_language=original,
        original_title=_original_title(described),
        publisher=_publisher(published),
        year=_year(published),
        medium=_medium(described),
        classification=_classes(described),
        series=_series(described),
        statement=_statement(described),
        isbns=numbers,
        contributors=contributors(described),
        same_work=tuple(dict.fromkeys(_same_work(related))),
        faults=faults,
    )


def _isbns(
    product: etree._Element, described: etree._Element | None, related: etree._Element | None
) -> tuple[tuple[RecordIsbn, ...], tuple[str, ...]]:
    """The numbers of the product, then those of the sets it is part of; what was no ISBN."""
    kind = SET if text(described, "ProductComposition") in codes.SETS else EDITION
    found: dict[int, RecordIsbn] = {}
    faults = []
    for number, fault in _numbers(product):
        if number:
            found.setdefault(number, RecordIsbn(number, kind))
        else:
            faults.append(fault)
    for other in children(related, "RelatedProduct"):
        if codes.PART_OF in texts(other, "ProductRelationCode"):
            for number, _ in _numbers(other):
                if number:
                    found.setdefault(number, RecordIsbn(number, SET))
    return tuple(found.values()), tuple(dict.fromkeys(faults))


def _numbers(holder: etree._Element) -> Iterator[tuple[int, str]]:
    """Each number that says it is an ISBN: the ISBN-13, or 0 and the code of the fault."""
    for one in children(holder, "ProductIdentifier"):
        kind = text(one, "ProductIDType")
        if kind not in _ISBN_TYPES:
            continue
        verdict = isbn.judge(text(one, "IDValue"))
        if verdict.isbn is not None:
            yield verdict.isbn, ""
        elif kind != "03":  # a GTIN may well be another article's
            yield 0, "isbn_unusable"


def _title(described: etree._Element | None) -> tuple[str, str, str]:
    """Title, subtitle and part; a volume without words of its own bears the collection's title."""
    details = list(children(described, "TitleDetail"))
    chosen = next((d for d in details if text(d, "TitleType") == _DISTINCTIVE), None)
    if chosen is None:
        chosen = next(iter(details), None)
    elements = list(children(chosen, "TitleElement"))
    own = [e for e in elements if text(e, "TitleElementLevel") == _PRODUCT_LEVEL]
    above = [e for e in elements if e not in own]
    part = next((words for e in own if (words := text(e, "PartNumber"))), "")
    for element in (*own, *above):
        if words := _words(element):
            return words, text(element, "Subtitle"), part
    return text(chosen, "TitleStatement"), "", part


def _words(element: etree._Element) -> str:
    """The title of an element; its article stands before it without a space after an apostrophe."""
    whole = text(element, "TitleText")
    if whole:
        return whole
    prefix, rest = text(element, "TitlePrefix"), text(element, "TitleWithoutPrefix")
    between = "" if prefix.endswith(("'", "’")) or not prefix else " "
    return f"{prefix}{between}{rest}" if rest else prefix


def _original_title(described: etree._Element | None) -> str:
    for detail in children(described, "TitleDetail"):
        if text(detail, "TitleType") in _ORIGINAL_TITLES:
            for element in children(detail, "TitleElement"):
                if words := _words(element):
                    return words
    return ""


def _languages(described: etree._Element | None) -> tuple[str, str]:
    """The original language, and that of the text; of a recording that of what is heard."""
    said: dict[str, str] = {}
    for one in children(described, "Language"):
        said.setdefault(text(one, "LanguageRole"), text(one, "LanguageCode").lower()[:3])
    return said.get(_ORIGINAL, ""), said.get(_OF_TEXT) or said.get(_HEARD, "")


def _publisher(published: etree._Element | None) -> str:
    houses = list(children(published, "Publisher"))
    first = [one for one in houses if text(one, "PublishingRole") in ("01", "")]
    for one in (*first, *houses):
        if words := text(one, "PublisherName"):
            return words
    return text(child(published, "Imprint"), "ImprintName")


def _year(published: etree._Element | None) -> int | None:
    for role in codes.PUBLISHED:
        for one in children(published, "PublishingDate"):
            year = _YEAR.match(text(one, "Date"))
            if year and text(one, "PublishingDateRole") == role:
                return int(year[0])
    return None


def _medium(described: etree._Element | None) -> str | None:
    details = frozenset(texts(described, "ProductFormDetail"))
    first = texts(described, "PrimaryContentType") or texts(described, "ProductContentType")[:1]
    return codes.medium_of(text(described, "ProductForm"), details, frozenset(first))


def _classes(described: etree._Element | None) -> tuple[str, ...]:
    return tuple(
        code
        for one in children(described, "Subject")
        if text(one, "SubjectSchemeIdentifier") in codes.LIBRARY_CLASSES
        and (code := text(one, "SubjectCode"))
    )


def _series(described: etree._Element | None) -> str:
    for collection in children(described, "Collection"):
        for detail in children(collection, "TitleDetail"):
            for element in children(detail, "TitleElement"):
                if words := _words(element):
                    return words
    return ""


def _statement(described: etree._Element | None) -> str:
    return text(described, "EditionStatement") or text(described, "EditionNumber")


def _same_work(related: etree._Element | None) -> Iterator[str]:
    """Other forms of the product by ISBN, and the numbers that senders give the work."""
    for product in children(related, "RelatedProduct"):
        if set(_OTHER_FORMS) & set(texts(product, "ProductRelationCode")):
            yield from (f"isbn:{number}" for number, _ in _numbers(product) if number)
    for work in children(related, "RelatedWork"):
        if text(work, "WorkRelationCode") in _MANIFESTATION:
            for one in children(work, "WorkIdentifier"):
                yield _work_number(one)


def _work_number(identifier: etree._Element) -> str:
    kind, value = text(identifier, "WorkIDType"), text(identifier, "IDValue")
    scheme = text(identifier, "IDTypeName") if kind == _PROPRIETARY else ""
    return ":".join(part for part in ("work", kind, scheme, value) if part)[:120]
