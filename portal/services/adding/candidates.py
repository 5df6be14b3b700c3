"""Editions that may be added: what is known of each, from whom, and what speaks for its party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.kernel.bibliography import Record
from portal.kernel.isbn_text import Failed, Repaired
from portal.kernel.money import cents_half_up
from portal.kernel.names import folded_title, natural
from portal.services.records.bibliographic_records import Found
from portal.services.records.record_parts import (
    LIKELY,
    SURE,
    UNSURE,
    PartyNames,
    RecordPart,
    part_in,
)
from portal.services.records.suggested import full_title
from portal.services.titles.works_list import ListedEdition

MINE, OTHERS, NOBODY = "mine", "others", "nobody"
CERTAINTIES = (MINE, SURE, LIKELY, UNSURE, OTHERS, NOBODY)
"""In the list already; by a record that names the party; the record names others; no record."""
CATALOGUE, RECORD, LIST, LIBRARY = "catalogue", "record", "list", "library"
_NAMES_SHOWN = 3


@dataclass(frozen=True)
class Told:
    """What somebody's own list says of an edition; what it does not say is empty or None."""

    title: str = ""
    author: str = ""
    medium: str | None = None
    role: str | None = None
    heads: int | None = None
    separate: bool = False


NOTHING_TOLD: Mapping[int, Told] = {}


@dataclass(frozen=True)
class Evidence:
    """What a bibliography says of an edition. `part` is None where it does not name the party;
    `names` are those whom it names.
    """

    source: str
    fetched_on: date
    record: Record
    part: RecordPart | None

    @property
    def names(self) -> tuple[str, ...]:
        """The first people of the record, as people write their names."""
        return tuple(natural(one.name) for one in self.record.contributors[:_NAMES_SHOWN])


@dataclass(frozen=True)
class Candidate:
    """An edition to add. `title` is empty when nobody knows it; `medium` is what is known or told.

    `said_by`: catalogue, record, list, library or nobody. `stored`: the catalogue has it, so its
    medium is not asked. `mine` is set when it is in the list already. `loans` are of the years
    shown; micro-cents of those that can still be paid, with the loans they are of, each counted
    once; None where no part is paid here.
    """

    isbn: int
    title: str
    author: str
    said_by: str
    medium: str | None
    stored: bool
    loans: int
    mine: ListedEdition | None
    work_id: int | None
    evidence: Evidence | None = None
    told: Told | None = None
    open_loans: int = 0
    microcents: int | None = None
    libraries_name: str = ""
    """Whom the libraries' files name, where it is not the party."""

    @property
    def certainty(self) -> str:
        """How sure it is that the party has a part in it: one of CERTAINTIES."""
        if self.mine is not None:
            return MINE
        if self.evidence is None or not self.evidence.names:
            return OTHERS if self.libraries_name else NOBODY
        return self.evidence.part.certainty if self.evidence.part else OTHERS

    @property
    def to_tick(self) -> bool:
        """Whether it is ticked before anybody answers: nothing speaks against it."""
        return self.certainty in (SURE, LIKELY, NOBODY)


@dataclass(frozen=True)
class CandidateWork:
    """Candidates of one text, which get the same answers; one alone where the title is unknown."""

    candidates: tuple[Candidate, ...]

    @property
    def titled(self) -> Candidate:
        """The candidate whose title is the work's: the first whose title does not need asking."""
        known = (one for one in self.candidates if one.said_by not in (LIST, NOBODY))
        return next(known, next((one for one in self.candidates if one.title), self.candidates[0]))

    @property
    def title(self) -> str:
        """As the title page has it; empty when nobody knows."""
        return self.titled.title

    @property
    def asks_title(self) -> bool:
        """Whether the person is to say or check the title."""
        return self.titled.said_by in (LIST, NOBODY)

    @property
    def author(self) -> str:
        """The first author that anybody says."""
        return next((one.author for one in self.candidates if one.author), "")

    @property
    def language(self) -> str:
        """MARC's code of the text's language; empty when nobody says."""
        said = (one.evidence.record.language for one in self.candidates if one.evidence)
        return next((one for one in said if one), "")

    @property
    def certainty(self) -> str:
        """That of the surest edition."""
        return min((one.certainty for one in self.candidates), key=CERTAINTIES.index)

    @property
    def role(self) -> str | None:
        """What the party did, by its own list, what it told, or a record; None: nobody says."""
        own = next((one.mine.standing[0] for one in self.candidates if one.mine), None)
        told = next((one.told.role for one in self.candidates if one.told and one.told.role), None)
        part = self.part
        return own.role if own else told or (part.role if part else None)

    def role_or(self, usual: str | None) -> str | None:
        """The same, or a usual role where no record names anybody."""
        return self.role or (usual if self.certainty == NOBODY else None)

    @property
    def heads(self) -> int:
        """How many share the role, by the same; one where nobody says."""
        own = next((one.mine.standing[0] for one in self.candidates if one.mine), None)
        told = next((one.told.heads for one in self.candidates if one.told and one.told.heads), 0)
        part = self.part
        return own.heads if own else told or (part.heads if part else None) or 1

    @property
    def separate(self) -> bool:
        """Whether the part is a piece of its own, by the same."""
        own = next((one.mine.standing[0] for one in self.candidates if one.mine), None)
        if own:
            return own.separate
        part = self.part
        piece = part is not None and any(one["code"] == "piece" for one in part.reasons)
        return piece or any(one.told and one.told.separate for one in self.candidates)

    @property
    def part(self) -> RecordPart | None:
        """The surest part that a record gives the party in any of the editions."""
        parts = (one.evidence.part for one in self.candidates if one.evidence)
        known = [one for one in parts if one is not None and one.role is not None]
        return min(known, key=lambda one: CERTAINTIES.index(one.certainty), default=None)


