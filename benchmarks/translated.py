"""Labelled titles of translations: a book in several languages, each of which is a work of its own.

From records that name the original's title, and from HelMet's titles whose originals were said by
hand (tests/data/matching/SOURCES.md). The damage is that of benchmarks/labelled.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.labelled import FENNICA, OTHERS, Answer, Asked, Title, asked, half, works
from portal.bibliography.reading import read
from portal.kernel.bibliography import Record
from portal.kernel.names import plain

BY_HAND = Path(__file__).parents[1] / "tests" / "data" / "matching" / "translations.csv"
TRANSLATION, ORIGINAL = "a translation", "its original"
ONE_TITLE, RECORDED = "both, of one title in two languages", "both, of Fennica's records alone"


@dataclass(frozen=True)
class Text(Title):
    """A book in one language; `book` is the same for all of its languages.

    `recorded`: a record names the original's title, nobody had to say it.
    """

    book: str
    language: str
    original: bool
    recorded: bool


@dataclass(frozen=True)
class AskedText(Asked):
    """A title asked, with the text that it is, in the catalogue or not.

    `one_title`: another language of the book has this title too, so that no key tells them apart.
    """

    text: Text = Text(0, "", "", "", "", original=False, recorded=False)
    one_title: bool = False


def texts() -> list[Text]:
    """Every text under every title that its source gives it, originals behind translations."""
    numbers: dict[tuple[str, ...], int] = {}
    found: dict[tuple[int, str], Text] = {}
    recorded = tuple(_recorded())
    for row in (*recorded, *_by_hand()):
        title, subtitle, author, language, book, original = row
        sort = "original" if original else plain(title)
        work = numbers.setdefault((book, language, sort), len(numbers))
        written = f"{title} : {subtitle}" if subtitle else title
        text = Text(work, written, author, book, language, original, row in recorded)
        found.setdefault((work, plain(written)), text)
    return list(found.values())


_Row = tuple[str, str, str, str, str, bool]


def _recorded() -> Iterator[_Row]:
    """Title, subtitle, author, language, book, whether the original: of the library's records."""
    with FENNICA.open("rb") as stream:
        translations = [one for one in read(stream, FENNICA.name) if one.original_title]
    for one in translations:
        book = plain(f"{one.original_title} {_author(one)}")
        yield one.title, one.subtitle, _author(one), one.language, book, False
    for one in translations:
        book = plain(f"{one.original_title} {_author(one)}")
        yield one.original_title, "", _author(one), one.original_language, book, True


def _author(record: Record) -> str:
    writers = (one.name for one in record.contributors if any(s.term == "aut" for s in one.roles))
    return next(writers, "")


def _by_hand() -> Iterator[_Row]:
    """The same of HelMet's titles; HelMet has them in Finnish, but where the title is foreign."""
    with BY_HAND.open(encoding="utf-8", newline="") as rows:
        originals = {row["title"]: row for row in csv.DictReader(rows)}
    lent = [one for one in works() if one.title in originals]
    for one in lent:
        yield one.title, "", one.author, "fin", one.title, False
    for one in lent:
        row = originals[one.title]
        yield row["original"], "", one.author, row["language"], one.title, True


def translated(seed: int) -> tuple[list[Text], list[AskedText]]:
    """Half of the texts as the catalogue, and every text as asked under every damage."""
    every = texts()
    known, shared = half(every, seed), Counter((one.book, plain(one.title)) for one in every)
    rows = []
    for place, one in enumerate(every):
        for row in asked([one], seed * 10_000 + place, known):
            if row.damage not in OTHERS:
                rows.append(_of(one, row, shared[one.book, plain(one.title)] > 1))
    return [one for one in every if one.work in known], rows


def _of(text: Text, row: Asked, one_title: bool) -> AskedText:
    whole = "as written" if row.damage == "as written" else "damaged"
    name = f"{ORIGINAL if text.original else TRANSLATION}, {whole}"
    return AskedText(row.work, row.title, row.author, name, row.of, text, one_title)


def sets(asked: AskedText) -> tuple[str, ...]:
    """The sets that a title belongs to beside its own."""
    one_title = (ONE_TITLE,) if asked.one_title else ()
    return (*one_title, RECORDED) if asked.text.recorded else one_title


def crossed(answers: Sequence[Answer]) -> list[Answer]:
    """Those linked to the same book in another language."""
    books = {one.work: one.book for one in texts()}
    return [
        one
        for one in answers
        if one.wrong and isinstance(one.asked, AskedText) and one.work is not None
        and books[one.work] == one.asked.text.book
    ]  # fmt: skip
