"""Who contributed to a record's edition: entries with relators, then the statement in words.

- A main entry (1XX) without a relator is the author, by the rules of cataloguing.
- An added entry (7XX) without a relator has a role only where the statement names it beside one.
- A name in the statement that has no entry is a contributor of its own, read from words.
- 700 with a title ($t) that the record contains (second indicator 2, "contains", or a title of
  505 or 740) is the author of a piece (`ctb`); of another work it says nothing about this one.
- Corporate bodies and meetings are left out: they write no text that is paid here.
- Entries that are one person's (the same name and years, or initials of it) become one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pymarc import Field, Record

from portal.bibliography import relators, responsibility
from portal.bibliography.marc_fields import bare, clean, fields, one, subfields, values
from portal.bibliography.persons import EXACT, SAME, likeness
from portal.kernel.bibliography import CODED, ROLE_OF_TERM, WORDS, Contributor, Said
from portal.kernel.names import name_key, title_key

MOST = 300
"""Contributors that one record keeps."""
_CONTAINS = ("sisaltaa", "innehaller", "contains", "container of", "inneholder", "enthalt")
_IDENTIFIER = re.compile(r"^\((?P<scheme>[^)]{2,20})\)\s*(?P<number>\S{2,40})$")
_SCHEMES = {"FIN11": "finaf", "FI-ASTERI-N": "finaf", "DE-588": "gnd", "ISNI": "isni"}
_ISNI = re.compile(r"isni(?:\.org)?/(?:isni/)?(\d{15}[\dXx])", re.IGNORECASE)
_FINAF = re.compile(r"finaf:(\d{6,12})")
_DIGITS = re.compile(r"\d{4}")


@dataclass
class _Person:
    """An entry while it is being put together."""

    name: str
    dates: str = ""
    main: bool = False
    identifiers: list[str] = field(default_factory=list)
    coded: list[Said] = field(default_factory=list)
    spoken: list[Said] = field(default_factory=list)

    def kept(self) -> Contributor:
        """The person as the kernel has it; "did something" is dropped where more is known."""
        known = [said for said in self.coded if said.term != relators.OTHER]
        roles = (known or self.coded) + self.spoken
        return Contributor(
            self.name, self.dates, self.main, tuple(dict.fromkeys(self.identifiers)), tuple(roles)
        )


def contributors_of(record: Record, statement: str) -> tuple[Contributor, ...]:
    """Everybody whom the record names as a person, main entry first."""
    people: list[_Person] = []
    for entry in fields(record, "100", "700"):
        person = _of_entry(entry, record)
        if person is not None and len(people) < MOST:
            people.append(person)
    people = _one_each(people)
    for spoken in responsibility.spoken(statement)[:MOST]:
        _hear(people, spoken)
    return tuple(person.kept() for person in people)


def _of_entry(entry: Field, record: Record) -> _Person | None:
    """A person of an entry; None for a work that this record only mentions, or without a name."""
    name = _name(entry)
    if not name:
        return None
    main = entry.tag == "100"
    person = _Person(name, _dates(entry), main, _identifiers(entry))
    if one(entry, "t"):
        if not _contained(entry, record):
            return None if one(entry, "i") else person
        person.coded = [Said("ctb", CODED, f"{entry.tag} $t")]
        return person
    person.coded = _coded(entry)
    if main and not person.coded:
        person.coded = [Said("aut", CODED, "100")]
    return person


def _coded(entry: Field) -> list[Said]:
    found: dict[str, Said] = {}
    for written in subfields(entry, "e", "4"):
        for term in relators.terms_of(written):
            found.setdefault(term, Said(term, CODED, bare(written)[:60]))
    return list(found.values())


def _contained(entry: Field, record: Record) -> bool:
    """Whether the work of $t is in this edition, by the record's own word."""
    relation = name_key(one(entry, "i"))
    if entry.indicator2 == "2" or any(word in relation for word in _CONTAINS):
        return True
    if relation:
        return False
    wanted = title_key(one(entry, "t"))
    titles = {title_key(bare(text)) for text in values(record, "740", "a")}
    listed = " ".join(title_key_of_list(text) for text in _contents(record))
    return bool(wanted) and (wanted in titles or f" {wanted} " in f" {listed} ")


