"""Reads a party's catalogue back: every value is looked at, and what cannot be is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from portal.kernel import isbn as isbns
from portal.kernel.catalogue import CLASSES, HEADS_MAX, HEADS_MIN, MEDIA, ROLES
from portal.kernel.catalogue_exchange import (
    TITLE_MAX,
    VERSION,
    Catalogue,
    OwnEdition,
    OwnEntry,
    OwnVersion,
    OwnWork,
    in_order,
)
from portal.kernel.errors import Refusal

_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "": None}


class CatalogueDamaged(Refusal):
    """A catalogue of the portal's own was changed so that it cannot be read: `place` (from 1) of
    the edition or row, `column`, `value`."""

    code = "own_catalogue_damaged"


class CatalogueTooNew(Refusal):
    """A catalogue was written by a newer portal: `version`."""

    code = "own_catalogue_too_new"


def of_rows(name: str, texts: Iterable[Mapping[str, str]]) -> Catalogue:
    """The catalogue of such a table; raises CatalogueDamaged with the row's place."""
    parts = []
    for place, row in enumerate(texts, start=1):
        year = row["year"]
        version = {
            "heads": _whole(row["heads"], place, "heads"),
            "separate": _word(row["separate"], place, "separate"),
            "translation": _word(row["translation"], place, "translation"),
            "added": row["added"],
            "withdrawn": row["withdrawn"] or None,
        }
        data = {
            "isbn": row["isbn"],
            "title": row["title"],
            "medium": row["medium"],
            "class": row["class"] or None,
            "language": row["language"],
            "year": _whole(year, place, "year") if year else None,
            "entries": [{"role": row["role"], "versions": [version]}],
        }
        work = (row["work"], row["work_title"], row["work_language"])
        parts.append((work, _edition(data, place)))
    return _joined(name, parts)


def of_data(data: Mapping[str, Any]) -> Catalogue:
    """The catalogue of such values; raises CatalogueDamaged and CatalogueTooNew."""
    check_version(data)
    parts = []
    place = 0
    for number, work in enumerate(_list(data, "works", 0), start=1):
        for edition in _list(work, "editions", place):
            place += 1
            named = (str(number), _line(work, "title", place), _line(work, "language", place))
            parts.append((named, _edition(edition, place)))
    return _joined(str(data.get("name", ""))[:200], parts)


def of_editions(name: str, several: Iterable[Mapping[str, Any]]) -> Catalogue:
    """The catalogue of such editions; raises CatalogueDamaged and CatalogueTooNew."""
    parts = []
    for place, data in enumerate(several, start=1):
        check_version(data)
        work = data.get("work")
        if not isinstance(work, Mapping):
            raise CatalogueDamaged(place=place, column="work", value="")
        named = (
            str(work.get("number", "")), _line(work, "title", place),
            _line(work, "language", place),
        )  # fmt: skip
        parts.append((named, _edition(data, place)))
    return _joined(name, parts)


def check_version(data: Mapping[str, Any]) -> None:
    """Raises CatalogueTooNew where a newer portal wrote it."""
    version = data.get("version")
    if type(version) is not int or version != VERSION:
        raise CatalogueTooNew(version=str(version)[:20])


def _joined(name: str, parts: Sequence[tuple[tuple[str, str, str], OwnEdition]]) -> Catalogue:
    """Rows of one edition become one, editions of one work become one; the first row decides."""
    works: dict[str, tuple[str, str, dict[int, list[OwnEdition]]]] = {}
    for (number, title, language), edition in parts:
        _, _, editions = works.setdefault(number, (title, language, {}))
        editions.setdefault(edition.isbn, []).append(edition)
    return in_order(
        name,
        (
            OwnWork(title, tuple(_one_edition(same) for same in editions.values()), language)
            for title, language, editions in works.values()
        ),
    )


