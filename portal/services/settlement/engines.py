"""Which engine counts. One machine counts with DuckDB; a cluster's engine is not part of it yet."""

from __future__ import annotations

from portal.kernel.errors import Refusal

ENGINES = ("duckdb",)


class EngineNotHere(Refusal):
    """The engine is not part of this version; `engine`, `known`."""

    code = "engine_not_here"


def chosen(name: str | None) -> str:
    """The engine that counts; raises EngineNotHere for one that this version does not have."""
    if name is not None and name not in ENGINES:
        raise EngineNotHere(engine=name, known=ENGINES)
    return ENGINES[0]
