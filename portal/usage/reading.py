"""Reads usage files: archives and looks at each, groups the rows, judges the rest, writes counts.

Nothing of a refused call stays behind; what is written appears whole under its final name.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from portal.usage import archive, errors, pipeline, unmatched
from portal.usage.archive import Original
from portal.usage.engine_duckdb import opened, statements
from portal.usage.paths import made, writing
from portal.usage.readers import Layout, layout_of
from portal.usage.shapes import Coverage, ReadFile, Reading, RowsAndLoans, Totals

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
) -> Reading:
    """Reads all files of `paths` (folders too) or none; raises a FileFault.

    `source` names the library where the file does not, `known_digests` are the imported ones
    (digest to label), `class_table` maps the beginning of a library class to the portal's class.
    Source: contract, "Loan files".
    """
    if year is not None and year >= today.year:
        raise errors.YearNotEnded(file=None, year=year)
    originals = archive.kept(archive.files_in(paths), data_dir)
    try:
        files = _looked_at(originals, format, known_digests)
        with opened(data_dir) as connection:
            pipeline.prepared(connection, class_table)
            return _Call(connection, files, data_dir, source, year).run(today, class_table)
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

    def run(self, today: date, class_table: Mapping[str, str]) -> Reading:
        """Groups, judges, settles and writes."""
        pipeline.load(self.connection, self.files)
        self._check_years(today)
        pipeline.judge(self.connection, self.format)
        settled = pipeline.settled(self.format, "settled")
        self.connection.execute(settled, {"year": self.year})
        return self._reading(class_table)

    def _check_years(self, today: date) -> None:
        if self.year is not None:
            return
        row = self.connection.execute(self.sql["unended"], {"this_year": today.year}).fetchone()
        if row is not None:
            names = {original.digest: original.name for original, _ in self.files}
            raise errors.YearNotEnded(file=names[row[1]], year=int(row[0]))

    def _reading(self, class_table: Mapping[str, str]) -> Reading:
        refused, left_out, accepted = self._sums()
        rows = dict(self.connection.execute(self.sql["rows_by_file"]).fetchall())
        years = self.connection.execute(self.sql["years"]).fetchall()
        coverage = self.connection.execute(
            self.sql["coverage"], {"source": self.source, "year": self.year}
        ).fetchall()
        counts, refused_path, titles, without_isbn = self._written(class_table)
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

    def _written(self, class_table: Mapping[str, str]) -> tuple[str, str, str, str | None]:
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
                    self._write(kind, part, self._context(class_table))
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

    def _context(self, class_table: Mapping[str, str]) -> Mapping[str, Any]:
        """How the files are read, to read them so again."""
        return {
            "format": self.format.name,
            "year": self.year,
            "source": self.source,
            "classes": dict(class_table),
            "files": [(original.digest, original.name) for original, _ in self.files],
        }


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
