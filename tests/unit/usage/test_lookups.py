"""The files that pages look up: the rows of the Parquet files, found by any ISBN of theirs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.usage import lookups
from portal.usage.errors import CountsMissing, FolderNotWritable

A, B, C, D = 9789510100004, 9789510100011, 9789510100028, 9789510100035
NAME = "counts/some-counts.parquet"
SCHEMA = pa.schema(
    [("isbn", pa.int64()), ("members", pa.string()), ("loan_year", pa.int32()),
     ("medium", pa.string()), ("class", pa.string()), ("loans", pa.int64())]
)  # fmt: skip
Row = tuple[int, str | None, int, str | None, str | None, int]


def written(folder: Path, rows: list[Row]) -> Path:
    path = folder / NAME
    path.parent.mkdir(exist_ok=True, parents=True)
    columns = list(zip(*rows, strict=True)) if rows else [[] for _ in SCHEMA]
    pq.write_table(pa.table([pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=True)],
                            schema=SCHEMA), path)  # fmt: skip
    return path


def found(folder: Path, *isbns: int) -> list[tuple[Any, ...]]:
    return sorted(lookups.rows(folder, [NAME], isbns), key=str)


ROWS: list[Row] = [
    (C, None, 2024, "physical", "comic", 5),
    (A, None, 2024, "physical", None, 3),
    (A, f"{A} {B}", 2024, None, "other", 7),
    (A, None, 2023, "ebook", None, 1),
]


def test_rows_are_found_by_any_isbn_of_theirs(tmp_path: Path) -> None:
    written(tmp_path, ROWS)
    group = (f"{A} {B}", 2024, None, "other", 7)
    assert found(tmp_path, B) == [(B, *group)]
    assert found(tmp_path, C, D) == [(C, None, 2024, "physical", "comic", 5)]
    assert found(tmp_path, A, A, B) == sorted(
        [(A, *group), (B, *group), (A, None, 2024, "physical", None, 3),
         (A, None, 2023, "ebook", None, 1)], key=str)  # fmt: skip
    assert found(tmp_path, D) == []
    assert found(tmp_path) == []


def test_an_import_without_rows_has_none(tmp_path: Path) -> None:
    written(tmp_path, [])
    assert found(tmp_path, A) == []


isbns = st.sampled_from([A, B, C, D])
members = st.one_of(
    st.none(),
    st.sets(isbns, min_size=2).map(lambda some: " ".join(str(one) for one in sorted(some))),
)
rows = st.tuples(
    isbns, members, st.sampled_from([2023, 2024]), st.sampled_from([None, "ebook", "physical"]),
    st.sampled_from([None, "comic"]), st.integers(1, 2**40),
)  # fmt: skip


@given(st.lists(rows, max_size=12), st.sets(isbns))
def test_what_is_found_is_what_a_scan_finds(
    tmp_path_factory: pytest.TempPathFactory, some: list[Row], asked: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("counts")
    written(folder, some)
    expected = [
        (isbn, *row[1:])
        for row in some
        for isbn in asked
        if str(isbn) in (row[1] or str(row[0])).split()
    ]
    assert found(folder, *asked) == sorted(expected, key=str)


def test_the_file_stays_and_may_be_deleted(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS)
    before = found(tmp_path, A)
    beside = path.with_suffix(lookups.ENDING)
    assert beside.is_file()
    assert [one.suffix for one in path.parent.glob("*.part")] == []
    beside.unlink()
    lookups.forget()
    assert found(tmp_path, A) == before
    assert beside.is_file()


def test_a_folder_that_may_only_be_read_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise FolderNotWritable(folder="counts", why="read-only")

    monkeypatch.setattr(lookups, "_write", refuse)
    path = written(tmp_path, ROWS)
    assert found(tmp_path, C) == [(C, None, 2024, "physical", "comic", 5)]
    assert not path.with_suffix(lookups.ENDING).exists()


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS)
    assert not lookups.differs(tmp_path, NAME)  # there is none yet
    found(tmp_path, A)
    assert not lookups.differs(tmp_path, NAME)
    lookups._write(lookups.laid_out(written(tmp_path, ROWS[:2])), path.with_suffix(lookups.ENDING))
    written(tmp_path, ROWS)
    assert lookups.differs(tmp_path, NAME)
    path.with_suffix(lookups.ENDING).write_bytes(b"no Arrow")
    assert lookups.differs(tmp_path, NAME)


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(CountsMissing):
        found(tmp_path, A)
