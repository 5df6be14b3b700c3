"""Leftovers of killed commands: gone after a day, and nothing else is touched."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from portal.services.verification import leftovers
from portal.store.settlement import Run
from portal.store.usage import UsageImport
from tests.factories.lending import Lending

NOW = datetime(2026, 10, 15, 12, tzinfo=UTC)
HALF = (
    "archive/.aa.part", "counts/bb-counts.part", "counts/ff-counts.parquet", "runs/cc.part",
    "runs/dd",
)  # fmt: skip
WHOLE = ("archive/ee", "counts/hh.parquet", "runs/gg", "queue.db")


def written(data_dir: Path, name: str, age: timedelta) -> Path:
    """A file, or a folder with a file in it, that was last changed so long ago."""
    path = data_dir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if name.startswith("runs/"):
        path.mkdir()
        (path / "header.json").write_text("{}")
    else:
        path.write_text("x")
    moment = (NOW - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def run_of(lending: Lending, path: str) -> None:
    """A run whose row names a folder."""
    day = date(2026, 10, 1)
    with lending.session() as session:
        session.add(
            Run(
                code="2026-autumn-1", scheme="lending", kind="autumn", pays_on=day, cutoff=day,
                preview=False, people=0, lines=0, gross_cents=0, tax_cents=0, net_cents=0,
                waiting_cents=0, disputed_cents=0, after_approvals=0, calculated_at=NOW,
                digest="0" * 64, snapshot_path=path, snapshot_sha256="0" * 64,
            )
        )  # fmt: skip


def test_what_is_left_over_goes_after_a_day(lending: Lending) -> None:
    run_of(lending, "runs/gg")
    half = [written(lending.data_dir, name, timedelta(hours=25)) for name in HALF]
    whole = [written(lending.data_dir, name, timedelta(days=400)) for name in WHOLE]
    with lending.session(writes=False) as session:
        assert leftovers.remove(session, lending.data_dir, NOW) == len(HALF)
    assert [path.exists() for path in half] == [False] * len(HALF)
    assert [path.exists() for path in whole] == [True] * len(WHOLE)


def test_what_may_still_be_written_stays(lending: Lending) -> None:
    half = [written(lending.data_dir, name, timedelta(hours=23)) for name in HALF]
    with lending.session(writes=False) as session:
        assert leftovers.remove(session, lending.data_dir, NOW) == 0
    assert [path.exists() for path in half] == [True] * len(HALF)


def test_counts_by_library_that_no_import_names_go_too(lending: Lending) -> None:
    lending.loans("1,2024,5")
    with lending.session() as session:
        session.execute(update(UsageImport).values(libraries_path="counts/named-libraries.parquet"))
    names = ("counts/named-libraries.parquet", "counts/left-libraries.parquet")
    named, left = (written(lending.data_dir, name, timedelta(days=2)) for name in names)
    with lending.session(writes=False) as session:
        assert leftovers.remove(session, lending.data_dir, NOW) == 1
    assert (named.exists(), left.exists()) == (True, False)


def test_a_portal_without_a_data_folder_has_none(lending: Lending) -> None:
    with lending.session(writes=False) as session:
        assert leftovers.remove(session, lending.data_dir / "nowhere", NOW) == 0
