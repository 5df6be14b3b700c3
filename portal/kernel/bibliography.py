"""What a bibliography says of an edition, in the portal's own words, whatever format said it.

Terms are the MARC relator codes (three letters), whatever the source's scheme; source: MARC relator
terms, ONIX code list 17, lending-rules "Roles".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from portal.kernel.catalogue import AUTHOR, ILLUSTRATOR, NARRATOR, TRANSLATOR

CODED, WORDS, NONE = BASES = ("coded", "words", "none")
EDITION, SET, CANCELLED = ISBN_KINDS = ("edition", "set", "cancelled")

ROLE_OF_TERM: Mapping[str, str] = {
    "aut": AUTHOR, "adp": AUTHOR, "abr": AUTHOR, "win": AUTHOR, "wfw": AUTHOR, "wpr": AUTHOR,
    "aui": AUTHOR, "aft": AUTHOR, "ctb": AUTHOR,
    "trl": TRANSLATOR,
    "ill": ILLUSTRATOR, "pht": ILLUSTRATOR, "cov": ILLUSTRATOR, "clr": ILLUSTRATOR,
    "art": ILLUSTRATOR, "ink": ILLUSTRATOR,
    "nrt": NARRATOR,
}  # fmt: skip
"""The portal's role of a relator term; editors, composers and publishers have none."""
PIECES = frozenset({"win", "wfw", "wpr", "aui", "aft", "ctb"})
"""Terms of a text of its own inside a book: a foreword, a contribution."""


@dataclass(frozen=True)
class Said:
    """A role that somebody is said to have: the relator term, and what it was read from.

    `basis` is coded (a relator in the record) or words (the statement of responsibility);
    `written` is the sign or the words themselves, to be shown.
    """

    term: str
    basis: str
    written: str = ""


@dataclass(frozen=True)
class Contributor:
    """A name in a record. Without `roles` nobody has said what the person did: guess nothing.

    `name` is as the record has it ("Manninen, Otto"); `dates` the years behind it;
    `identifiers` such as "isni:0000…" or "finaf:000055166".
    """

    name: str
    dates: str = ""
    main: bool = False
    """A main entry (1XX), or the first author of the source."""
    identifiers: tuple[str, ...] = ()
    roles: tuple[Said, ...] = ()


@dataclass(frozen=True)
class RecordIsbn:
    """An ISBN-13 of a record: of this edition, of the set it belongs to, or cancelled."""

    isbn: int
    kind: str = EDITION
    qualifier: str = ""
    """"sidottu", "PDF": what stands beside the number."""


@dataclass(frozen=True)
class Record:
    """One edition as a bibliography describes it. What is not said is empty or None."""

    source_id: str
    title: str
    subtitle: str = ""
    part: str = ""
    """Number and name of a volume."""
    responsibility: str = ""
    """The statement of responsibility, in its own words."""
    language: str = ""
    """MARC code of three letters, as "fin"; "" when nobody says."""
    original_language: str = ""
    original_title: str = ""
    publisher: str = ""
    year: int | None = None
    medium: str | None = None
    """One of kernel.catalogue.MEDIA; None when nobody says."""
    class_: str | None = None
    classification: tuple[str, ...] = ()
    """Library classes as written."""
    series: str = ""
    statement: str = ""
    """The edition statement: "2. painos"."""
    isbns: tuple[RecordIsbn, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    same_work: tuple[str, ...] = ()
    """What the record itself says is the same text: "isbn:978…" of another form of it, or the
    sender's own number of the work with its scheme, as "work:01:Otava:1234"."""
    faults: tuple[str, ...] = field(default=())
    """Codes of what could not be read in it."""

    def as_data(self) -> dict[str, Any]:
        """The record as plain values, for JSON."""
        return asdict(self)


def from_data(data: Mapping[str, Any]) -> Record:
    """The record that `as_data` made plain values of."""
    said = dict(data)
    said["isbns"] = tuple(RecordIsbn(**one) for one in said.get("isbns", ()))
    said["contributors"] = tuple(_contributor(one) for one in said.get("contributors", ()))
    for several in ("classification", "same_work"):
        said[several] = tuple(said.get(several, ()))
    said["faults"] = tuple(said.get("faults", ()))
    return Record(**said)


def _contributor(data: Mapping[str, Any]) -> Contributor:
    said = dict(data)
    said["identifiers"] = tuple(said.get("identifiers", ()))
    said["roles"] = tuple(Said(**one) for one in said.get("roles", ()))
    return Contributor(**said)
