"""Tier 3: how probable it is that a lent title is a work, for what no ISBN and no key links.

Splink compares on DuckDB, an optional extra. Its weights are suggestions to the office: no money
moves on a probability. The shares below are of the labelled titles in benchmarks/labelled.py.
"""

from __future__ import annotations

import importlib
from typing import Any

import duckdb
import pyarrow as pa

from portal.kernel.errors import Refusal
from portal.usage.match_run import SCORED
from portal.usage.matching import with_keys

LEAST_PPM = 500_000
"""Less than even odds are not worth anybody's look."""
_PRIOR = 0.0005
_BLOCKS = ("surname", "substr(stem, 1, 5)", "right(stem, 6)", "whole")
_COLUMNS = "stem, whole, volume, rest, name, surname"


class TierMissing(Refusal):
    """Tier 3 was asked for, and its extra is not installed; `extra`."""

    code = "tier_missing"


def scored(connection: duckdb.DuckDBPyConnection, left: pa.Table) -> pa.Table:
    """The most probable work of each title that tier 2 left, as SCORED; raises TierMissing.

    `left` has lent, year, title and author; the connection has `known` and `by_keys`.
    """
    try:
        splink: Any = importlib.import_module("splink")
        library: Any = importlib.import_module("splink.comparison_library")
    except ImportError as missing:
        raise TierMissing(extra="matching") from missing
    connection.register("unlinked", with_keys(left))
    one = connection.sql(
        f"SELECT lent AS unique_id, {_COLUMNS} FROM unlinked WHERE stem <> '' "
        "AND lent NOT IN (SELECT by_keys.lent FROM by_keys)"
    ).to_arrow_table()
    two = connection.sql(f"SELECT item AS unique_id, {_COLUMNS} FROM known").to_arrow_table()
    if not one.num_rows or not two.num_rows:
        return SCORED.empty_table()
    api = splink.DuckDBAPI(connection)
    tables = [
        api.register(_nulled(table), dataset_display_name=name)
        for table, name in ((one, "lent_titles"), (two, "works_known"))
    ]
    linker = splink.Linker(tables, _settings(splink, library), log_level=None)
    pairs = linker.inference.predict(threshold_match_probability=LEAST_PPM / 1_000_000)
    best = connection.sql(_BEST.format(pairs=pairs.physical_name)).to_arrow_table()
    return best.cast(SCORED)


_BEST = """
SELECT lent, min(item) AS item, min(work) AS work, min(weight_ppm) AS weight_ppm
FROM (SELECT CAST(pair.unique_id_l AS BIGINT) AS lent, known.item, known.work,
             CAST(round(pair.match_probability * 1000000) AS BIGINT) AS weight_ppm,
             max(pair.match_probability) OVER (PARTITION BY pair.unique_id_l) AS best,
             pair.match_probability
      FROM {pairs} AS pair JOIN known ON known.item = CAST(pair.unique_id_r AS BIGINT)) AS every
WHERE match_probability = best
GROUP BY lent ORDER BY lent
"""


def _nulled(table: pa.Table) -> pa.Table:
    """What is not said is NULL to Splink, which then counts for nothing."""
    columns = [
        table[name]
        if name == "unique_id"
        else pa.array([word or None for word in table[name].to_pylist()], pa.string())
        for name in table.column_names
    ]
    return pa.table(columns, names=table.column_names)


def _settings(splink: Any, library: Any) -> Any:
    """Shares of the levels among pairs that are one work (m) and among others (u): fixed."""
    title = library.LevenshteinAtThresholds("stem", [1, 3, 6]).configure(
        m_probabilities=[0.6, 0.2, 0.12, 0.05, 0.03],
        u_probabilities=[0.0002, 0.0002, 0.001, 0.02, 0.9786],
    )
    name = library.JaroWinklerAtThresholds("name", [0.95, 0.88]).configure(
        m_probabilities=[0.72, 0.15, 0.08, 0.05], u_probabilities=[0.02, 0.005, 0.02, 0.955]
    )
    volume = library.ExactMatch("volume").configure(
        m_probabilities=[0.97, 0.03], u_probabilities=[0.15, 0.85]
    )
    rest = library.JaroAtThresholds("rest", [0.85]).configure(
        m_probabilities=[0.7, 0.2, 0.1], u_probabilities=[0.002, 0.008, 0.99]
    )
    return splink.SettingsCreator(
        link_type="link_only",
        comparisons=[title, name, volume, rest],
        blocking_rules_to_generate_predictions=[splink.block_on(block) for block in _BLOCKS],
        probability_two_random_records_match=_PRIOR,
        unique_id_column_name="unique_id",
    )
