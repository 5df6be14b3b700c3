"""Generates the demo's loan files of 2018 to 2025 from HelMet's real counts; always the same bytes.

`python -m portal.demo.generate` writes them anew. Every number below is the demo's own assumption.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from pathlib import Path

from portal.kernel.catalogue import COMIC, EAUDIOBOOK, EBOOK, PHYSICAL_MEDIUM
from portal.kernel.isbn import judge

LOANS = Path(__file__).parent / "data" / "loans"
HELMET = LOANS / "helmet-most-borrowed-2014-2017.csv"
COLUMNS = ("isbn", "year", "medium", "class", "loans", "renewals", "library")
SEED = 1
MILLION = 1_000_000
COUNTED = "lainaus+uusinnat"
REAL_YEARS = 4

# Each year against HelMet's mean of 2014 to 2017, in millionths; libraries were closed in 2020.
TREND = {
    2018: 980_000,
    2019: 960_000,
    2020: 720_000,
    2021: 840_000,
    2022: 900_000,
    2023: 930_000,
    2024: 940_000,
    2025: 920_000,
}
# Four library systems against HelMet, in millionths, and the first year that each reports.
LIBRARIES = {
    "Generated from HelMet: capital region": (1_000_000, 2018),
    "Generated from HelMet: west": (2_000_000, 2018),
    "Generated from HelMet: east": (1_700_000, 2018),
    "Generated from HelMet: north": (1_500_000, 2019),
}
NOISE = 150_000
RENEWALS = 440_000
E_FROM = 2022
E_SHARES = {EBOOK: 20_000, EAUDIOBOOK: 60_000}
E_GROWTH = {2022: 500_000, 2023: 800_000, 2024: 1_000_000, 2025: 1_150_000}
# Lent as files too; real e-books carry an ISBN of their own, these rows do not invent one.
E_TITLES = frozenset(
    {
        9789511213147,
        9789513111465,
        9789513114725,
        9789513117375,
        9789513125509,
        9789513127725,
        9789513131166,
        9789510108550,
    }
)
# One library system shelves this book elsewhere than the others do.
CLASS_OF_ITS_OWN = {(9789511122449, "Generated from HelMet: west"): COMIC}

Row = tuple[int, int, str, str, int, int, str]


def means() -> dict[int, int]:
    """HelMet's loans and renewals per valid ISBN, 2014 to 2017, divided by the four years."""
    sums: dict[int, int] = defaultdict(int)
    with HELMET.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            isbn = judge(row["ISBN"]).isbn
            if isbn is not None and row["Laji"] == COUNTED:
                sums[isbn] += int(row["Lainauskerrat"])
    return {isbn: loans // REAL_YEARS for isbn, loans in sorted(sums.items())}


def rows(year: int) -> list[Row]:
    """All rows of one generated year, ordered by library and ISBN."""
    found = []
    for library, (weight, first_year) in LIBRARIES.items():
        if year < first_year:
            continue
        for isbn, mean in means().items():
            physical = scaled(mean, weight, TREND[year], _noise(isbn, year, library))
            found.append(_row(isbn, year, PHYSICAL_MEDIUM, physical, library))
            if isbn in E_TITLES and year >= E_FROM:
                found += [
                    _row(isbn, year, medium, scaled(physical, share, E_GROWTH[year]), library)
                    for medium, share in E_SHARES.items()
                ]
    return found


def scaled(count: int, *factors: int) -> int:
    """The count times factors in millionths, fractions dropped at each step."""
    for factor in factors:
        count = count * factor // MILLION
    return count


def file_of(year: int) -> Path:
    """Where the generated loans of a year lie."""
    return LOANS / f"generated-{year}.csv"


def text(year: int) -> str:
    """The whole file of a year in the `plain` format."""
    lines = [",".join(COLUMNS)]
    lines += [",".join(str(cell) for cell in row) for row in rows(year)]
    return "\n".join(lines) + "\n"


def write() -> None:
    """Writes the files of all generated years."""
    for year in TREND:
        file_of(year).write_text(text(year), encoding="utf-8", newline="\n")


def _row(isbn: int, year: int, medium: str, count: int, library: str) -> Row:
    renewals = scaled(count, RENEWALS)
    class_ = CLASS_OF_ITS_OWN.get((isbn, library), "")
    return isbn, year, medium, class_, count - renewals, renewals, library


def _noise(isbn: int, year: int, library: str) -> int:
    """A factor in millionths that hangs on the seed and the row alone, not on Python's version."""
    digest = hashlib.sha256(f"{SEED}:{isbn}:{year}:{library}".encode()).digest()
    return MILLION - NOISE + int.from_bytes(digest[:8], "big") % (2 * NOISE + 1)


if __name__ == "__main__":
    write()
