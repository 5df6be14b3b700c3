"""The way from archived files to judged rows, as SQL built from the constants of a format."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from portal.kernel.catalogue import CLASSES, MEDIA
from portal.kernel.names import folded_title
from portal.usage import errors
from portal.usage.archive import Original
from portal.usage.engine_duckdb import THREADS, literal_path, lookup_connection, statements
from portal.usage.faults import fault_of
from portal.usage.paths import shown
from portal.usage.quick import QuickRows
from portal.usage.readers import Layout
from portal.usage.readers.format import Format

MOST_TITLES = 3
_READ_CSV = (
    "read_csv($f{number}, columns={{{columns}}}, header=true, auto_detect=false, "
    "delim='{delimiter}', quote='\"', escape='\"', new_line='{newline}', "
    "compression='{compression}', filename=true, hive_partitioning=false)"
)
# The columns by their place: their names are text of the file.
_READ_PARQUET = (
    "read_parquet($f{number}, filename=true, hive_partitioning=false) AS one({names}, filename)"
)
_NEWLINES = {"\n": "\\n", "\r\n": "\\r\\n", "\r": "\\r"}
Files = Sequence[tuple[Original, Layout]]


def prepared(
    connection: duckdb.DuckDBPyConnection,
    class_table: Mapping[str, str],
    counter: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Defines the macros, the class table and what of a COUNTER report counts."""
    for macro in statements("judging.sql").values():
        connection.execute(macro)
    for macro in ("number_fault", "loan_year_of", "library_name"):
        connection.execute(statements("reading.sql")[macro])
    table = pa.table(
        {"prefix": list(class_table), "class": list(class_table.values())},
        schema=pa.schema([("prefix", pa.string()), ("class", pa.string())]),
    )
    connection.register("class_table", table)
    words = [
        {"what": what, "word": word} for what, some in (counter or {}).items() for word in some
    ]
    schema = pa.schema([("what", pa.string()), ("word", pa.string())])
    connection.register("counter_choice", pa.Table.from_pylist(words, schema))


def load(connection: duckdb.DuckDBPyConnection, files: Files) -> None:
    """Makes `sets` and its views `grouped`, `reported`, `titled`; raises a broken file's fault."""
    by_file = files[0][1].format.by_file
    suffix = "by_file" if by_file else "plain"
    if by_file:
        sql, parameters = over_text(files, "sets_by_file")
        run(connection, files, f"CREATE TEMP TABLE sets AS {sql}", parameters)
    else:
        left = _load_quickly(connection, files)
        if left:
            sql, parameters = over_text(left, "sets_plain")
            run(connection, left, f"INSERT INTO sets {sql}", parameters)
    for view in ("grouped", "reported", "titled"):
        connection.execute(statements("reading.sql")[f"{view}_{suffix}"])


def over_text(files: Files, statement: str, **sql_words: str) -> tuple[str, dict[str, Any]]:
    """A statement of reading.sql over the numbered rows of `files`, with its parameters."""
    scans, parameters = _scans(files)
    sql = statements("reading.sql")
    numbered = sql["numbered"].format(scans=scans)
    return sql[statement].format(numbered=numbered, **sql_words), parameters


