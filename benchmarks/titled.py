"""A national year of loans in a format that names titles: how long until there are suggestions.

`python -m benchmarks.titled --rows 10000000 --into FOLDER` writes people.csv, catalogue.csv and
helmet.csv of one seed. Of the titles one in five is of the catalogue; of the rows half have an ISBN
that a spreadsheet rounded, and of those one in five a title that is written another way.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from benchmarks.generate import CATALOGUE_COLUMNS, PEOPLE_COLUMNS
from portal.kernel.isbn import check_digit_13

SEED = 1
YEAR = 2025
PEOPLE, TITLES, KNOWN = 20_000, 500_000, 5
_SYLLABLES = tuple(
    "kalumitaverosinopaheikulamartusalrijoenulvikirastelham"[i : i + 2] for i in range(0, 52, 2)
)
_HEADER = "Kirja;Laji;Nimeke;Tekijä;ISBN;Vuosi;Kvartaali;Lainauskerrat\n"
_CHUNK = 100_000


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randrange(2, 5)))


def _isbn(number: int) -> str:
    stem = f"97895{number + 1:07d}"
    return stem + check_digit_13(stem)


def _written_otherwise(title: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(title) - 1)
    return chance.choice((title.upper(), title[:at] + title[at + 1 :], f"{title} (pokkari)"))


def write(rows: int, folder: Path) -> None:
    """Writes the three files."""
    chance = random.Random(SEED)
    words = [_word(chance) for _ in range(20_000)]
    names = [(_word(chance).title(), _word(chance).title()) for _ in range(PEOPLE)]
    titles = [
        (" ".join(chance.choices(words, k=chance.randrange(2, 5))).capitalize(), n % PEOPLE)
        for n in range(TITLES)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "people.csv").open("w", encoding="utf-8") as out:
        out.write(",".join(PEOPLE_COLUMNS) + "\n")
        for number, (given, surname) in enumerate(names):
            out.write(f"p{number},{given} {surname},,,,,fi,FI,2015-01-01,\n")
    with (folder / "catalogue.csv").open("w", encoding="utf-8") as out:
        out.write(",".join(CATALOGUE_COLUMNS) + "\n")
        for number in range(0, TITLES, KNOWN):
            title, who = titles[number]
            out.write(f"p{who},{_isbn(number)},author,1,{title},physical,2020-01-01,other\n")
    with (folder / "helmet.csv").open("w", encoding="utf-8") as out:
        out.write(_HEADER)
        out.writelines(_rows(rows, names, titles, chance))


def _rows(
    rows: int, names: list[tuple[str, str]], titles: list[tuple[str, int]], chance: random.Random
) -> Iterator[str]:
    weights = list(accumulate(1 / (place + 10) for place in range(TITLES)))
    order = chance.sample(range(TITLES), TITLES)
    for _ in range(0, rows, _CHUNK):
        for place in chance.choices(order, cum_weights=weights, k=_CHUNK):
            title, who = titles[place]
            given, surname = names[who]
            rounded = place % 2 == 1
            if rounded and chance.random() < 0.2:
                title = _written_otherwise(title, chance)
            isbn = "9789510000000" if rounded else _isbn(place)
            loans = chance.randrange(1, 10)
            yield f"kirjat;lainaus+uusinnat;{title};{surname}, {given};{isbn};{YEAR};1;{loans}\n"


def main() -> None:
    """Reads the options and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--into", type=Path, required=True)
    given = parser.parse_args()
    write(given.rows, given.into)


if __name__ == "__main__":
    main()
