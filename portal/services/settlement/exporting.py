"""Export a run: people.csv, lines.csv and run.json, all or none."""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import CLASSES, MEDIA, ROLES
from portal.kernel.cells import harmless
from portal.kernel.errors import Refusal
from portal.kernel.money import MICRO_PER_CENT
from portal.services.settlement.summary import RunSummary, run_by_code, summary_of
from portal.store import snapshots
from portal.store.people import Party
from portal.store.settlement import Run, RunPayee, RunPeriod

PEOPLE = ("person_id", "gross_cents", "tax_cents", "net_cents", "waiting_cents", "disputed_cents")
LINES = (
    "person_id", "isbn", "role", "loan_year", "medium", "class", "loans", "rate_microcents",
    "class_ppm", "role_denominator", "heads", "amount_microcents",
)  # fmt: skip
FILES = ("people.csv", "lines.csv", "run.json")
ADDITIONAL = "additional"


class NotAFolder(Refusal):
    """The run cannot be written to `path`. `reason`: taken (a folder stands where a file has to),
    unwritten (`problem`), else the place can be no folder."""

    code = "not_a_folder"


def export_run(session: Session, data_dir: Path, code: str, out: Path) -> RunSummary:
    """Writes a run, draft or approved, into the folder `out`: all files, or none of them.

    Raises NotFound, NotAFolder.
    """
    run = run_by_code(session, code)
    snapshots.check(data_dir, run.snapshot_path, run.snapshot_sha256)
    summary = summary_of(run)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotAFolder(path=str(out)) from error
    for name in FILES:
        if (out / name).is_dir():
            raise NotAFolder(path=str(out / name), reason="taken")
    people, lines = people_rows(session, run), line_rows(session, data_dir, run)
    try:
        with tempfile.TemporaryDirectory(dir=out, prefix=".part-") as part:
            draft = Path(part)
            _write(draft / "people.csv", PEOPLE, people)
            _write(draft / "lines.csv", LINES, lines)
            text = json.dumps(summary.exported(), indent=2)
            (draft / "run.json").write_text(text + "\n", encoding="utf-8")
            _put(draft, out)
    except OSError as error:
        problem = error.strerror or str(error)
        raise NotAFolder(path=str(out), reason="unwritten", problem=problem) from error
    return summary


def _put(draft: Path, out: Path) -> None:
    """Every file of the draft at its name; when one cannot be put there, all are as before."""
    before = draft / "before"
    before.mkdir()
    for name in FILES:
        if (out / name).exists():
            shutil.copy2(out / name, before / name)
    done = []
    try:
        for name in FILES:
            os.replace(draft / name, out / name)
            done.append(name)
    except OSError:
        for name in done:
            if (before / name).exists():
                os.replace(before / name, out / name)
            else:
                (out / name).unlink()
        raise


def people_rows(session: Session, run: Run) -> Iterator[Sequence[object]]:
    """Each payee who has anything, by code."""
    rows = session.execute(
        select(Party.code, RunPayee)
        .join(RunPayee, RunPayee.party_id == Party.id)
        .where(RunPayee.run_id == run.id)
        .order_by(Party.code)
    )
    for code, payee in rows:
        sums = tuple(getattr(payee, name) for name in PEOPLE[1:])
        if any(sums):
            yield harmless(code), *sums


def line_rows(session: Session, data_dir: Path, run: Run) -> Iterator[Sequence[object]]:
    """Every entitlement line that pays something, at the smallest part, then additional money."""
    codes = snapshots.table(data_dir, run.snapshot_path, "payees")["code"].to_pylist()
    table = snapshots.table(data_dir, run.snapshot_path, "lines")
    columns = {name: np.asarray(table[name]).tolist() for name in table.column_names}
    yield from lines_as_rows(columns, codes)
    extra = session.execute(
        select(Party.code, RunPeriod)
        .join(RunPeriod, RunPeriod.party_id == Party.id)
        .where(RunPeriod.run_id == run.id, RunPeriod.additional, RunPeriod.capped_cents > 0)
        .order_by(Party.code)
    )
    for code, period in extra:
        amount = period.capped_cents * MICRO_PER_CENT
        year = period.period_start.year
        yield harmless(code), "", ADDITIONAL, year, "", "", "", "", "", "", "", amount


def lines_as_rows(
    columns: dict[str, list[int]], codes: Sequence[str]
) -> Iterator[Sequence[object]]:
    """Lines of a snapshot in words and numbers, those that pay nothing left out."""
    names = (
        "payee", "isbn", "role", "loan_year", "medium", "class_", "loans", "rate", "class_ppm",
        "denominator", "heads", "amount",
    )  # fmt: skip
    for row in zip(*(columns[name] for name in names), strict=True):
        payee, isbn, role, year, medium, class_, *factors = row
        if factors[3]:
            words = ROLES[role], year, MEDIA[medium], CLASSES[class_]
            yield harmless(codes[payee]), isbn, *words, *factors


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
