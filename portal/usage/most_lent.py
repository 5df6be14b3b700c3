"""The most lent titles of every loan year, out of the counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from portal.usage.counts import existing
from portal.usage.engine_duckdb import opened, statements
from portal.usage.shapes import Lent


def most_lent(data_dir: Path, counts_paths: Sequence[str], most: int) -> list[Lent]:
    """At most `most` titles of each year, most lent first, then by ISBN; raises CountsMissing."""
    if not counts_paths:
        return []
    with opened(data_dir) as connection:
        connection.read_parquet(existing(data_dir, counts_paths)).create_view("batch")
        sql = statements("libraries.sql")["most_lent"]
        rows = connection.execute(sql, {"most": most}).fetchall()
    return [
        Lent(tuple(int(one) for one in (members or str(isbn)).split()), year, loans)
        for year, isbn, members, loans in rows
    ]
