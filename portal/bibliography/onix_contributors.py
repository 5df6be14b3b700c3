"""Contributors of an ONIX product: names turned or not, roles of list 17, years, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from portal.bibliography import onix_codes as codes
from portal.bibliography.onix_tags import children, text, texts
from portal.kernel.bibliography import CODED, Contributor, Said

_SPACES = re.compile(r"[\s-]+")
_LAST = 1_000_000


def contributors(described: etree._Element | None) -> tuple[Contributor, ...]:
    """The named contributors in the sender's order; the first with a writer's role is the main one.

    "Anonymous", "various" and voices of machines have no name, and are left out.
    """
    listed = sorted(children(described, "Contributor"), key=_place)
    found = [one for one in map(_contributor, listed) if one is not None]
    first = next((n for n, one in enumerate(found) if _writes(one)), None)
    return tuple(
        Contributor(one.name, one.dates, place == first, one.identifiers, one.roles)
        for place, one in enumerate(found)
    )


def _writes(one: Contributor) -> bool:
    return any(said.term == "aut" for said in one.roles)


def _place(one: etree._Element) -> int:
    number = text(one, "SequenceNumber")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 7 else _LAST


def _contributor(one: etree._Element) -> Contributor | None:
    name = _name(one)
    if not name:
        return None
    roles = tuple(
        Said(term, CODED, code)
        for code in dict.fromkeys(texts(one, "ContributorRole"))
        for term in codes.TERMS.get(code, codes.OTHER)
    )
    return Contributor(name, _dates(one), False, tuple(dict.fromkeys(_identifiers(one))), roles)


def _name(one: etree._Element) -> str:
    """The name as the sender turns it, surname first where that is said."""
    key = text(one, "KeyNames")
    if key:
        family = " ".join(part for part in (text(one, "PrefixToKey"), key) if part)
        given = text(one, "NamesBeforeKey")
        return f"{family}, {given}" if given else family
    return text(one, "PersonNameInverted") or text(one, "PersonName") or text(one, "CorporateName")


def _dates(one: etree._Element) -> str:
    """The years of birth and death, as libraries write them: "1872-1950"."""
    years = {
        text(day, "ContributorDateRole"): text(day, "Date")[:4]
        for day in children(one, "ContributorDate")
    }
    born, died = years.get(codes.BORN, ""), years.get(codes.DIED, "")
    return f"{born}-{died}" if born or died else ""


def _identifiers(one: etree._Element) -> Iterator[str]:
    for identifier in children(one, "NameIdentifier"):
        kind = text(identifier, "NameIDType")
        value = text(identifier, "IDValue")
        scheme = codes.NAME_SCHEMES.get(kind, "")
        if kind == codes.PROPRIETARY and _is_kanto(text(identifier, "IDTypeName")):
            scheme = "finaf"
        if scheme == "isni":
            value = _SPACES.sub("", value)
        if scheme and value:
            yield f"{scheme}:{value}"[:64]


def _is_kanto(scheme: str) -> bool:
    return bool(codes.KANTO & set(scheme.casefold().split()))