def _one_edition(same: Sequence[OwnEdition]) -> OwnEdition:
    versions: dict[str, list[OwnVersion]] = {}
    for edition in same:
        for entry in edition.entries:
            versions.setdefault(entry.role, []).extend(entry.versions)
    entries = tuple(OwnEntry(role, tuple(found)) for role, found in versions.items())
    return replace(same[0], entries=entries)


def _edition(data: Mapping[str, Any], place: int) -> OwnEdition:
    if not isinstance(data, Mapping):
        raise CatalogueDamaged(place=place, column="editions", value="")
    verdict = isbns.judge(str(data.get("isbn", "")))
    if verdict.isbn is None:
        raise CatalogueDamaged(place=place, column="isbn", value=str(data.get("isbn", ""))[:40])
    year = data.get("year")
    if year is not None and (type(year) is not int or not 1 <= year <= 9999):
        raise CatalogueDamaged(place=place, column="year", value=str(year)[:40])
    return OwnEdition(
        isbn=verdict.isbn,
        title=_line(data, "title", place, TITLE_MAX),
        medium=_one_of(data, "medium", MEDIA, place),
        entries=tuple(_entry(one, place) for one in _list(data, "entries", place)),
        class_=_one_of(data, "class", CLASSES, place) if data.get("class") else None,
        language=_line(data, "language", place, 16),
        year=year,
    )


def _entry(data: Mapping[str, Any], place: int) -> OwnEntry:
    versions = tuple(_version(one, place) for one in _list(data, "versions", place))
    if not versions:
        raise CatalogueDamaged(place=place, column="versions", value="")
    return OwnEntry(_one_of(data, "role", ROLES, place), versions)


def _version(data: Mapping[str, Any], place: int) -> OwnVersion:
    heads, separate, translation = (data.get(k) for k in ("heads", "separate", "translation"))
    if type(heads) is not int or not HEADS_MIN <= heads <= HEADS_MAX:
        raise CatalogueDamaged(place=place, column="heads", value=str(heads)[:40])
    if not isinstance(separate, bool):
        raise CatalogueDamaged(place=place, column="separate", value=str(separate)[:40])
    if translation is not None and not isinstance(translation, bool):
        raise CatalogueDamaged(place=place, column="translation", value=str(translation)[:40])
    added = _day(data.get("added"), "added", place)
    withdrawn = data.get("withdrawn")
    gone = _day(withdrawn, "withdrawn", place) if withdrawn is not None else None
    if gone is not None and gone < added:
        raise CatalogueDamaged(place=place, column="withdrawn", value=gone.isoformat())
    return OwnVersion(heads, separate, translation, added, gone)


def _list(data: Mapping[str, Any], key: str, place: int) -> Sequence[Any]:
    found = data.get(key) if isinstance(data, Mapping) else None
    if not isinstance(found, list):
        raise CatalogueDamaged(place=place, column=key, value="")
    return found


def _line(data: Mapping[str, Any], key: str, place: int, longest: int = TITLE_MAX) -> str:
    found = data.get(key)
    if not isinstance(found, str) or len(found) > longest or "\0" in found:
        raise CatalogueDamaged(place=place, column=key, value=str(found)[:40])
    return found


def _one_of(data: Mapping[str, Any], key: str, known: Sequence[str], place: int) -> str:
    found = data.get(key) if isinstance(data, Mapping) else None
    if found not in known:
        raise CatalogueDamaged(place=place, column=key, value=str(found)[:40])
    return str(found)


def _day(text: Any, column: str, place: int) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise CatalogueDamaged(place=place, column=column, value=str(text)[:40]) from None


def _whole(text: str, place: int, column: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise CatalogueDamaged(place=place, column=column, value=text[:40])
    return int(text)


def _word(text: str, place: int, column: str) -> bool | None:
    if text.lower() not in _WORDS:
        raise CatalogueDamaged(place=place, column=column, value=text[:40])
    return _WORDS[text.lower()]
