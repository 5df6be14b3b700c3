"""Reads usage files: archives and looks at each, groups the rows, judges the rest, writes counts.

Nothing of a refused call stays behind; what is written appears whole under its final name.
"""

from __future__ import annotations

import dataclasses
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from portal.usage import archive, errors, pipeline, unmatched
from portal.usage.archive import Original
from portal.usage.engine_duckdb import opened, statements
from portal.usage.paths import made, writing
from portal.usage.readers import Layout, counter_rows, layout_of
from portal.usage.shapes import Coverage, ReadFile, Reading, Report, RowsAndLoans, Totals

COUNTS_FOLDER = "counts"
METADATA_KEY = b"usage"
KINDS = ("counts", "refused", "titles", "unmatched")
"""The files of an import, the last one read anew from the originals."""


def read(
    paths: Sequence[Path],
    *,
    data_dir: Path,
    source: str,
    year: int | None,
    format: str | None,
    today: date,
    known_digests: Mapping[str, str],
    class_table: Mapping[str, str],
    counter: Mapping[str, Sequence[str]] | None = None,
    known_reports: Mapping[Report, str] | None = None,
    report: Callable[[str, int, int], None] | None = None,
) -> Reading:
    """Reads all files of `paths` (folders too) or none; raises a FileFault.

    `source` names the library where the file does not, `known_digests` are the imported ones
    (digest to label), `class_table` maps the beginning of a library class to the portal's class,
    `counter` says which metrics and data types of a COUNTER report count, `known_reports` are the
    imported ones. `report` is told the step, and how much of it is done of how much (bytes while
    the files are kept). Source: contract, "Loan files".
    """
    report = report or _untold
    if year is not None and year >= today.year:
        raise errors.YearNotEnded(file=None, year=year)
    originals = archive.kept(archive.files_in(paths), data_dir, report)
    try:
        files = _looked_at(originals, format, known_digests)
        reports = _reports(files, source, known_reports or {})
        with opened(data_dir) as connection:
            pipeline.prepared(connection, class_table, counter)
            call = _Call(connection, files, data_dir, source, year)
            call.report = report
            call.how = {
                "classes": dict(class_table),
                "counter": {what: list(words) for what, words in (counter or {}).items()},
                "reports": [dataclasses.astuple(one) for one in reports],
            }
            return call.run(today)
    except BaseException:
        archive.forgotten(originals)
        raise


def _looked_at(
    originals: Sequence[Original], wanted: str | None, known: Mapping[str, str]
) -> list[tuple[Original, Layout]]:
    seen: dict[str, str] = {}
    files: list[tuple[Original, Layout]] = []
    for original in originals:
        if original.digest in known:
            raise errors.AlreadyImported(file=original.name, before=known[original.digest])
        if original.digest in seen:
            raise errors.SameFileTwice(file=original.name, other=seen[original.digest])
        seen[original.digest] = original.name
        layout = layout_of(original, wanted)
        if files and files[0][1].format != layout.format:
            other = files[0][1].format.name
            raise errors.MixedFormats(file=original.name, format=layout.format.name, other=other)
        files.append((original, layout))
    return files


def _reports(
    files: Sequence[tuple[Original, Layout]], source: str, known: Mapping[Report, str]
) -> list[Report]:
    """The reports among the files; raises SecondReport where two count the same use."""
    seen = {
        (one.library, one.platform, one.loan_year): (one.kind, said) for one, said in known.items()
    }
    found: set[Report] = set()
    for original, layout in files:
        for said_one in counter_rows.reports_of(original) if layout.format.transcribed else ():
            one = dataclasses.replace(said_one, library=said_one.library or source)
            key = (one.library, one.platform, one.loan_year)
            kind, said = seen.setdefault(key, (one.kind, original.name))
            if kind != one.kind:
                raise errors.SecondReport(
                    file=original.name, report=one.kind, before=said, other=kind,
                    platform=one.platform, year=one.loan_year,
                )  # fmt: skip
            found.add(one)
    return sorted(found)


