"""A party's whole catalogue as a value that leaves the portal and comes back: nothing is lost.

Works with their editions, on each the party's entries, of each entry every version. Nobody else's
claims, sums or loans are in it. Five formats carry it (docs/catalogue-files.md); what is said here
is the same in all of them. A newer version of the layout has another VERSION.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.kernel.catalogue import ROLES

FORMAT, VERSION = "colophon-catalogue", 1
TITLE_MAX = 500
COLUMNS = (
    "work", "work_title", "work_language", "isbn", "title", "medium", "class", "language", "year",
    "role", "heads", "separate", "translation", "added", "withdrawn",
)  # fmt: skip


@dataclass(frozen=True)
class OwnVersion:
    """What one entry said from `added` on."""

    heads: int
    separate: bool
    translation: bool | None
    added: date
    withdrawn: date | None = None


@dataclass(frozen=True)
class OwnEntry:
    """The party's part in an edition, in one role, with all versions in their order."""

    role: str
    versions: tuple[OwnVersion, ...]

    @property
    def standing(self) -> OwnVersion | None:
        """The version in force; None where the entry is withdrawn."""
        left = [version for version in self.versions if version.withdrawn is None]
        return left[-1] if left else None


@dataclass(frozen=True)
class OwnEdition:
    """An edition with the party's entries on it."""

    isbn: int
    title: str
    medium: str
    entries: tuple[OwnEntry, ...]
    class_: str | None = None
    language: str = ""
    year: int | None = None


@dataclass(frozen=True)
class OwnWork:
    """Editions that are one text."""

    title: str
    editions: tuple[OwnEdition, ...]
    language: str = ""


@dataclass(frozen=True)
class Catalogue:
    """All works of a party in the order of their smallest ISBN; `name` is the party's."""

    name: str
    works: tuple[OwnWork, ...]

    @property
    def editions(self) -> Iterator[tuple[int, OwnWork, OwnEdition]]:
        """Each edition with its work and the work's number, which begins at 1."""
        for number, work in enumerate(self.works, start=1):
            for edition in work.editions:
                yield number, work, edition


def in_order(name: str, works: Iterable[OwnWork]) -> Catalogue:
    """The catalogue in the order that is the same in every portal."""
    sorted_works = (
        replace(
            work,
            editions=tuple(
                replace(
                    edition,
                    entries=tuple(sorted(edition.entries, key=lambda e: ROLES.index(e.role))),
                )
                for edition in sorted(work.editions, key=lambda edition: edition.isbn)
            ),
        )
        for work in works
        if work.editions
    )
    return Catalogue(name, tuple(sorted(sorted_works, key=lambda work: work.editions[0].isbn)))


def rows(catalogue: Catalogue) -> Iterator[dict[str, str]]:
    """The catalogue as a table of texts: a row for each version, by COLUMNS."""
    for number, work, edition in catalogue.editions:
        for entry in edition.entries:
            for version in entry.versions:
                yield {
                    "work": str(number),
                    "work_title": work.title,
                    "work_language": work.language,
                    **_edition_texts(edition),
                    "role": entry.role,
                    **{key: _text(value) for key, value in _version_data(version).items()},
                }


def as_data(catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue as plain values, for JSON."""
    works = [
        {
            "title": work.title,
            "language": work.language,
            "editions": [edition_data(edition) for edition in work.editions],
        }
        for work in catalogue.works
    ]
    return {"format": FORMAT, "version": VERSION, "name": catalogue.name, "works": works}


def edition_data(edition: OwnEdition) -> dict[str, Any]:
    """An edition with its entries as plain values."""
    return {
        "isbn": str(edition.isbn),
        "title": edition.title,
        "medium": edition.medium,
        "class": edition.class_,
        "language": edition.language,
        "year": edition.year,
        "entries": [
            {"role": entry.role, "versions": [_version_data(one) for one in entry.versions]}
            for entry in edition.entries
        ],
    }


def one_edition_data(number: int, work: OwnWork, edition: OwnEdition) -> dict[str, Any]:
    """An edition that stands alone in a record of its own, with what names its work."""
    named = {"number": number, "title": work.title, "language": work.language}
    return {"format": FORMAT, "version": VERSION, "work": named, **edition_data(edition)}


def _edition_texts(edition: OwnEdition) -> dict[str, str]:
    data = edition_data(edition)
    return {key: _text(value) for key, value in data.items() if key != "entries"}


def _version_data(version: OwnVersion) -> dict[str, Any]:
    return {
        "heads": version.heads,
        "separate": version.separate,
        "translation": version.translation,
        "added": version.added.isoformat(),
        "withdrawn": version.withdrawn.isoformat() if version.withdrawn else None,
    }


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
