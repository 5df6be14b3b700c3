"""Labelled titles for the matching: real titles and authors, and damage done to them on purpose.

A *known* title stands in the catalogue, a *held out* one does not: whatever is matched to it is
wrong. Every damage is drawn from a seed, so that the same set is made again.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

import portal
from portal.bibliography.reading import read
from portal.kernel.names import natural, plain
from portal.usage import matching, probable
from portal.usage.engine_duckdb import opened
from portal.usage.matching import KNOWN_ISBN, Known, with_keys

DATA = Path(portal.__file__).parent / "demo" / "data"
SEATTLE = Path(__file__).parents[1] / "tests" / "data" / "matching" / "seattle-titles.csv"
HELMET = DATA / "loans" / "helmet-most-borrowed-2014-2017.csv"
FENNICA = DATA / "bibliographic" / "fennica.alephseq"

SAME = (
    ("Verta lumella. Osa I", "Verta lumella. Osa I / suomentanut Outi Menna"),
    ("Vänrikki Stoolin tarinat", "Vänrikki Stoolin tarinat : kokoelma runoja"),
    ("Sju bröder", "Sju bröder : roman"),
)
"""Titles of one work that their sources write differently, found by looking through them all."""


@dataclass(frozen=True)
class Title:
    """A real title as its source writes it; `work` is the same for titles of one work."""

    work: int
    title: str
    author: str


@dataclass(frozen=True)
class Asked:
    """A title as a library might have written it: the work that it is, or None when held out."""

    work: int | None
    title: str
    author: str
    damage: str
    of: str = ""
    """The real title that it was made of."""


def works() -> list[Title]:
    """The real titles with an author, each once: HelMet's and Fennica's."""
    found: dict[tuple[str, str], Title] = {}
    numbers: dict[str, int] = {}
    for title, author in (*_helmet(), *_fennica()):
        key = plain(title), plain(natural(author))
        if all(key) and key not in found:
            first = next((one for one, *others in SAME if title in others), title)
            known = first in {one for one, _ in SAME}
            work = numbers.setdefault(first, len(found)) if known else len(found)
            found[key] = Title(work, title, author)
    return list(found.values())


def _helmet() -> Iterator[tuple[str, str]]:
    with HELMET.open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text, delimiter=";"):
            yield row["Nimeke"].strip(), row["Tekijä"].strip(" ,")


def _fennica() -> Iterator[tuple[str, str]]:
    with FENNICA.open("rb") as stream:
        for record in read(stream, FENNICA.name):
            name = next((one.name for one in record.contributors if one.main), "")
            title = " : ".join(part for part in (record.title, record.subtitle) if part)
            yield title, name


def _typo(text: str, chance: random.Random) -> str:
    """One letter lost, doubled, changed or swapped with the next."""
    places = [place for place, sign in enumerate(text) if sign.isalpha()]
    if len(places) < 6:
        return text
    at = chance.choice(places[1:-1])
    other = chance.choice("aeioutnslkr")
    return chance.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + other + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )


def _scanned(text: str, chance: random.Random) -> str:
    """What OCR takes one sign for."""
    pairs = [pair for pair in (("m", "rn"), ("l", "1"), ("o", "0"), ("ä", "a"), ("ii", "u"),
                               ("i", "l"), ("s", "5"), ("e", "c")) if pair[0] in text]  # fmt: skip
    if not pairs:
        return text
    one, seen = chance.choice(pairs)
    return text.replace(one, seen, 1)


def spellings() -> list[Title]:
    """Seattle's 103 spellings of one author's titles, which of them are one work said by hand."""
    numbers: dict[str, int] = {}
    with SEATTLE.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    return [
        Title(numbers.setdefault(row["work"], len(numbers)), row["title"], row["author"])
        for row in rows
    ]


DAMAGES: dict[str, Callable[[str, str, random.Random], tuple[str, str]]] = {
    "as written": lambda title, author, _: (title, author),
    "typo in the title": lambda title, author, chance: (_typo(title, chance), author),
    "typo in the name": lambda title, author, chance: (title, _typo(author, chance)),
    "typo in both": lambda t, a, chance: (_typo(t, chance), _typo(a, chance)),
    "scanned": lambda title, author, chance: (_scanned(title, chance), author),
    "cut at 25 signs": lambda title, author, _: (title[:25], author),
    "no accents": lambda title, author, _: (plain(title).capitalize(), author),
    "capitals": lambda title, author, _: (title.upper(), author.upper()),
    "name in natural order": lambda title, author, _: (title, natural(author)),
    "initials": lambda title, author, _: (title, _initials(author)),
    "no author": lambda title, author, _: (title, ""),
    "subtitle lost": lambda title, author, _: (re.split(r" [:/] ", title)[0], author),
    "volume in words": lambda title, author, _: (_volume_in_words(title), author),
    "another edition": lambda title, author, _: (f"{title} (pokkari)", author),
    "responsibility": lambda title, author, _: (f"{title} / {natural(author)}.", author),
}


OTHERS: dict[str, Callable[[str, str, random.Random], tuple[str, str]]] = {
    "namesake": lambda title, author, chance: (title, _namesake(author, chance)),
    "another of hers": lambda title, author, chance: (_renamed(title, chance), author),
}
"""What is another work, though much of it is the same: whatever is matched to it is wrong."""
_GIVEN = ("Väinö", "Ursula", "Quentin", "Yrjö", "Zaida", "Felicia")
_WORDS = ("kuninkaan", "tyttären", "viimeinen", "matka", "kellot", "meren", "vartija", "unelma")


def _namesake(author: str, chance: random.Random) -> str:
    """The same surname with another first name, which begins otherwise."""
    surname, _, given = author.partition(",")
    others = [one for one in _GIVEN if one[0] != given.strip()[:1]]
    return f"{surname}, {chance.choice(others)}"


def _renamed(title: str, chance: random.Random) -> str:
    """Another title in the same series: one word before its subtitle is another one."""
    head, sign, tail = title.partition(" : ")
    words = head.split()
    words[chance.randrange(len(words))] = chance.choice(_WORDS)
    other = " ".join(words) if len(words) > 1 else f"{head} {chance.choice(_WORDS)}"
    return f"{other}{sign}{tail}"


def _initials(author: str) -> str:
    surname, _, given = author.partition(",")
    return f"{surname}, {' '.join(f'{one[0]}.' for one in given.split())}" if given else author


def _volume_in_words(title: str) -> str:
    return re.sub(r"\. ([0-9]{1,2})( :|$)", r", osa \1\2", title)


def asked(titles: Sequence[Title], seed: int, known: frozenset[int]) -> Iterator[Asked]:
    """Every title under every damage; one of a work that is not in `known` has no work."""
    chance = random.Random(seed)
    for one in titles:
        for name, damage in DAMAGES.items():
            title, author = damage(one.title, one.author, chance)
            yield Asked(one.work if one.work in known else None, title, author, name, one.title)
        for name, other in OTHERS.items():
            title, author = other(one.title, one.author, chance)
            yield Asked(None, title, author, name, one.title)


def half(titles: Sequence[Title], seed: int) -> frozenset[int]:
    """The works that the catalogue knows: each with even odds."""
    chance = random.Random(seed)
    return frozenset(work for work in sorted({one.work for one in titles}) if chance.random() < 0.5)


@dataclass(frozen=True)
class Answer:
    """What the matching said of an asked title: a work or None, the tier and its rule."""

    asked: Asked
    work: int | None
    tier: int | None

    @property
    def wrong(self) -> bool:
        """Whether it was matched to what it is not."""
        return self.work is not None and self.work != self.asked.work


def answers(
    titles: Sequence[Title], rows: Sequence[Asked], folder: Path, tier3: bool
) -> list[Answer]:
    """Asks the matching of all rows at once; `titles` are what the catalogue knows."""
    table = lent(rows)
    with opened(folder) as connection:
        connection.register("known", catalogue(titles).items)
        matching.by_keys(connection, table)
        found = connection.table("by_keys").to_arrow_table()
        scored = probable.scored(connection, table).to_pylist() if tier3 else []
    tiers = {row["lent"]: (int(row["work"]), 3) for row in scored}
    tiers |= {row["lent"]: (int(row["work"]), 2) for row in found.to_pylist()}
    return [Answer(one, *tiers.get(place, (None, None))) for place, one in enumerate(rows)]


def catalogue(titles: Sequence[Title]) -> Known:
    """The titles as the matching has them, without ISBNs."""
    table = pa.table(
        {
            "item": pa.array(range(len(titles)), pa.int64()),
            "isbn": pa.nulls(len(titles), pa.int64()),
            "work": pa.array([str(one.work) for one in titles]),
            "year": pa.array([0] * len(titles), pa.int32()),
            "title": [one.title for one in titles],
            "author": [one.author for one in titles],
        }
    )
    return Known(with_keys(table), KNOWN_ISBN.empty_table())


def damaged(seed: int) -> tuple[list[Title], list[Asked]]:
    """Half of the real works as the catalogue, and every work as asked under every damage."""
    titles = works()
    known = half(titles, seed)
    return [one for one in titles if one.work in known], list(asked(titles, seed, known))


def seattle(seed: int) -> tuple[list[Title], list[Asked]]:
    """One spelling of half of Seattle's works as the catalogue, all other spellings asked."""
    titles = spellings()
    known = half(titles, seed)
    shown: dict[int, Title] = {}
    for one in random.Random(seed).sample(titles, len(titles)):
        shown.setdefault(one.work, one)
    rows = [
        Asked(one.work if one.work in known else None, one.title, one.author, "Seattle's spelling")
        for one in titles
        if shown[one.work] is not one
    ]
    return [one for work, one in shown.items() if work in known], rows


def lent(rows: Sequence[Asked]) -> pa.Table:
    """The asked titles as the matching has them."""
    return pa.table(
        {
            "lent": pa.array(range(len(rows)), pa.int64()),
            "year": pa.array([0] * len(rows), pa.int32()),
            "title": [one.title for one in rows],
            "author": [one.author for one in rows],
        }
    )
