"""What somebody says is wrong in a shared book, and what each entry would say if that were right.

Money follows the entries alone (contract, "Claims that disagree"); nothing here holds it back.
Source of the choices: docs/decisions/0012.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.kernel.catalogue import (
    AUTHOR,
    NARRATOR,
    ORIGINAL_AUTHOR,
    TEXT_ROLES,
    TRANSLATOR,
)
from portal.rules.parameters import Book, Parameter, ParameterNotSet, number

INVITATION_DAYS = "sharing.invitation_days"
INVITATIONS_A_DAY = "sharing.invitations_a_day"
ANSWER_DAYS = "sharing.answer_days"
REMIND_DAYS_BEFORE = "sharing.remind_days_before"
APPEAL_DAYS = "sharing.appeal_days"
PARAMETERS = (
    Parameter(INVITATION_DAYS, "days", "run_day"),
    Parameter(INVITATIONS_A_DAY, "people", "run_day"),
    Parameter(ANSWER_DAYS, "days", "run_day"),
    Parameter(REMIND_DAYS_BEFORE, "days", "run_day"),
    Parameter(APPEAL_DAYS, "days", "run_day"),
)

HEADS, ROLE, NOT_MY_WORK, NAME_MISSING = ABOUT = ("heads", "role", "not_my_work", "name_missing")
NO_PART = "none"
"""The role of somebody who has no part in the book."""
WRITERS, TRANSLATORS, NARRATORS = "writers", "translators", "narrators"
POOLS: Mapping[str, str] = {
    AUTHOR: WRITERS,
    ORIGINAL_AUTHOR: WRITERS,
    TRANSLATOR: TRANSLATORS,
    NARRATOR: NARRATORS,
}
"""Roles whose heads divide one part of the money; illustrators are not paid here."""


@dataclass(frozen=True)
class Part:
    """One entry that stands on an edition: a party, its role, and what it says of it."""

    party: int
    role: str
    heads: int
    separate: bool = False


@dataclass(frozen=True)
class Wrong:
    """What `by` says is wrong. `role` is the speaker's own, `heads` the people who share it.

    Of somebody's role: `party` with `party_role`, and the role that is right (maybe NO_PART).
    Of a missing name: the role that this person has.
    """

    about: str
    by: int
    role: str
    heads: int
    party: int | None = None
    party_role: str | None = None
    right_role: str | None = None


def days(book: Book, name: str, day: date) -> timedelta:
    """A number of days that holds on a day; raises ParameterNotSet."""
    return timedelta(days=limit(book, name, day))


def limit(book: Book, name: str, day: date) -> int:
    """A number that holds on a day; raises ParameterNotSet."""
    value = book.on(name, day)
    if value is None:
        raise ParameterNotSet(name=name, reason="day", day=day)
    return number(value)


def pool(role: str) -> str | None:
    """With whom a role shares; None for illustrators."""
    return POOLS.get(role)


def right_parts(parts: Sequence[Part], wrong: Wrong) -> tuple[Part, ...]:
    """Every entry as it would be if what is said were right; the same again changes nothing."""
    if wrong.about == NOT_MY_WORK:
        return tuple(part for part in parts if part.party != wrong.by)
    moved = _moved(parts, wrong)
    if _says_translated(wrong):
        moved = tuple(_of_translation(part) for part in moved)
    own = pool(wrong.role)
    return _once(
        replace(part, heads=wrong.heads) if own and pool(part.role) == own else part
        for part in moved
    )


def asked(parts: Sequence[Part], wrong: Wrong) -> tuple[int, ...]:
    """The other parties whose entries say something else: who is asked to answer."""
    if wrong.about == NOT_MY_WORK:
        return ()
    right = right_parts(parts, wrong)
    others = {part.party for part in parts} - {wrong.by}
    return tuple(
        sorted(party for party in others if parts_of(parts, party) != parts_of(right, party))
    )


def parts_of(parts: Iterable[Part], party: int) -> frozenset[Part]:
    """The entries of one party."""
    return frozenset(part for part in parts if part.party == party)


def with_facts(
    parts: Sequence[Part], heads: Mapping[str, int], roles: Mapping[int, str]
) -> tuple[Part, ...]:
    """Every entry after a decision that says heads by pool, and by party its role in the text."""
    texts = [part for part in parts if part.role in TEXT_ROLES]
    kept = [part for part in parts if part.role not in TEXT_ROLES]
    for part in texts:
        role = roles.get(part.party, part.role)
        kept += [replace(part, role=role)] if role != NO_PART else []
    return _once(replace(part, heads=heads.get(pool(part.role) or "", part.heads)) for part in kept)


def too_few(parts: Iterable[Part]) -> str | None:
    """A pool in which more people have entries than an entry says there are; None without one."""
    people: dict[str, set[int]] = {}
    said: dict[str, int] = {}
    for part in parts:
        own = pool(part.role)
        if own is not None:
            people.setdefault(own, set()).add(part.party)
            said[own] = min(said.get(own, part.heads), part.heads)
    return next((own for own in people if len(people[own]) > said[own]), None)


TRANSLATED = "translated"


def disagreements(parts: Iterable[Part]) -> tuple[str, ...]:
    """What the entries on one edition disagree about, so that a part of the money waits.

    A pool whose number is said otherwise or is too small for its people; TRANSLATED: some say that
    it is a translation, some that it is not. Source: contract, "Claims that disagree".
    """
    texts = [part for part in parts if part.role in TEXT_ROLES]
    found = []
    for own in (WRITERS, TRANSLATORS):
        heads = [part.heads for part in texts if pool(part.role) == own]
        people = {part.party for part in texts if pool(part.role) == own}
        if heads and max(*heads, len(people)) > min(heads):
            found.append(own)
    roles = {part.role for part in texts}
    if AUTHOR in roles and roles & {ORIGINAL_AUTHOR, TRANSLATOR}:
        found.append(TRANSLATED)
    return tuple(found)


def _moved(parts: Sequence[Part], wrong: Wrong) -> tuple[Part, ...]:
    """The entry whose role is said to be wrong in its right role, the others as they are."""
    if wrong.about != ROLE:
        return tuple(parts)
    found = []
    for part in parts:
        if (part.party, part.role) != (wrong.party, wrong.party_role):
            found.append(part)
        elif wrong.right_role and wrong.right_role != NO_PART:
            heads = _heads_there(parts, part.party, wrong.right_role)
            found.append(replace(part, role=wrong.right_role, heads=heads))
    return tuple(found)


def _heads_there(parts: Sequence[Part], party: int, role: str) -> int:
    """How many share a pool that somebody comes into: as many as were said or are there."""
    there = [
        part for part in parts if pool(part.role) == pool(role) is not None and part.party != party
    ]
    people = len({part.party for part in there}) + 1
    return max([people, *(part.heads for part in there)])


def _says_translated(wrong: Wrong) -> bool:
    """Who says that somebody translated it, or wrote its original, says that it is translated."""
    return wrong.right_role in (TRANSLATOR, ORIGINAL_AUTHOR)


def _of_translation(part: Part) -> Part:
    return replace(part, role=ORIGINAL_AUTHOR) if part.role == AUTHOR else part


def _once(parts: Iterable[Part]) -> tuple[Part, ...]:
    """One entry for each party and role."""
    return tuple({(part.party, part.role): part for part in parts}.values())
