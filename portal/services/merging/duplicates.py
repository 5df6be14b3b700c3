"""People who may be one person: candidates with the reasons, and two of them side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from portal.kernel import names
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Actor
from portal.services.access import staff_interests
from portal.services.merging.merge_objections import objections
from portal.services.people.people_search import A_PAGE
from portal.services.people.person_page import PersonPage, brief_page
from portal.store.catalogue import Claim, Edition, Work
from portal.store.people import Party, PartyName

SAME_NAME, SAME_EMAIL, SAME_ENTRIES = "name", "email", "entries"
STRENGTH = (SAME_EMAIL, SAME_NAME, SAME_ENTRIES)
MOST_ALIKE = 6
"""More people than this under one name say nothing."""


@dataclass(frozen=True)
class Somebody:
    """One of a pair."""

    code: str
    name: str
    born: int | None


@dataclass(frozen=True)
class Pair:
    """Two who may be one, and why, the strongest reason first."""

    one: Somebody
    other: Somebody
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Pairs:
    """A page of pairs."""

    pairs: tuple[Pair, ...]
    number: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.number // A_PAGE))


@dataclass(frozen=True)
class BothHave:
    """An edition on which both have an entry."""

    isbn: int | None
    title: str
    language: str


@dataclass(frozen=True)
class Comparison:
    """Two people side by side, and what stands against joining `other` into `kept`."""

    kept: PersonPage
    other: PersonPage
    both: tuple[BothHave, ...]
    objections: tuple[Refusal, ...]


@dataclass
class _Known:
    """Everybody who stands for herself, by row id."""

    people: dict[int, Somebody] = field(default_factory=dict)
    names: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    emails: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def candidates(session: Session, page: int = 1) -> Pairs:
    """Pairs with the same name (and no other year of birth), address, or role in an edition."""
    known = _known(session)
    reasons: dict[tuple[int, int], set[str]] = defaultdict(set)
    for pair in _pairs(known.emails.values()):
        reasons[pair].add(SAME_EMAIL)
    for pair in _pairs(known.names.values()):
        if _born_alike(known, pair):
            reasons[pair].add(SAME_NAME)
    for pair in _same_entries(session):
        if pair in reasons or _nearly_one_name(known, pair):
            reasons[pair].add(SAME_ENTRIES)
    order = sorted(reasons, key=lambda pair: (_strength(reasons[pair]), pair))
    page = min(max(1, page), max(1, -(-len(order) // A_PAGE)))
    shown = order[(page - 1) * A_PAGE : page * A_PAGE]
    pairs = tuple(_pair(known, pair, reasons[pair]) for pair in shown)
    return Pairs(pairs, len(order), page)


def comparison(
    session: Session, kept_code: str, other_code: str, who: Actor, today: date
) -> Comparison:
    """Both side by side; raises NotFound."""
    kept, other = _two(session, kept_code, other_code)
    own = staff_interests.concerns(session, who)
    return Comparison(
        kept=brief_page(session, kept, own),
        other=brief_page(session, other, own),
        both=_both(session, kept.id, other.id),
        objections=tuple(objections(session, kept, other, today)),
    )


def _two(session: Session, *codes: str) -> list[Party]:
    rows = session.scalars(select(Party).where(Party.code.in_(codes)))
    found = {party.code: party for party in rows}
    for code in codes:
        if code not in found:
            raise NotFound(what="person", name=code)
    return [found[code] for code in codes]


def _known(session: Session) -> _Known:
    known = _Known()
    stands = Party.merged_into_id.is_(None) & Party.closed_on.is_(None)
    columns = (Party.id, Party.code, Party.name, Party.birth_year, Party.email)
    for row in session.execute(select(*columns).where(stands, Party.kind != "organisation")):
        known.people[row.id] = Somebody(row.code, row.name, row.birth_year)
        known.names[names.name_key(row.name)].add(row.id)
        if row.email:
            known.emails[row.email.lower()].add(row.id)
    others = select(PartyName.party_id, PartyName.name).where(PartyName.state == "confirmed")
    for party_id, name in session.execute(others):
        if party_id in known.people:
            known.names[names.name_key(name)].add(party_id)
    return known


def _pairs(groups: Iterable[set[int]]) -> Iterator[tuple[int, int]]:
    for group in groups:
        if 1 < len(group) <= MOST_ALIKE:
            yield from combinations(sorted(group), 2)


def _born_alike(known: _Known, pair: tuple[int, int]) -> bool:
    one, other = (known.people[number].born for number in pair)
    return one is None or other is None or one == other


def _nearly_one_name(known: _Known, pair: tuple[int, int]) -> bool:
    """Whether two who are in one role of one edition share a word of their names: not co-writers
    by chance alone.
    """
    if not all(number in known.people for number in pair):
        return False
    one, other = (set(names.plain(known.people[number].name).split()) for number in pair)
    return _born_alike(known, pair) and bool(one & other)


def _same_entries(session: Session) -> list[tuple[int, int]]:
    one, other = aliased(Claim), aliased(Claim)
    rows = session.execute(
        select(one.party_id, other.party_id)
        .join(other, (other.edition_id == one.edition_id) & (other.role == one.role))
        .where(
            one.party_id < other.party_id,
            one.withdrawn_on.is_(None),
            other.withdrawn_on.is_(None),
        )
        .group_by(one.party_id, other.party_id)
    )
    return [(row[0], row[1]) for row in rows]


def _strength(reasons: set[str]) -> tuple[int, int]:
    return -len(reasons), min(STRENGTH.index(reason) for reason in reasons)


def _pair(known: _Known, pair: tuple[int, int], reasons: set[str]) -> Pair:
    one, other = (known.people[number] for number in pair)
    return Pair(one, other, tuple(sorted(reasons, key=STRENGTH.index)))


def _both(session: Session, kept: int, other: int) -> tuple[BothHave, ...]:
    """Editions on which both have an entry that stands."""
    found = (
        select(Claim.edition_id)
        .where(Claim.party_id.in_([kept, other]), Claim.withdrawn_on.is_(None))
        .group_by(Claim.edition_id)
        .having(func.count(Claim.party_id.distinct()) > 1)
    )
    rows = session.execute(
        select(Edition.isbn, Edition.title, Work.language)
        .join(Work, Work.id == Edition.work_id)
        .where(Edition.id.in_(found))
        .order_by(Edition.isbn)
    )
    return tuple(BothHave(row.isbn, row.title, row.language or "") for row in rows)
