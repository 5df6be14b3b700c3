"""Read once for everybody, the loans without an ISBN are those that each would be told alone."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from portal.usage import unmatched_by_name, unmatched_works
from portal.usage.errors import CountsMissing
from portal.usage.unmatched import SCHEMA

NAMES = ("aino salo", "eero salo", "aino ranta", "å ö", "", "meri ville", "a salo")
TITLES = ("talvi", "kesä", "syys", "kevät 2", "ääni")
SPELT = ("Talvi", "TALVI", "Talvi :", "talvi'")


def file_of(chance: random.Random, folder: Path, number: int) -> str:
    """A file of few titles and names, so that most meet; a key may have several authors' keys."""
    rows = []
    for _ in range(chance.randrange(40)):
        name = chance.choice(NAMES)
        other = chance.choice((name, name, chance.choice(NAMES)))
        rows.append({
            "key": f"{chance.choice(TITLES)}|{name}|{chance.choice(('physical', 'ebook'))}",
            "title": chance.choice(SPELT), "author": chance.choice((name.title(), name.upper())),
            "author_key": other, "loan_year": chance.choice((2023, 2024, 2025)),
            "medium": "physical", "class": "", "library": chance.choice("AB"),
            "rows": chance.randrange(1, 4), "loans": chance.choice((0, 1, 1, 5, 10**12)),
        })  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), folder / f"{number}.parquet")
    return f"{number}.parquet"


@pytest.mark.parametrize("seed", range(12))
def test_each_is_told_the_same(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    paths = [file_of(chance, tmp_path, number) for number in range(chance.randrange(1, 4))]
    every = unmatched_by_name.by_name(tmp_path, paths)
    asked = [[], ["nobody"], *([one] for one in NAMES if one)]
    asked += [chance.sample(NAMES[:4], 3) for _ in range(3)]
    alone = [unmatched_works.naming(tmp_path, paths, [], names) for names in asked]
    assert [every.naming(names) for names in asked] == alone
    assert any(alone)


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(CountsMissing):
        unmatched_by_name.by_name(tmp_path, ["1.parquet"])