def run(
    connection: duckdb.DuckDBPyConnection, files: Files, sql: str, parameters: dict[str, Any]
) -> None:
    """Executes SQL that reads `files`; raises the fault of a broken file."""
    try:
        connection.execute(sql, parameters)
    except (duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise
    except (duckdb.Error, UnicodeDecodeError) as stop:
        raise _found_fault(files, stop) from stop


def _load_quickly(connection: duckdb.DuckDBPyConnection, files: Files) -> list[tuple[Any, Any]]:
    """Makes `sets` of the files that can be read quickly, and returns the others."""
    rows = QuickRows(files)
    sql = statements("reading.sql")
    connection.execute(sql["sets"])
    connection.register("quick", rows.reader())
    # Arrow hands over one batch at a time: a second thread would only wait, and waiting costs.
    connection.execute("SET threads = 1")
    connection.execute(f"INSERT INTO sets {sql['sets_quick']}")
    connection.execute(f"SET threads = {THREADS}")
    connection.register("reported_quick", rows.reported())
    connection.execute(sql["reported_quick"])
    return rows.left


def judge(connection: duckdb.DuckDBPyConnection, one: Format) -> None:
    """Makes `judged` out of `grouped`: each row with its title's ISBNs, or why it has none."""
    sql = statements("reading.sql")
    several = one.several
    found = connection.execute(sql["several"].format(several=several)).fetchone()
    singles = f"thirteen IS NOT NULL OR NOT ({several})"
    is_single = singles if found and found[0] else "true"
    branches = [sql["judged_singles"].format(is_single=is_single)]
    if is_single != "true":
        branches.append(sql["judged_tokens"].format(tokens=one.tokens, several=several))
    kind = "TABLE" if one.by_file else "VIEW"
    connection.execute(f"CREATE TEMP {kind} judged AS {' UNION ALL '.join(branches)}")
    overused = _overused(connection) if one.by_file else []
    if overused:
        table = pa.Table.from_pylist([{"file": file, "isbn": isbn} for file, isbn in overused])
        connection.register("overused", table)
        connection.execute(sql["without_overused"])


def settled(one: Format, statement: str) -> str:
    """A statement of reading.sql over `judged` with medium, class and the first reason to refuse.

    It takes the parameter `year`: the one that is asked for, or None.
    """
    sql = statements("reading.sql")
    words = {"classes": _listed(CLASSES)}
    by_table = one.classes_by_table
    with_reason = sql["with_reason"].format(
        media=_listed(MEDIA),
        class_read="class_found" if by_table else sql["class_words_read"].format(**words),
        class_fault="NULL" if by_table else sql["class_words_fault"].format(**words),
        class_join=sql["class_table_join"] if by_table else "",
    )
    return sql[statement].format(with_reason=with_reason)


def _overused(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """The (file, ISBN) under which a file has more titles than a set and its volumes would."""
    rows = connection.execute(statements("reading.sql")["titles_by_isbn"]).fetchall()
    folded: dict[tuple[str, str], set[str]] = defaultdict(set)
    for file, isbn, title in rows:
        folded[file, isbn].add(folded_title(title or ""))
    return sorted(key for key, titles in folded.items() if len(titles) > MOST_TITLES)


def _scans(files: Files) -> tuple[str, dict[str, Any]]:
    """One SELECT of standard rows for each layout, and the files that each reads."""
    batches: dict[Layout, list[str]] = defaultdict(list)
    for original, layout in files:
        path = original.rows_path if layout.format.transcribed else original.path
        batches[layout].append(literal_path(path))
    selects = [
        f"SELECT {layout.format.standard_row(layout.header)}, "
        f"parse_filename(filename, true) AS file FROM {_source(layout, number)}"
        for number, layout in enumerate(batches)
    ]
    parameters = {f"f{number}": paths for number, paths in enumerate(batches.values())}
    return " UNION ALL ".join(selects), parameters


def _source(layout: Layout, number: int) -> str:
    if not layout.newline:
        columns = ", ".join(_as_text(name, name in layout.fractional) for name in layout.header)
        names = ", ".join(f'"{name}"' for name in layout.header)
        scan = _READ_PARQUET.format(number=number, names=names)
        return f"(SELECT {columns}, filename FROM {scan})"
    return _READ_CSV.format(
        number=number,
        columns=", ".join(f"'{name}': 'VARCHAR'" for name in layout.header),
        delimiter=layout.delimiter,
        newline=_NEWLINES[layout.newline],
        compression=layout.compression,
    )


def _as_text(name: str, is_fractional: bool) -> str:
    """A Parquet column as text; a number with a fraction of nothing as the whole that it is."""
    if not is_fractional:
        return f'CAST("{name}" AS VARCHAR) AS "{name}"'
    whole = f'"{name}" = trunc("{name}") AND abs("{name}") < 1e15'
    return (
        f'CASE WHEN {whole} THEN CAST(CAST("{name}" AS BIGINT) AS VARCHAR) '
        f'ELSE CAST("{name}" AS VARCHAR) END AS "{name}"'
    )


def _found_fault(files: Files, stop: Exception) -> errors.FileFault:
    for original, layout in files:
        path = original.rows_path if layout.format.transcribed else original.path
        fault = fault_of(original, layout) if layout.newline else _damage_of(original.name, path)
        if fault is not None:
            return fault
    if isinstance(stop, duckdb.IOException):  # nothing is wrong with the files: no room to count
        folder = files[0][0].path.parent.parent
        return errors.FolderNotWritable(folder=shown(folder), why=str(stop).partition("\n")[0])
    names = [original.name for original, _ in files]
    return errors.Unparsable(file=", ".join(names[:3]), line=None, what="somewhere")


def _damage_of(name: str, path: Path) -> errors.FileFault | None:
    """The fault of a Parquet file that cannot be read to its end by itself."""
    sql = "SELECT max(hash(COLUMNS(*))) FROM read_parquet($path, hive_partitioning=false)"
    try:
        with lookup_connection() as connection:
            connection.execute(sql, {"path": literal_path(path)}).fetchall()
    except (duckdb.Error, UnicodeDecodeError):
        return errors.DamagedParquet(file=name)
    return None


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
