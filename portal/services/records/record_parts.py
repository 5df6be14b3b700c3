"""What a party did in an edition by a bibliography's record, how sure that is, and why.

A record suggests and never claims. Nobody's part is sure without a role that the record gives him
and something besides the name: a year of birth, an identifier, or nobody else of that name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.kernel.bibliography import PIECES, ROLE_OF_TERM, WORDS, Contributor, Record, Said
from portal.kernel.catalogue import AUTHOR, ORIGINAL_AUTHOR, ROLES
from portal.kernel.names import name_key
from portal.services.records.record_names import (
    INITIALS,
    PartyNames,
    first_figures,
    names_of,
    written,
    years_in,
)

__all__ = ["PartyNames", "RecordPart", "names_of", "part_in"]
AGAINST = (
    "no_role", "other_years", "other_identifier", "too_early", "initials", "namesakes",
    "other_field",
)  # fmt: skip
"""Reasons that speak against a part; the others speak for it."""
SURE, LIKELY, UNSURE = "sure", "likely", "unsure"
AGE_OF_FIRST_BOOK = 10
"""Nobody is thought to have published before this age."""
_ENOUGH_WORKS = 3
_MORE = re.compile(r"\[?\b(et al|ym|m\.? ?fl|and others|ynnä muut|und andere)\b", re.IGNORECASE)

Reason = dict[str, Any]


@dataclass(frozen=True)
class RecordPart:
    """A party's part in one edition. `role` is None where nobody said what the name did.

    `heads` are the people of that role in the record, None without a role; `counted` says whether
    the record names all of them. `name` is as the record has it.
    """

    role: str | None
    heads: int | None
    certainty: str
    reasons: tuple[Reason, ...]
    name: str
    kind: str
    counted: bool = False
    roles: tuple[str, ...] = ()
    """Every role that the record gives the name; `role` is the first."""
    identifiers: tuple[str, ...] = field(default=())


def part_in(record: Record, names: PartyNames) -> RecordPart | None:
    """The party's part in an edition by a record; None where the record does not name it."""
    parts = [
        _part(record, one, kind, names)
        for one in record.contributors
        if (kind := _kind(one, names)) is not None
    ]
    return min(parts, key=_rank, default=None)


def is_translation(record: Record) -> bool:
    """Whether a record describes a translation: then its writers are the original's."""
    translated = any(said.term == "trl" for one in record.contributors for said in one.roles)
    return translated or bool(record.original_language or record.original_title)


def roles_of(record: Record, one: Contributor) -> tuple[str, ...]:
    """The portal's roles that a record gives to a name, in the field's order."""
    found = {ROLE_OF_TERM[said.term] for said in one.roles if said.term in ROLE_OF_TERM}
    if AUTHOR in found and is_translation(record):
        found = found - {AUTHOR} | {ORIGINAL_AUTHOR}
    return tuple(role for role in ROLES if role in found)


def heads_of(record: Record, role: str) -> tuple[int, bool]:
    """How many people a record names in a role, and whether it names them all."""
    having = [one for one in record.contributors if role in roles_of(record, one)]
    people = {name_key(one.name) for one in having}
    silent = any(not one.roles for one in record.contributors)
    return len(people), not silent and not _MORE.search(record.responsibility)


def _kind(one: Contributor, names: PartyNames) -> str | None:
    if names.identifiers & set(one.identifiers):
        return names.keys.get(name_key(one.name), "identifier")
    return names.keys.get(name_key(one.name))


def _rank(part: RecordPart) -> tuple[int, int]:
    role = ROLES.index(part.role) if part.role else len(ROLES)
    return (SURE, LIKELY, UNSURE).index(part.certainty), role


def _part(record: Record, one: Contributor, kind: str, names: PartyNames) -> RecordPart:
    roles = roles_of(record, one)
    role = roles[0] if roles else None
    heads, counted = heads_of(record, role) if role else (None, False)
    against = _against(record, one, kind, names)
    proof = _for(one, names)
    said = _how_said(one, role)
    piece = any(reason["code"] == "piece" for reason in said)
    return RecordPart(
        role=role,
        heads=heads,
        certainty=_certainty(role, kind, proof, against, piece),
        reasons=({"code": "name", "name": written(one.name), "kind": kind}, *said, *proof,
                 *against),
        name=one.name,
        kind=kind,
        counted=counted,
        roles=roles,
        identifiers=one.identifiers,
    )  # fmt: skip


def _certainty(
    role: str | None, kind: str, proof: Sequence[Reason], against: Sequence[Reason], piece: bool
) -> str:
    if role is None or against:
        return UNSURE
    if proof:
        return LIKELY if piece else SURE
    return UNSURE if kind == INITIALS else LIKELY


def _how_said(one: Contributor, role: str | None) -> tuple[Reason, ...]:
    """Where the role comes from; that a name has none; that the text is a piece of the book."""
    if role is None:
        return ({"code": "no_role"},)
    said = _saying(one)
    reasons: list[Reason] = [{"code": said.basis, "term": said.term, "written": said.written}]
    if all(other.term in PIECES for other in one.roles if other.term in ROLE_OF_TERM):
        reasons.append({"code": "piece", "term": said.term})
    return tuple(reasons)


def _saying(one: Contributor) -> Said:
    """What gave the name its role; a coded relator before words."""
    having = [said for said in one.roles if said.term in ROLE_OF_TERM]
    return min(having, key=lambda said: said.basis == WORDS)


def _for(one: Contributor, names: PartyNames) -> tuple[Reason, ...]:
    """What besides the name says that it is she."""
    reasons: list[Reason] = []
    same = sorted(names.identifiers & set(one.identifiers))
    if same:
        reasons.append({"code": "identifier", "identifier": same[0]})
    born, _ = years_in(one.dates)
    if born is not None and born == names.born:
        reasons.append({"code": "years", "years": one.dates, "born": born})
    return tuple(reasons)


def _against(
    record: Record, one: Contributor, kind: str, names: PartyNames
) -> tuple[Reason, ...]:  # fmt: skip
    """What says that it is somebody else; most of it only where no identifier is the same."""
    if names.identifiers & set(one.identifiers):
        return ()
    reasons: list[Reason] = []
    born, died = years_in(one.dates)
    if _differ(born, names.born) or _differ(died, names.died):
        reasons.append({"code": "other_years", "years": one.dates, "born": names.born or 0})
    other = _other_identifier(one.identifiers, names)
    if other:
        reasons.append({"code": "other_identifier", "identifier": other})
    if record.year and names.born and record.year < names.born + AGE_OF_FIRST_BOOK:
        reasons.append({"code": "too_early", "year": record.year, "born": names.born})
    if reasons or (born is not None and born == names.born):
        return tuple(reasons)
    if kind == INITIALS:
        reasons.append({"code": "initials"})
    if name_key(one.name) in names.namesakes:
        reasons.append({"code": "namesakes"})
    if _another_field(record, names):
        reasons.append({"code": "other_field"})
    return tuple(reasons)


def _differ(said: int | None, own: int | None) -> bool:
    return said is not None and own is not None and said != own


def _other_identifier(found: Collection[str], names: PartyNames) -> str:
    """An identifier of somebody else: one she disowned, or another of a scheme that hers has."""
    hers = {one.partition(":")[0] for one in names.identifiers}
    return next(
        (one for one in sorted(found) if one in names.others or one.partition(":")[0] in hers), ""
    )


def _another_field(record: Record, names: PartyNames) -> bool:
    found = first_figures(record)
    return names.works >= _ENOUGH_WORKS and bool(found and names.fields) and not (
        found & names.fields
    )  # fmt: skip
