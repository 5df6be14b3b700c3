"""What the tests of this room share: a place for files and one way to read them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from portal.usage.reading import read
from portal.usage.shapes import Reading

KOHA_HEADER = (
    "Tyyppi Aineistokoodi Kohde Emotunnus Tunnus Vuosi Nimeke Tunnisteet Päätekijä Kääntäjä "
    "Muut_tekijät Luokka Kustantaja Asiasanasto Lainamäärä"
)


class Room:
    """A folder for incoming files and a data directory beside it."""

    def __init__(self, folder: Path) -> None:
        self.incoming = folder / "incoming"
        self.data_dir = folder / "data"
        self.incoming.mkdir()

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.incoming / name
        data = content.encode() if isinstance(content, str) else content
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def plain(self, *rows: str, header: str = "isbn,year,loans", name: str = "loans.csv") -> Path:
        return self.file(name, "\n".join((header, *rows)) + "\n")

    def koha(self, *records: Mapping[str, str], name: str = "vaara.sanasto.fi.2024.csv") -> Path:
        names = [column.replace("_", " ") for column in KOHA_HEADER.split()]
        text = io.StringIO()
        writer = csv.writer(text, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(names)
        for record in records:
            row = {"Tyyppi": "1", "Vuosi": "2024", "Nimeke": "Nimi", **record}
            writer.writerow([row.get(column, "") for column in names])
        return self.file(name, text.getvalue())

    def read(self, *paths: Path, **options: Any) -> Reading:
        given: dict[str, Any] = {
            "source": "Testilä",
            "year": None,
            "format": None,
            "today": date(2026, 10, 15),
            "known_digests": {},
            "class_table": {},
            "counter": {"metric": ["Total_Item_Requests"], "data_type": ["Book"]},
        }
        return read(paths or [self.incoming], data_dir=self.data_dir, **{**given, **options})

    def rows(self, path: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = pq.read_table(self.data_dir / path).to_pylist()
        return rows

    def counts(self, reading: Reading) -> list[tuple[Any, ...]]:
        """The counts as who reads them sums them: spellings of one ISBN stand in rows apart."""
        summed: Counter[tuple[Any, ...]] = Counter()
        for row in self.rows(reading.counts_path):
            *key, loans = row.values()
            summed[tuple(key)] += loans
        rows = [(*key, loans) for key, loans in summed.items()]
        return sorted(rows, key=lambda row: str([value or "" for value in row]))

    def left_behind(self) -> Sequence[Path]:
        return [path for path in self.data_dir.rglob("*") if path.is_file()]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.fixture
def refused() -> Callable[[Reading], dict[str, tuple[int, int]]]:
    """The refused rows and loans of a reading by reason."""
    return lambda reading: {
        reason: (one.rows, one.loans) for reason, one in reading.refused.items()
    }


@pytest.fixture
def adds_up() -> Callable[[Reading], bool]:
    """Whether accepted + refused + left out = read, in rows and in loans, and per file."""

    def check(reading: Reading) -> bool:
        totals = reading.totals
        rows = totals.rows_accepted + totals.rows_refused + totals.rows_left_out
        loans = totals.loans_accepted + totals.loans_refused + totals.loans_left_out
        files = _sum(file.rows for file in reading.files)
        return (rows, loans, files) == (totals.rows_read, totals.loans_read, totals.rows_read)

    return check


def _sum(numbers: Iterable[int]) -> int:
    return sum(numbers)
