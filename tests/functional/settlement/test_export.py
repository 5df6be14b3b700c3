"""`portal settlement export` where it cannot write: one sentence, and nothing half written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from portal.services.settlement import exporting
from tests.factories.console import Console

NAMES = ("people.csv", "lines.csv", "run.json")


@pytest.fixture
def console(sqlite_url: str, tmp_path: Path) -> Console:
    """A portal with one run of nothing."""
    made = Console(sqlite_url, tmp_path / "portal")
    made.calculate("autumn", "2023-12-05", "2023-11-03")
    return made


def refused(console: Console, out: Path) -> str:
    return console.refusal("settlement", "export", "2023-autumn-1", "--out", out)


def found(out: Path) -> dict[str, str]:
    """The files of a folder, hidden ones too, with their texts."""
    return {path.name: path.read_text(encoding="utf-8") for path in out.iterdir() if path.is_file()}


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_where_a_file_has_to_be(console: Console, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    (out / name).mkdir(parents=True)
    said = refused(console, out)
    assert said.startswith(f"“{out / name}” is a folder, and a file has to be written there.")
    assert [path.name for path in out.iterdir()] == [name]


def test_no_folder_can_be_where_the_name_is_too_long(console: Console, tmp_path: Path) -> None:
    assert "cannot be written to" in refused(console, tmp_path / ("x" * 300))


@pytest.mark.parametrize("last", NAMES)
@pytest.mark.parametrize("exported", [False, True], ids=["empty", "exported before"])
def test_a_file_that_cannot_be_put_leaves_all_as_before(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str, exported: bool
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    before = {name: f"{name} of yesterday" for name in NAMES if exported}
    for name, text in before.items():
        (out / name).write_text(text, encoding="utf-8")
    real = os.replace

    def full(source: Path, target: Path) -> None:
        if target == out / last and source.parent.name != "before":
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(exporting.os, "replace", full)
    said = refused(console, out)
    assert "nothing there was changed: No space left on device." in said
    assert found(out) == before
    assert sorted(path.name for path in out.iterdir()) == sorted(before)


def test_a_folder_that_takes_no_file(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(exporting.tempfile, "TemporaryDirectory", closed)
    assert "Permission denied" in refused(console, tmp_path / "out")
    assert found(tmp_path / "out") == {}


def test_a_second_export_replaces_the_first(console: Console, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for _ in range(2):
        console.run("settlement", "export", "2023-autumn-1", "--out", out)
        assert sorted(path.name for path in out.iterdir()) == sorted(NAMES)
        (out / "run.json").write_text("changed", encoding="utf-8")
    console.run("settlement", "export", "2023-autumn-1", "--out", out)
    assert "2023-autumn-1" in found(out)["run.json"]
