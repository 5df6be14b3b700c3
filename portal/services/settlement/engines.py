"""Which engine counts a run: DuckDB on one machine, or Spark on many. Both say the same.

The choice is a parameter of the society; nothing of it enters a run's digest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Protocol

import pyarrow as pa
from sqlalchemy.orm import Session

from portal.kernel.dated import DatedValue
from portal.kernel.identity import Actor
from portal.rules.settlement.entitlement import Lines
from portal.rules.settlement.facts import Snapshot
from portal.rules.settlement.run import Result, calculate, with_lines
from portal.rules.usage import DUCKDB, ENGINE, SPARK, engine
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.parameters import parameters
from portal.services.settlement import parts
from portal.usage import counts, engine_spark, match_run, matching

_PARTS_FOR_EACH_CORE = 4


class Engine(Protocol):
    """What a run needs of an engine."""

    def counted(
        self,
        data_dir: Path,
        counts_paths: Sequence[str],
        *,
        years: Sequence[int],
        claimed: pa.Table,
        editions: pa.Table,
    ) -> pa.Table:
        """The loans of claimed titles, as portal.usage.counts.counted says them."""

    def calculated(self, facts: Snapshot) -> Result:
        """The run of these facts."""


class OneMachine:
    """DuckDB counts, and the rules run here."""

    def counted(
        self,
        data_dir: Path,
        counts_paths: Sequence[str],
        *,
        years: Sequence[int],
        claimed: pa.Table,
        editions: pa.Table,
    ) -> pa.Table:
        """The loans of claimed titles."""
        return counts.counted(
            data_dir, counts_paths, years=years, claimed=claimed, editions=editions
        )

    def calculated(self, facts: Snapshot) -> Result:
        """The run of these facts."""
        return calculate(facts)


class ManyMachines:
    """Spark counts, and its executors calculate the lines by the same rules."""

    def __init__(self, cluster: engine_spark.Cluster) -> None:
        self.cluster = cluster

    def counted(
        self,
        data_dir: Path,
        counts_paths: Sequence[str],
        *,
        years: Sequence[int],
        claimed: pa.Table,
        editions: pa.Table,
    ) -> pa.Table:
        """The loans of claimed titles."""
        return self.cluster.counted(
            data_dir, counts_paths, years=years, claimed=claimed, editions=editions
        )

    def calculated(self, facts: Snapshot) -> Result:
        """The run of these facts."""
        return with_lines(facts, self.lines(facts))

    def lines(self, facts: Snapshot) -> Lines:
        """Every line of the facts' years."""
        number = self.cluster.cores * _PARTS_FOR_EACH_CORE
        work = parts.Work(facts.terms)
        found = self.cluster.over_parts(parts.table(facts, number), work, parts.LINES)
        return parts.lines(found, facts)


def chosen(session: Session) -> str:
    """The engine that counts: the one that was chosen last."""
    return engine(parameters.book(session))


def choose(session: Session, name: str, today: date, actor: Actor) -> str:
    """Lets this engine count from today on; raises SparkNotHere when it cannot run here."""
    if name == SPARK:
        engine_spark.check()
    if name != chosen(session):
        locks.audit(session)
        value = DatedValue(ENGINE, today, name, "engine", "portal settlement engine")
        values = parameters.add(session, [value])
        audit.record(session, actor, "engine_chosen", engine=name, values=values)
    return name


@contextmanager
def opened(session: Session, data_dir: Path) -> Iterator[Engine]:
    """The engine that counts, until the block ends; raises SparkNotHere and SparkFailed."""
    if chosen(session) == DUCKDB:
        yield OneMachine()
        return
    with engine_spark.running(data_dir) as cluster:
        yield ManyMachines(cluster)


@contextmanager
def linking(name: str, data_dir: Path) -> Iterator[match_run.Linking]:
    """The engine that links lent titles to works; raises SparkNotHere and SparkFailed."""
    if name == DUCKDB:
        yield matching
        return
    with engine_spark.running(data_dir) as cluster:
        yield cluster
