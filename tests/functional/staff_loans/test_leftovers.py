"""What a killed worker or page leaves of an uploaded file goes after a day, and no sooner."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from portal.services.usage import usage_uploads
from portal.services.verification import leftovers
from portal.settings import Settings
from tests.functional.staff_loans.conftest import isbn, table, uploads
from tests.functional.staff_loans.test_upload import upload
from tests.page_client import PageClient


def old(path: Path) -> Path:
    os.utime(path, (0, 0))
    return path


def test_only_what_no_open_order_names_is_removed(
    officer: PageClient, settings: Settings, database: Any
) -> None:
    number = upload(officer, table((isbn(1), 2025, 1, "Oulu"))).rpartition("/")[2]
    folder = settings.data_dir / "uploads"
    old(folder / number)
    for name in ("GONE", "FRESH"):
        (folder / name).mkdir()
        (folder / name / "loans.csv").write_text("left")
    (folder / ".half.part").write_text("left")
    counts = settings.data_dir / "counts"
    counts.mkdir()
    (counts / "ab-counts.parquet").write_text("left")
    for path in (folder / "GONE", folder / ".half.part", counts / "ab-counts.parquet"):
        old(path)
    with database() as session:
        assert leftovers.remove(session, settings.data_dir, datetime.now(UTC)) == 3
    assert sorted(one.name for one in folder.iterdir()) == sorted([number, "FRESH"])
    assert uploads(settings.data_dir) == ["loans.csv", "loans.csv"]
    assert list(counts.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("loans 2025.csv", "loans 2025.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\lainat.csv", "lainat.csv"),
        ("..", "loans"),
        (".hidden", "hidden"),
        ("", "loans"),
        ("a\x00b\u202ec.csv", "abc.csv"),
        ("ä" * 300 + ".csv", "ä" * 73 + ".csv"),
    ],
)
def test_a_name_never_becomes_a_path(name: str, shown: str) -> None:
    assert usage_uploads.shown_name(name) == shown
