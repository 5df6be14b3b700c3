"""Unmatched works under their authors' names, read once for everybody who is asked about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from portal.usage.counts import existing
from portal.usage.engine_duckdb import opened, statements
from portal.usage.unmatched_works import Row


@dataclass(frozen=True)
class ByName:
    """What the files at `paths` say, in the order of the authors' keys; `places` are the first row
    of each key and the one behind its last."""

    paths: tuple[str, ...]
    rows: pa.Table
    places: dict[str, tuple[int, int]]

    def naming(self, author_keys: Collection[str]) -> list[Row]:
        """Those whose author has one of the keys, most lent first."""
        found: dict[str, Row] = {}
        for name in sorted(self.places.keys() & set(author_keys)):
            start, end = self.places[name]
            for row in self.rows.slice(start, end - start).to_pylist():
                loans = tuple(zip(row["years"], row["loans"], strict=True))
                found[row["key"]] = Row(
                    row["key"], row["title"], row["author"], row["medium"], row["rows"], loans
                )
        return sorted(found.values(), key=lambda one: (-sum(n for _, n in one.loans), one.key))


def by_name(data_dir: Path, paths: Sequence[str]) -> ByName:
    """Reads the files, of which there is one at least; raises CountsMissing.

    What has no author is left out.
    """
    sql = statements("looking_up.sql")["unmatched_by_name"]
    with opened(data_dir) as connection:
        found = connection.sql(sql, params={"paths": existing(data_dir, paths)})
        rows = found.to_arrow_table().sort_by("author_key")
    runs = pc.run_end_encode(rows["author_key"].combine_chunks())
    places = dict(zip(runs.values.to_pylist(), pairwise([0, *runs.run_ends.to_pylist()]),
                      strict=True))  # fmt: skip
    return ByName(tuple(paths), rows.drop_columns(["author_key"]), places)
