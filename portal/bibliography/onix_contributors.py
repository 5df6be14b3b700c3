"""Contributors of an ONIX product: names turned or not, roles of list 17, years, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from portal.bibliography import onix_codes as codes
from portal.bibliography.onix_tags import children, grouped, text, words
from portal.kernel.bibliography import CODED, Contributor, Said

_SPACES = re.compile(r"[\s-]+")
_LAST = 1_000_000
Parts: TypeAlias = dict[str, list[etree._Element]]
"""What stands in a contributor, by name."""


def contributors(described: etree._Element | None) -> tuple[Contributor, ...]:
    """The named contributors in the sender's order; the first with a writer's role is the main one.

    "Anonymous", "various" and voices of machines have no name, and are left out.
    """
    listed = sorted(map(grouped, children(described, "Contributor")), key=_place)
    found = [one for one in map(_contributor, listed) if one is not None]
    first = next((n for n, one in enumerate(found) if _writes(one)), None)
    return tuple(
        Contributor(one.name, one.dates, place == first, one.identifiers, one.roles)
        for place, one in enumerate(found)
    )


def _writes(one: Contributor) -> bool:
    return any(said.term == "aut" for said in one.roles)


def _place(parts: Parts) -> int:
    number = _first(parts, "SequenceNumber")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 7 else _LAST


def _contributor(parts: Parts) -> Contributor | None:
    name = _name(parts)
    if not name:
        return None
    roles = tuple(
        Said(term, CODED, code)
        for code in dict.fromkeys(words(parts.get("ContributorRole", ())))
        for term in codes.TERMS.get(code, codes.OTHER)
    )
    return Contributor(name, _dates(parts), False, tuple(dict.fromkeys(_identifiers(parts))), roles)


def _first(parts: Parts, name: str) -> str:
    return next(iter(words(parts.get(name, ()))), "")


def _name(parts: Parts) -> str:
    """The name as the sender turns it, surname first where that is said."""
    key = _first(parts, "KeyNames")
    if key:
        family = " ".join(part for part in (_first(parts, "PrefixToKey"), key) if part)
        given = _first(parts, "NamesBeforeKey")
        return f"{family}, {given}" if given else family
    turned = _first(parts, "PersonNameInverted") or _first(parts, "PersonName")
    return turned or _first(parts, "CorporateName")


def _dates(parts: Parts) -> str:
    """The years of birth and death, as libraries write them: "1872-1950"."""
    years = {
        text(day, "ContributorDateRole"): text(day, "Date")[:4]
        for day in parts.get("ContributorDate", ())
    }
    born, died = years.get(codes.BORN, ""), years.get(codes.DIED, "")
    return f"{born}-{died}" if born or died else ""


def _identifiers(parts: Parts) -> Iterator[str]:
    for identifier in parts.get("NameIdentifier", ()):
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
