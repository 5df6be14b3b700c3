"""Spark, for more rows than one machine counts: the same SQL, carried over, and the same rules.

The statements are those of counting.sql and matching.sql; sqlglot says them in Spark's words. What
is calculated in Python is handed in as a function, and runs on the executors over Arrow batches.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from portal.kernel.errors import Refusal
from portal.usage.counts import BATCH, COUNTED, existing_files
from portal.usage.engine_duckdb import statements

LOCAL = "local[2]"
_PARTITIONS_FOR_EACH_CORE = 3
EXTRA = ("pyspark", "sqlglot")
MATCHED = ("by_isbn", "candidate", "compared", "ruled", "by_keys")
_ROOT = Path(__file__).parents[2]
Batches = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]


class SparkNotHere(Refusal):
    """Spark cannot run on this machine. `reason`: extra (`packages` are missing) or java."""

    code = "spark_not_here"


class SparkFailed(Refusal):
    """Spark did not start or stopped; `why` is what it said."""

    code = "spark_failed"


def check() -> None:
    """Raises SparkNotHere unless the extra and Java are installed."""
    missing = tuple(name for name in EXTRA if importlib.util.find_spec(name) is None)
    if missing:
        raise SparkNotHere(reason="extra", packages=missing)
    home = os.environ.get("JAVA_HOME")
    if not (home and (Path(home) / "bin/java").is_file()) and shutil.which("java") is None:
        raise SparkNotHere(reason="java")


@cache
def carried(sql: str) -> str:
    """A statement of DuckDB in Spark's words."""
    import_ = importlib.import_module("sqlglot")
    said: str = import_.transpile(sql, read="duckdb", write="spark")[0]
    return said


@dataclass(frozen=True)
class Cluster:
    """A running Spark; what it hands back is Arrow tables."""

    spark: Any

    @property
    def cores(self) -> int:
        """How many parts are worked on at once."""
        return int(self.spark.sparkContext.defaultParallelism)

    def counted(
        self,
        data_dir: Path,
        counts_paths: Sequence[str],
        *,
        years: Sequence[int],
        claimed: pa.Table,
        editions: pa.Table,
    ) -> pa.Table:
        """What usage.counts.counted says, by the same statement."""
        if counts_paths:
            files = [file.absolute().as_uri() for file in existing_files(data_dir, counts_paths)]
            self.spark.read.parquet(*files).createOrReplaceTempView("batch")
        else:
            self._view("batch", BATCH.empty_table())
        self._view("wanted", pa.table({"loan_year": pa.array(sorted(set(years)), pa.int32())}))
        self._view("claimed", claimed.select(["isbn"]).group_by("isbn").aggregate([]))
        self._view("editions", editions.select(["isbn", "medium", "class"]))
        return self._asked(statements("counting.sql")["counted"]).cast(COUNTED)

    def matched(self, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
        """Tiers 1 and 2 of matching.sql: `known`, `known_isbn`, `lent_isbn`, `asked` → by_isbn and
        by_keys, as usage.matching makes them."""
        sql = statements("matching.sql")
        for name, table in tables.items():
            self._view(name, table)
        for name in MATCHED:
            statement = carried(sql["candidates" if name == "candidate" else name])
            frame = self.spark.sql(statement).cache()
            frame.createOrReplaceTempView(name)
        return {name: self.spark.table(name).toArrow() for name in ("by_isbn", "by_keys")}

    def over_parts(self, parts: pa.Table, work: Batches, schema: pa.Schema) -> pa.Table:
        """What `work` makes of the rows of `parts`, each on some executor; in any order."""
        sent = [_packed(parts.slice(row, 1)) for row in range(parts.num_rows)]
        context = self.spark.sparkContext
        found = context.parallelize(sent, max(len(sent), 1)).map(_Worked(work)).collect()
        return pa.concat_tables([schema.empty_table(), *map(_unpacked, found)])

    def _view(self, name: str, table: pa.Table) -> None:
        self.spark.createDataFrame(table).createOrReplaceTempView(name)

    def _asked(self, sql: str) -> pa.Table:
        return self.spark.sql(carried(sql)).toArrow()


@dataclass(frozen=True)
class _Worked:
    """On an executor: the batches of one part in, what is made of them out."""

    work: Batches

    def __call__(self, sent: bytes) -> bytes:
        return _packed(pa.Table.from_batches(self.work(_unpacked(sent).to_batches())))


def _packed(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _unpacked(sent: bytes) -> pa.Table:
    return pa.ipc.open_stream(sent).read_all()


@contextmanager
def running(master: str = "") -> Iterator[Cluster]:
    """A Spark until the block ends; `master` as Spark names it, else two threads of this machine.

    Raises SparkNotHere and SparkFailed.
    """
    check()
    with _said_shortly():
        spark = _session(master or LOCAL)
    try:
        with _said_shortly():
            yield Cluster(spark)
    finally:
        spark.stop()


def _session(master: str) -> Any:
    sql = importlib.import_module("pyspark.sql")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = sql.SparkSession.builder.appName("portal").master(master)
    for name, value in _CONFIGURATION.items():
        builder = builder.config(name, value)
    if master.startswith("local"):
        builder = builder.config("spark.driver.host", "127.0.0.1")
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
    spark = builder.getOrCreate()
    partitions = _PARTITIONS_FOR_EACH_CORE * int(spark.sparkContext.defaultParallelism)
    spark.conf.set("spark.sql.shuffle.partitions", str(partitions))
    return spark


# No page of Spark's own is opened.
_CONFIGURATION = {
    "spark.ui.enabled": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.executorEnv.PYTHONPATH": str(_ROOT),
    "spark.driver.maxResultSize": "0",
}


@contextmanager
def _said_shortly() -> Iterator[None]:
    """What Spark raises becomes SparkFailed with its first line."""
    faults = importlib.import_module("pyspark.errors")
    protocol = importlib.import_module("py4j.protocol")
    try:
        yield
    except (faults.PySparkException, protocol.Py4JError) as fault:
        why = str(fault).strip().partition("\n")[0][:300]
        raise SparkFailed(why=why or type(fault).__name__) from fault
