"""Spark, for more rows than one machine counts: the same SQL, carried over, and the same rules.

The statements are those of counting.sql and matching.sql; sqlglot says them in Spark's words. What
is calculated in Python is handed in as a function, and runs on the executors over Arrow batches.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from portal.kernel.errors import Refusal
from portal.usage.counts import BATCH, COUNTED, existing_files
from portal.usage.engine_duckdb import statements
from portal.usage.matching import STEPS, Known, with_keys
from portal.usage.paths import made

MASTER = "PORTAL_SPARK_MASTER"
LOCAL = "local[2]"
_PARTITIONS = "spark.sql.shuffle.partitions"
_PARTITIONS_FOR_EACH_CORE = 3
EXTRA = ("pyspark", "sqlglot")
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
    """A running Spark; what it hands back is Arrow tables. Every machine sees `folder`."""

    spark: Any
    folder: Path

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

    def by_isbn(self, connection: duckdb.DuckDBPyConnection, known: Known) -> None:
        """Tier 1, as usage.matching.by_isbn makes it."""
        connection.register("known", known.items)
        connection.register("known_isbn", known.isbns)
        lent = connection.sql("SELECT lent, isbn FROM lent_isbn").to_arrow_table()
        self._view("known", known.items)
        self._view("known_isbn", known.isbns)
        self._view("lent_isbn", lent)
        connection.register("by_isbn", self._asked(statements("matching.sql")["by_isbn"]))

    def by_keys(self, connection: duckdb.DuckDBPyConnection, asked: pa.Table) -> None:
        """Tier 2, as usage.matching.by_keys makes it of the connection's `known`."""
        self._view("known", connection.table("known").to_arrow_table())
        self._view("asked", with_keys(asked))
        for name, statement in STEPS:
            # Written down step by step: planned as one, each comparison would be put in the place
            # of each of its names, again and again.
            folder = self.folder / f"{name}-{secrets.token_hex(4)}"
            frame = self.spark.sql(carried(statements("matching.sql")[statement]))
            frame.write.parquet(folder.absolute().as_uri())
            self.spark.read.parquet(folder.absolute().as_uri()).createOrReplaceTempView(name)
        connection.register("by_keys", self.spark.table("by_keys").toArrow())

    def over_parts(self, parts: pa.Table, work: Batches, schema: pa.Schema) -> pa.Table:
        """What `work` makes of the rows of `parts`, each on some executor; in any order."""
        sent = [_packed(parts.slice(row, 1)) for row in range(parts.num_rows)]
        context = self.spark.sparkContext
        found = context.parallelize(sent, max(len(sent), 1)).map(_Worked(work)).collect()
        return pa.concat_tables([schema.empty_table(), *map(_unpacked, found)])

    def _view(self, name: str, table: pa.Table) -> None:
        # By way of a file: of a file Spark knows its size, and sends a small one to every machine.
        file = self.folder / f"{name}-{secrets.token_hex(4)}.parquet"
        pq.write_table(table, file)
        self.spark.read.parquet(file.absolute().as_uri()).createOrReplaceTempView(name)

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
def running(data_dir: Path) -> Iterator[Cluster]:
    """A Spark until the block ends: on the machines that PORTAL_SPARK_MASTER names, else here.

    All of them see `data_dir`. Raises SparkNotHere, SparkFailed and FolderNotWritable.
    """
    check()
    folder = made(data_dir / "tmp" / f"spark-{secrets.token_hex(8)}")
    with _said_shortly():
        spark = _session(os.environ.get(MASTER) or LOCAL)
    try:
        with _said_shortly():
            yield Cluster(spark, folder)
    finally:
        spark.stop()
        shutil.rmtree(folder, ignore_errors=True)


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
    context = spark.sparkContext
    if not context.getConf().contains(_PARTITIONS):  # who runs a cluster may say otherwise
        number = _PARTITIONS_FOR_EACH_CORE * int(context.defaultParallelism)
        spark.conf.set(_PARTITIONS, str(number))
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
