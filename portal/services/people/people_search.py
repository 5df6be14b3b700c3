"""The office looks for a person: by name, other name, ISBN, identifier, or exact e-mail address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from portal.kernel import collation, isbn, names
from portal.kernel.names import natural
from portal.store.catalogue import Claim, Edition
from portal.store.people import Party, PartyName

A_PAGE = 50
SHORTEST = 2
"""Fewer letters than this would find half of everybody."""

_merged_into = aliased(Party)


@dataclass(frozen=True)
class FoundPerson:
    """A line of the list; `other_name` is the one that was found, `now` whom she turned out to be.

    Neither e-mail, nor sums, nor anything of the tax is here.
    """

    code: str
    name: str
    kind: str
    born: int | None
    died: int | None
    other_name: str = ""
    now: str = ""
    closed: bool = False
    works: int = 0


@dataclass(frozen=True)
class Found:
    """A page of people in the reader's order; `by` says how they were found, "" for too short."""

    people: tuple[FoundPerson, ...]
    number: int
    page: int
    by: str

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.number // A_PAGE))


def search(session: Session, text: str, *, page: int = 1, language: str = "fi") -> Found:
    """People whom the text names: an ISBN, an address, an identifier, else words of names.

    Every word must begin a word of one name; case, accents and order do not matter.
    """
    text = " ".join(text.split())[:200]
    by, found = _by_number(session, text)
    if not by:
        by = "name" if len(names.plain(text)) >= SHORTEST else ""
        found = _by_name(session, text) if by else []
    found.sort(key=lambda one: (collation.key(language, surname_first(one.name)), one.code))
    page = min(max(1, page), max(1, -(-len(found) // A_PAGE)))
    shown = found[(page - 1) * A_PAGE : page * A_PAGE]
    return Found(_counted(session, shown), len(found), page, by)


def surname_first(name: str) -> str:
    """A name as lists of names have it: the last word first."""
    given, _, surname = natural(name).rpartition(" ")
    return f"{surname} {given}" if given else surname


def _by_number(session: Session, text: str) -> tuple[str, list[FoundPerson]]:
    """By what is exact: how, and who; nothing where the text is no such thing."""
    if "@" in text:
        return "email", _people(session, func.lower(Party.email) == text.lower())
    number = isbn.judge(text).isbn
    if number is not None:
        claimed = (
            select(Claim.party_id)
            .join(Edition, Edition.id == Claim.edition_id)
            .where(Edition.isbn == number, Claim.withdrawn_on.is_(None))
        )
        return "isbn", _people(session, Party.id.in_(claimed))
    coded = _people(session, func.lower(Party.code) == text.lower())
    return ("code", coded) if coded else ("", [])


def _by_name(session: Session, text: str) -> list[FoundPerson]:
    wanted = names.plain(text).split()
    found = [one for one in _people(session) if begins(wanted, one.name)]
    codes = {one.code for one in found}
    other = {
        code: name
        for code, name in session.execute(
            select(Party.code, PartyName.name)
            .join(Party, Party.id == PartyName.party_id)
            .where(PartyName.state != "refused")
            .order_by(PartyName.id.desc())
        )
        if code not in codes and begins(wanted, name)
    }
    if other:
        known = _people(session, Party.code.in_(list(other)[:500]))
        found += [replace(one, other_name=other[one.code]) for one in known]
    return found


def begins(wanted: Sequence[str], name: str) -> bool:
    """Whether each word begins a word of the name."""
    words = _words(name)
    return all(any(word.startswith(one) for word in words) for one in wanted)


@lru_cache(maxsize=65_536)
def _words(name: str) -> tuple[str, ...]:
    return tuple(names.plain(name).split())


def _people(session: Session, *wanted: object) -> list[FoundPerson]:
    query = select(
        Party.code, Party.name, Party.kind, Party.birth_year, Party.death_year,
        _merged_into.name.label("now"), Party.closed_on,
    ).outerjoin(_merged_into, _merged_into.id == Party.merged_into_id)  # fmt: skip
    rows = session.execute(query.where(*wanted)).all()  # type: ignore[arg-type]
    return [
        FoundPerson(row.code, row.name, row.kind, row.birth_year, row.death_year,
                    now=row.now or "", closed=row.closed_on is not None)
        for row in rows
    ]  # fmt: skip


def _counted(session: Session, people: Sequence[FoundPerson]) -> tuple[FoundPerson, ...]:
    """The people of one page, with how many works each has an entry for."""
    query = (
        select(Party.code, func.count(Edition.work_id.distinct()))
        .join(Claim, Claim.party_id == Party.id)
        .join(Edition, Edition.id == Claim.edition_id)
        .where(Party.code.in_([one.code for one in people]), Claim.withdrawn_on.is_(None))
        .group_by(Party.code)
    )
    works = {row[0]: row[1] for row in session.execute(query)}
    return tuple(replace(one, works=works.get(one.code, 0)) for one in people)