class _Call:
    """One call's connection, files and questions; lives as long as the call."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        files: list[tuple[Original, Layout]],
        data_dir: Path,
        source: str,
        year: int | None,
    ) -> None:
        self.connection = connection
        self.files = files
        self.format = files[0][1].format
        self.data_dir = data_dir
        self.source = source
        self.year = year
        self.sql = statements("reading.sql")
        self.how: Mapping[str, Any] = {}
        self.report: Callable[[str, int, int], None] = _untold

    def run(self, today: date) -> Reading:
        """Groups, judges, settles and writes."""
        self.report("reading", 0, 0)
        pipeline.load(self.connection, self.files)
        self._check_years(today)
        self.report("judging", 0, 0)
        pipeline.judge(self.connection, self.format)
        settled = pipeline.settled(self.format, "settled")
        self.connection.execute(settled, {"year": self.year})
        return self._reading()

    def _check_years(self, today: date) -> None:
        if self.year is not None:
            return
        row = self.connection.execute(self.sql["unended"], {"this_year": today.year}).fetchone()
        if row is not None:
            names = {original.digest: original.name for original, _ in self.files}
            raise errors.YearNotEnded(file=names[row[1]], year=int(row[0]))

    def _reading(self) -> Reading:
        refused, left_out, accepted = self._sums()
        rows = dict(self.connection.execute(self.sql["rows_by_file"]).fetchall())
        years = self.connection.execute(self.sql["years"]).fetchall()
        coverage = self.connection.execute(
            self.sql["coverage"], {"source": self.source, "year": self.year}
        ).fetchall()
        self.how = {**self.how, "months": [row for row in coverage if row[-1] is not None]}
        self.report("writing", 0, 0)
        counts, refused_path, titles, without_isbn = self._written()
        return Reading(
            format=self.format.name,
            files=tuple(
                ReadFile(one.name, one.digest, one.size, rows.get(one.digest, 0))
                for one, _ in self.files
            ),
            years=tuple(year for (year,) in years),
            totals=_totals(accepted, refused, left_out),
            refused=refused,
            left_out=left_out,
            coverage=tuple(Coverage(*row) for row in coverage),
            counts_path=counts,
            refused_path=refused_path,
            titles_path=titles,
            unmatched_path=without_isbn,
        )

    def _sums(self) -> tuple[dict[str, RowsAndLoans], dict[str, RowsAndLoans], RowsAndLoans]:
        refused: dict[str, RowsAndLoans] = {}
        left_out: dict[str, RowsAndLoans] = {}
        accepted = RowsAndLoans(0, 0)
        for left, reason, rows, loans in self.connection.execute(self.sql["sums"]).fetchall():
            if left is not None:
                left_out[left] = RowsAndLoans(rows, loans)
            elif reason is not None:
                refused[reason] = RowsAndLoans(rows, loans)
            else:
                accepted = RowsAndLoans(rows, loans)
        return refused, left_out, accepted

    def _written(self) -> tuple[str, str, str, str | None]:
        """Writes counts, refused groups, titles and unmatched works; their paths in `data_dir`.

        A format that names no titles has no unmatched works.
        """
        folder = made(self.data_dir / COUNTS_FOLDER)
        name = secrets.token_hex(8)
        kinds = KINDS if self.format.by_file else KINDS[:-1]
        finals = [folder / f"{name}-{kind}.parquet" for kind in kinds]
        parts = [final.with_suffix(".part") for final in finals]
        try:
            with writing(folder):
                for kind, part in zip(kinds, parts, strict=True):
                    self._write(kind, part, self._context())
                    archive.made_durable(part)
                for part, final in zip(parts, finals, strict=True):
                    part.replace(final)
                archive.made_durable(folder)
        except BaseException:
            for path in (*parts, *finals):
                path.unlink(missing_ok=True)
            raise
        counts, refused, titles, *more = (str(one.relative_to(self.data_dir)) for one in finals)
        return counts, refused, titles, more[0] if more else None

    def _write(self, kind: str, part: Path, context: Mapping[str, Any]) -> None:
        if kind == "unmatched":
            unmatched.write(self.connection, self.files, context, part)
            return
        absent = kind == "titles" and not self.format.by_file
        relation = self.connection.sql(self.sql["no_titles" if absent else kind])
        if kind != "refused":
            relation.write_parquet(str(part), compression="zstd")
            return
        metadata = {METADATA_KEY: json.dumps(context).encode()}
        pq.write_table(relation.to_arrow_table().replace_schema_metadata(metadata), part)

    def _context(self) -> Mapping[str, Any]:
        """How the files are read, to read them so again."""
        return {
            "format": self.format.name,
            "year": self.year,
            "source": self.source,
            **self.how,
            "files": [(original.digest, original.name) for original, _ in self.files],
        }


def _untold(_step: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def _totals(
    accepted: RowsAndLoans,
    refused: Mapping[str, RowsAndLoans],
    left_out: Mapping[str, RowsAndLoans],
) -> Totals:
    refused_rows = sum(one.rows for one in refused.values())
    refused_loans = sum(one.loans for one in refused.values())
    left_rows = sum(one.rows for one in left_out.values())
    left_loans = sum(one.loans for one in left_out.values())
    return Totals(
        rows_read=accepted.rows + refused_rows + left_rows,
        loans_read=accepted.loans + refused_loans + left_loans,
        rows_accepted=accepted.rows,
        loans_accepted=accepted.loans,
        rows_refused=refused_rows,
        loans_refused=refused_loans,
        rows_left_out=left_rows,
        loans_left_out=left_loans,
    )
