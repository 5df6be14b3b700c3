"""Counts the demo's loans by library system, and lists its most lent titles."""

from __future__ import annotations

from pathlib import Path

from portal.jobs.loans import count_libraries


def count(database_url: str, data_dir: Path) -> None:
    """Everything that the worker would do after the imports; raises what it refuses."""
    for outcome in count_libraries(database_url, data_dir):
        if outcome.problem is not None:
            raise outcome.problem