@dataclass(frozen=True)
class Review:
    """What a text holds: works to tick, what failed and why, what was repaired, how many ISBNs
    were too many. `years` are the loan years whose loans are shown.
    """

    works: tuple[CandidateWork, ...]
    failed: tuple[Failed, ...]
    left_over: int
    years: tuple[int, ...]
    repaired: tuple[Repaired, ...] = ()

    @property
    def isbns(self) -> tuple[int, ...]:
        """All ISBN-13s, work by work."""
        return tuple(c.isbn for work in self.works for c in work.candidates)

    @property
    def groups(self) -> str:
        """The ISBNs as a form carries them: those of one work beside each other."""
        return ";".join(" ".join(str(c.isbn) for c in work.candidates) for work in self.works)


def cents(candidates: Sequence[Candidate]) -> int | None:
    """About what editions would bring; None where no part of any is paid here."""
    known = [one.microcents for one in candidates if one.microcents is not None]
    return cents_half_up(sum(known)) if known else None


def evidence_of(found: Sequence[Found], names: PartyNames) -> Evidence | None:
    """The record that says most surely what the party did; else the latest."""
    made = [Evidence(f.source, f.fetched_on, f.record, part_in(f.record, names)) for f in found]
    naming = [one for one in made if one.part is not None]
    best = min(naming, key=_sureness, default=None)
    return best or next(iter(made), None)


def _sureness(one: Evidence) -> tuple[int, bool]:
    certainty = one.part.certainty if one.part else OTHERS
    return CERTAINTIES.index(certainty), one.part is None or one.part.role is None


def names_in(author: str) -> tuple[str, ...]:
    """The names of an author's cell of a library's file, as people write them."""
    return tuple(natural(one) for one in author.split(";") if natural(one))


def grouped(
    candidates: Sequence[Candidate], as_sent: Sequence[Sequence[int]] = ()
) -> tuple[CandidateWork, ...]:
    """Candidates of one text together: of one stored work, or of one title, language and role told.

    `as_sent` are the groups of a form that comes back, which must not change under its answers.
    """
    groups: dict[object, list[Candidate]] = {}
    places = {isbn: place for place, group in enumerate(as_sent) for isbn in group}
    languages: dict[str, str] = {}
    for one in candidates:
        key: object = places.get(one.isbn)
        groups.setdefault(key if key is not None else _key(one, languages), []).append(one)
    works = [CandidateWork(tuple(found)) for found in groups.values()]
    return tuple(works if as_sent else sorted(works, key=_needs_a_look))


def _needs_a_look(work: CandidateWork) -> bool:
    """What is not ticked comes last: it is somebody else's, or in the list already."""
    return not any(one.to_tick for one in work.candidates)


def _key(one: Candidate, languages: dict[str, str]) -> object:
    """A title without a language goes with the first of its name that has one."""
    title = folded_title(one.title)
    if not title:
        return one.isbn
    said = one.evidence.record.language if one.evidence else ""
    language = said or languages.get(title, "")
    languages.setdefault(title, language)
    told = one.told.role if one.told else None
    return title, language or languages[title], told


def titled(
    catalogue: str, found: Evidence | None, told: Told | None, library: str
) -> tuple[str, str]:
    """The title of an edition and who said it, the surest first."""
    said = ((catalogue, CATALOGUE), (full_title(found.record) if found else "", RECORD),
            (told.title if told else "", LIST), (library, LIBRARY))  # fmt: skip
    return next(((title, by) for title, by in said if title), ("", NOBODY))
