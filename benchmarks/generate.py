"""Writes a national year of loans and the catalogue that claims it; one seed, the same bytes.

ROWS raw rows of the plain format in 720 files (60 library systems, 12 months), ROWS × 0.15 ISBNs by
a Zipf law with exponent 1; of the rows 3 % have an ISBN-10, 2 % hyphens, 0.5 % a wrong check digit.
Editions, claims and people are 30,000, 70,000 and 6,000 for each million rows.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.sizes import MILLION, SEED, YEAR, folder_of

SYSTEMS = 60
MONTHS = 12
ISBNS, EDITIONS, PEOPLE = 150_000, 30_000, 6_000  # for each million rows
# Of 300 editions so many have 1, 2, 3 and 4 people: 700 claims in all.
CLAIMANTS = ((1, 75), (2, 90), (3, 95), (4, 40))
MEDIA = np.array(["physical", "ebook", "eaudiobook"])
CLASSES = np.array(["other", "story_book", "picture_book", "comic"])
PEOPLE_COLUMNS = (
    "person_id", "name", "other_names", "birth_year", "death_year", "email", "locale", "country",
    "joined", "tax_percent",
)  # fmt: skip
CATALOGUE_COLUMNS = ("person_id", "isbn", "role", "heads", "title", "medium", "added", "class")


@dataclass(frozen=True)
class Books:
    """The ISBNs in four spellings (index: spelling, book) and what each is."""

    written: list[pa.Array]
    medium: np.ndarray
    class_: np.ndarray


def made(count: int, random: np.random.Generator) -> Books:
    """`count` books under Finnish and Swedish prefixes, each number once."""
    bodies = 910_000_000 + random.permutation(count) * 30 + random.integers(30, size=count)
    nine = [f"{body:09d}" for body in bodies]
    digits = np.array([[int(sign) for sign in one] for one in nine], dtype=np.int64)
    tens = -(digits * np.arange(10, 1, -1)).sum(axis=1) % 11
    weights = np.array([3, 1, 3, 1, 3, 1, 3, 1, 3])
    lasts = -(9 + 7 * 3 + 8 + (digits * weights).sum(axis=1)) % 10
    thirteen = [f"978{one}{last}" for one, last in zip(nine, lasts, strict=True)]
    spellings = [
        thirteen,
        [f"{one}{'X' if ten == 10 else ten}" for one, ten in zip(nine, tens, strict=True)],
        [f"{t[:3]}-{t[3:6]}-{t[6:8]}-{t[8:12]}-{t[12:]}" for t in thirteen],
        [f"{t[:12]}{(int(t[12]) + 1) % 10}" for t in thirteen],
    ]
    return Books(
        written=[pa.array(one) for one in spellings],
        medium=random.choice(MEDIA, count, p=[0.9, 0.06, 0.04]),
        class_=random.choice(CLASSES, count, p=[0.8, 0.08, 0.08, 0.04]),
    )


def write_loans(books: Books, rows: int, folder: Path, random: np.random.Generator) -> None:
    """The 720 files; every third system knows no class, every fifth row says no renewals."""
    folder.mkdir(parents=True)
    law = np.cumsum(1.0 / np.arange(1, len(books.medium) + 1))
    every = pa.concat_arrays(books.written)
    medium, class_ = pa.array(books.medium), pa.array(books.class_)
    for number, size in enumerate(_sizes(rows, SYSTEMS * MONTHS)):
        system, month = divmod(number, MONTHS)
        book = np.searchsorted(law, random.random(size) * law[-1])
        spelling = random.choice(4, size, p=[0.945, 0.03, 0.02, 0.005])
        renewals = random.poisson(1.5, size)
        table = pa.table(
            {
                "isbn": every.take(pa.array(spelling * len(books.medium) + book)),
                "year": pa.array(np.full(size, YEAR)),
                "month": pa.array(np.full(size, month + 1)),
                "medium": medium.take(pa.array(book)),
                "class": class_.take(pa.array(book)) if system % 3 else pa.nulls(size, pa.string()),
                "loans": pa.array(1 + random.poisson(2.5, size)),
                "renewals": pa.array(renewals, mask=np.arange(size) % 5 == 0),
                "library": pa.array([f"System {system + 1:02d}"] * size),
            }
        )
        options = pacsv.WriteOptions(quoting_style="none", quoting_header="none")
        pacsv.write_csv(table, folder / f"system-{system + 1:02d}-{month + 1:02d}.csv", options)


def write_people(count: int, path: Path) -> None:
    """Invented payees; every fourth has no tax card."""
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(PEOPLE_COLUMNS)
        for number in range(count):
            card = "" if number % 4 == 0 else f"{15 + number % 30}.0"
            writer.writerow(
                [f"p{number}", f"Person {number}", "", "", "", "", "en", "FI", "2015-01-01", card]
            )


def write_catalogue(
    books: Books, editions: int, people: int, path: Path, random: np.random.Generator
) -> None:
    """The claims: writers, or original writers with a translator, who agree on their heads."""
    chosen = random.permutation(len(books.medium))[:editions]
    sizes = np.repeat(
        [number for number, _ in CLAIMANTS],
        [editions * share // 300 for _, share in CLAIMANTS],
    )
    random.shuffle(sizes)
    thirteen = books.written[0]
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(CATALOGUE_COLUMNS)
        for book, size in zip(chosen, sizes, strict=True):
            isbn, is_translated = thirteen[int(book)].as_py(), size > 1 and book % 2 == 0
            first = int(random.integers(people))
            for place in range(size):
                person = f"p{(first + place * 7) % people}"
                role, heads = _part(place, int(size), is_translated)
                medium, class_ = books.medium[book], books.class_[book]
                writer.writerow(
                    [person, isbn, role, heads, f"Book {book}", medium, "2020-01-01", class_]
                )


def _part(place: int, size: int, is_translated: bool) -> tuple[str, int]:
    if not is_translated:
        return "author", size
    return ("translator", 1) if place == size - 1 else ("original_author", size - 1)


def _sizes(rows: int, files: int) -> list[int]:
    return [rows // files + (number < rows % files) for number in range(files)]


def generate(rows: int, folder: Path) -> None:
    """Everything for `rows` raw rows into an empty `folder`."""
    random = np.random.default_rng(SEED)
    books = made(ISBNS * rows // MILLION, random)
    write_loans(books, rows, folder / "loans", random)
    people = PEOPLE * rows // MILLION
    write_people(people, folder / "people.csv")
    write_catalogue(books, EDITIONS * rows // MILLION, people, folder / "catalogue.csv", random)


def made_whole(rows: int) -> Path:
    """The folder of the data, made when it is not there yet."""
    folder = folder_of(rows)
    if not folder.exists():
        part = folder.with_name(f".{folder.name}.part")
        if part.exists():
            raise SystemExit(f"{part} is left of a stopped run: remove it and start again")
        generate(rows, part)
        part.rename(folder)
    return folder


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10 * MILLION)
    print(made_whole(parser.parse_args().rows))