def title_key_of_list(text: str) -> str:
    """A table of contents as words that a title's key can be looked for in."""
    return " ".join(title_key(part) for part in re.split(r" -- | ; |: ", text))


def _contents(record: Record) -> list[str]:
    return [text for code in ("a", "t") for text in values(record, "505", code)]


def _name(entry: Field) -> str:
    number = one(entry, "b").strip(" ,.")
    name = bare(one(entry, "a").split("$")[0])
    return f"{name} {number}".strip()[:200]


def _dates(entry: Field) -> str:
    """The years behind a name; a year of birth that stands inside $a is left alone."""
    return re.sub(r"[\s.,]+$", "", clean(one(entry, "d")))[:40]


def _identifiers(entry: Field) -> list[str]:
    found: list[str] = []
    for text in subfields(entry, "0", "1"):
        given = _IDENTIFIER.match(text)
        if isni := _ISNI.search(text.replace(" ", "")):
            found.append(f"isni:{isni.group(1).upper()}")
        elif finaf := _FINAF.search(text):
            found.append(f"finaf:{finaf.group(1)}")
        elif given and given["scheme"].upper() in _SCHEMES:
            found.append(f"{_SCHEMES[given['scheme'].upper()]}:{given['number']}")
    return found[:10]


def _one_each(people: Sequence[_Person]) -> list[_Person]:
    """Entries of one person put together; initials only where they can be nobody else's."""
    kept: list[_Person] = []
    for person in sorted(people, key=lambda p: -len(p.name)):
        same = [other for other in kept if _same(person, other)]
        if len(same) == 1:
            _put_together(same[0], person)
        else:
            kept.append(person)
    place = {id(person): number for number, person in enumerate(people)}
    return sorted(kept, key=lambda p: (not p.main, place[id(p)]))


def _same(person: _Person, other: _Person) -> bool:
    pairs = zip(_born_and_died(person.dates), _born_and_died(other.dates), strict=True)
    if any(one and another and one != another for one, another in pairs):
        return False
    return likeness(person.name, other.name) >= SAME


def _born_and_died(dates: str) -> tuple[str, str]:
    """The years on both sides of the dash; "" where none is said."""
    before, _, after = dates.partition("-")
    born, died = _DIGITS.search(before), _DIGITS.search(after)
    return born.group() if born else "", died.group() if died else ""


def _put_together(kept: _Person, more: _Person) -> None:
    kept.main = kept.main or more.main
    kept.dates = kept.dates or more.dates
    kept.identifiers += more.identifiers
    terms = {said.term for said in kept.coded}
    new = [said for said in more.coded if said.term not in terms]
    if kept.main or terms - {"ctb", relators.OTHER}:
        new = [said for said in new if said.term != "ctb"]
    elif {said.term for said in new} - {relators.OTHER}:
        kept.coded = [said for said in kept.coded if said.term != "ctb"]
    kept.coded += new


def _hear(people: list[_Person], spoken: responsibility.Spoken) -> None:
    """Gives a name of the statement its roles: to the entry that is surely it, else its own."""
    person = _entry_of(people, spoken.name)
    if person is None:
        person = _Person(spoken.name)
        people.append(person)
    known = {ROLE_OF_TERM.get(said.term) for said in (*person.coded, *person.spoken)} - {None}
    told = any(said.term != relators.OTHER for said in (*person.coded, *person.spoken))
    for term in spoken.terms:
        role = ROLE_OF_TERM.get(term)
        if (role is None and not told) or (role is not None and role not in known):
            person.spoken.append(Said(term, WORDS, spoken.words))


def _entry_of(people: Sequence[_Person], name: str) -> _Person | None:
    """The one entry that fits best; None where two fit as well, or none."""
    scored = [(likeness(name, person.name), person) for person in people]
    best = max((score for score, _ in scored), default=0)
    fitting = [person for score, person in scored if score == best and best]
    if best == EXACT:
        return fitting[0]
    return fitting[0] if len(fitting) == 1 else None
